"""The triggers of 0003 again, with the content that documents have had since 0006 (G7)."""

from importlib import import_module

from django.db import migrations

EARLIER = import_module("comptoir.invoicing.migrations.0003_booked_is_booked")
CONTENT = [*EARLIER.CONTENT, "delivery_date", "expected_payment_method", "discounts", "seller", "buyer"]
LINE_CONTENT = [*EARLIER.LINE_CONTENT, "unit_of_measure"]


def create_triggers(apps, schema_editor):
    EARLIER.create_triggers(apps, schema_editor, CONTENT, LINE_CONTENT)


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0008_rates_tax_or_are_zero")]
    operations = [migrations.RunPython(create_triggers, EARLIER.drop_triggers)]
