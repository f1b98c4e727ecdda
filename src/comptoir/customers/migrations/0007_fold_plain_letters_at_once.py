"""On PostgreSQL the function that folds text is ten times as fast for text without accents; what it returns is the same."""

from django.db import migrations

from comptoir.core.folding import ON_POSTGRESQL


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ON_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_find_who_was_deactivated_when")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
