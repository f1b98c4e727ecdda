"""On PostgreSQL: a function that folds text, for the indexes of what is searched without a folded text of its own; and
more samples of the customers' text, so that the database knows whether a word is in one customer in ten or in a thousand."""

from django.db import migrations

from comptoir.core.folding import FUNCTION, ON_POSTGRESQL


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ON_POSTGRESQL)
        schema_editor.execute("ALTER TABLE customers_customer ALTER search_text SET STATISTICS 400")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE customers_customer ALTER search_text SET STATISTICS -1")
        schema_editor.execute(f"DROP FUNCTION {FUNCTION}(text)")


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_merged_customers_and_iban")]
    operations = [migrations.RunPython(forwards, backwards)]
