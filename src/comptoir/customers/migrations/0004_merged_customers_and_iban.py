"""Merged customers are still found by the id they had; customers are found by their IBAN."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_merges_subscription_invoices"),
        ("customers", "0003_no_automatic_reminders"),
    ]

    operations = [
        migrations.CreateModel(
            name="MergedCustomer",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merged", to="customers.customer"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["account", "iban"], name="customer_by_iban"),
        ),
    ]
