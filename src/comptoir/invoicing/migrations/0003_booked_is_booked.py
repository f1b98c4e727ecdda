"""The database itself refuses to change the content of a booked invoice and of its lines (G7).

What may change is named by leaving it out: status between outstanding and matched, what is paid and credited, the
hold, the address for reminders, and the customer it belongs to (whose name as printed is content and stays).
"""

from django.db import migrations

CONTENT = (
    "account_id department_id fiscal_year number invoice_number invoice_date due_on payment_term payment_days currency "
    "purchase_order_number payment_reference note for_attention_of_name invoicee_name invoicee_vat_number "
    "invoicee_address tax_exclusive tax_inclusive taxes imported_at"
).split()
LINE_CONTENT = (
    "invoice_id position section description extended_description quantity unit_price discount tax_rate_id "
    "tax_exclusive"
).split()

SQLITE = """
CREATE TRIGGER invoice_booked_is_booked
BEFORE UPDATE ON invoicing_invoice
WHEN OLD.status <> 'draft' AND (NEW.status = 'draft' OR {changed})
BEGIN SELECT RAISE(ABORT, 'invoice_booked_is_booked'); END
"""
SQLITE_LINES = """
CREATE TRIGGER invoice_line_booked_is_booked
BEFORE UPDATE ON invoicing_invoiceline
WHEN ({changed}) AND EXISTS (SELECT 1 FROM invoicing_invoice i WHERE i.id = OLD.invoice_id AND i.status <> 'draft')
BEGIN SELECT RAISE(ABORT, 'invoice_line_booked_is_booked'); END
"""
POSTGRESQL = """
CREATE FUNCTION invoice_booked_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'invoice_booked_is_booked' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER invoice_booked_is_booked
BEFORE UPDATE ON invoicing_invoice FOR EACH ROW
WHEN (OLD.status <> 'draft' AND (NEW.status = 'draft' OR {changed}))
EXECUTE FUNCTION invoice_booked_is_booked();
"""
POSTGRESQL_LINES = """
CREATE FUNCTION invoice_line_booked_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM invoicing_invoice i WHERE i.id = OLD.invoice_id AND i.status <> 'draft') THEN
    RAISE EXCEPTION 'invoice_line_booked_is_booked' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_line_booked_is_booked
BEFORE UPDATE ON invoicing_invoiceline FOR EACH ROW
WHEN ({changed})
EXECUTE FUNCTION invoice_line_booked_is_booked();
"""


def _changed(columns, differs):
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)


def create_triggers(apps, schema_editor, content=CONTENT, line_content=LINE_CONTENT):
    if schema_editor.connection.vendor == "postgresql":
        templates, differs = (POSTGRESQL, POSTGRESQL_LINES), "IS DISTINCT FROM"
    else:
        templates, differs = (SQLITE, SQLITE_LINES), "IS NOT"
    for template, columns in zip(templates, (content, line_content), strict=True):
        schema_editor.execute(template.format(changed=_changed(columns, differs)))


def drop_triggers(apps, schema_editor):
    for name, table in (
        ("invoice_booked_is_booked", "invoicing_invoice"),
        ("invoice_line_booked_is_booked", "invoicing_invoiceline"),
    ):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {name} CASCADE")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0002_payments_once_and_imported_invoices")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
