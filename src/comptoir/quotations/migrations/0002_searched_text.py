"""What the search looks through: name and reference, without accents and capitals."""

from django.db import migrations, models

from comptoir.core.text import folded


def write_search_text(apps, schema_editor):
    Quotation = apps.get_model("quotations", "Quotation")
    for quotation in Quotation.objects.only("name", "reference").iterator():
        quotation.search_text = folded(f"{quotation.name} {quotation.reference}")
        quotation.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("quotations", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="quotation",
            name="search_text",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(write_search_text, migrations.RunPython.noop),
    ]
