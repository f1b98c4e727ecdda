"""What is on hold is found by its day without passing over what was settled meanwhile, of which there is ever more."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0004_reminder_despite_hold")]
    operations = [
        migrations.RemoveIndex(model_name="invoice", name="invoice_on_hold"),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                fields=["account", "-on_hold_since", "-id"],
                name="invoice_on_hold",
                condition=Q(on_hold_since__isnull=False, status__in=["draft", "outstanding"]),
            ),
        ),
    ]
