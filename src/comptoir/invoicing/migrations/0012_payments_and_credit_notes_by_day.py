"""Payments and credit notes are listed and added up by their day; what is owed back to customers is found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0011_delivery_bounced")]
    operations = [
        migrations.AddIndex(
            model_name="creditnote",
            index=models.Index(fields=["account", "-credit_note_date", "-id"], name="credit_note_by_day"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["account", "-paid_on", "-id"], name="payment_by_day"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["account"], name="invoice_owed_back", condition=models.Q(due__lt=0)),
        ),
    ]
