"""On PostgreSQL: the function that folds text has a short way for plain ASCII. What it answers is the same, so that the
indexes on it stay as they are."""

from django.db import migrations

from comptoir.core.folding import ON_POSTGRESQL


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ON_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_find_who_was_deactivated_when")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
