from django.db import migrations, models
from django.db.models import Q

ABOUT = ["customer", "invoice", "subscription", "deal"]


class Migration(migrations.Migration):
    dependencies = [("segments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="segment",
            name="about",
            field=models.CharField(
                choices=[
                    ("customer", "Contacts and companies"),
                    ("invoice", "Invoices"),
                    ("subscription", "Subscriptions"),
                    ("deal", "Deals"),
                ],
                default="customer",
                max_length=12,
                verbose_name="Of",
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.CheckConstraint(condition=Q(about__in=ABOUT), name="segment_about_known"),
        ),
    ]
