from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0007_rates_of_nothing_are_zero_rates")]
    operations = [
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('category', 'S'), ('rate__gt', 0)), models.Q(models.Q(('category', 'S'), _negated=True), ('rate', 0)), _connector='OR'), name='tax_rate_taxes_or_is_zero'),
        ),
    ]
