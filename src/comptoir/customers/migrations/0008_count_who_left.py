"""Who was deactivated when is counted from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_fold_plain_text_at_once")]
    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                fields=["account", "deactivated_at", "kind", "deactivation_reason"],
                name="customer_by_departure",
                condition=models.Q(deactivated_at__isnull=False),
            ),
        ),
        migrations.RemoveIndex(model_name="customer", name="customer_by_deactivation"),
    ]
