"""A rate of nothing was a zero rate until now; the other reasons to charge none are new."""

from django.db import migrations


def name_zero_rates(apps, schema_editor):
    apps.get_model("invoicing", "TaxRate").objects.filter(rate=0).update(category="Z")


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0006_documents_a_business_can_live_on")]
    operations = [migrations.RunPython(name_zero_rates, migrations.RunPython.noop)]
