"""On PostgreSQL trigram indexes make the search fast; the embedded database searches without them."""

from django.db import migrations

INDEXES = {
    "invoice_search": (
        "invoicing_invoice",
        "invoice_number || ' ' || replace(invoice_number, '/', ' ') || ' ' || purchase_order_number || ' ' || payment_reference"
        " || ' ' || invoicee_name",
    ),
}


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, (table, text) in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (comptoir_folded({text}) gin_trgm_ops)")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    # The customers brought the extension and the function.
    dependencies = [("invoicing", "0013_credit_drafts"), ("customers", "0005_folded_text")]
    operations = [migrations.RunPython(forwards, backwards)]
