"""On PostgreSQL a trigram index makes the search within titles fast; the embedded database searches without one."""

from django.db import migrations


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX deal_search ON deals_deal USING gin (search_text gin_trgm_ops)")


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX deal_search")


class Migration(migrations.Migration):
    # The customers' index brought the extension.
    dependencies = [("deals", "0002_equip_accounts_that_exist"), ("customers", "0002_search_by_trigrams")]
    operations = [migrations.RunPython(create_index, drop_index)]
