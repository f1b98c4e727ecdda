"""What customers owe is added up from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0015_find_by_number")]
    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                fields=[
                    *("account", "customer", "currency", "due_on", "on_hold_since", "due", "invoice_date", "department")
                ],
                name="invoice_owed",
                condition=models.Q(status="outstanding"),
            ),
        ),
    ]
