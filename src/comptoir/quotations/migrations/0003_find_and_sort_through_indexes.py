"""On PostgreSQL a trigram index makes the search fast; amount and last day are sorted by on any database."""

import datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX quotation_search ON quotations_quotation USING gin (search_text gin_trgm_ops)"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX quotation_search")


class Migration(migrations.Migration):
    # The customers' index brought the extension.
    dependencies = [("quotations", "0002_searched_text"), ("customers", "0002_search_by_trigrams")]
    operations = [
        migrations.RunPython(create_index, drop_index),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(fields=["account", "tax_inclusive", "id"], name="quotation_by_amount"),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(
                models.F("account"),
                Coalesce("expires_after", models.Value(datetime.date(9999, 12, 31))),
                models.F("id"),
                name="quotation_by_last_day",
            ),
        ),
    ]
