"""An invoice is found by its number at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0014_search_by_trigrams")]
    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["account", "invoice_number"], name="invoice_by_number"),
        ),
    ]
