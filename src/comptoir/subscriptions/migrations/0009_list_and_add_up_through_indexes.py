"""Movements are added up from their index alone; what is billed next, and what is paused, is listed through one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0008_search_by_trigrams")]
    operations = [
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(
                fields=["account", "on", "currency", "kind", "reason", "amount"], name="movement_by_day"
            ),
        ),
        migrations.RemoveIndex(model_name="movement", name="movement_of_account"),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                fields=["account", "bill_on", "id"],
                name="subscription_by_day",
                condition=models.Q(bill_on__isnull=False),
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                fields=["account"], name="subscription_paused", condition=models.Q(paused_at__isnull=False)
            ),
        ),
    ]
