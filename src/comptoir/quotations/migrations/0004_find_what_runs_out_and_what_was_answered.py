"""The start page asks which quotations run out soon and which were answered lately."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("quotations", "0003_find_and_sort_through_indexes")]
    operations = [
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(
                fields=["account", "expires_after", "id"], name="quotation_running_out", condition=Q(status="open")
            ),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(
                fields=["account", "-answered_at", "-id"],
                name="quotation_answered",
                condition=Q(answered_at__isnull=False),
            ),
        ),
    ]
