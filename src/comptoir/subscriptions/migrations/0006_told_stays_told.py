"""The trigger of 0002 again, another for what was told to end, and the figures of what was billed before (R7)."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module

from django.db import migrations

EARLIER = import_module("comptoir.subscriptions.migrations.0002_deactivated_for_good")
SQLITE = """
CREATE TRIGGER subscription_ending_for_good
BEFORE UPDATE OF deactivates_on ON subscriptions_subscription
WHEN OLD.deactivates_on IS NOT NULL AND NEW.deactivates_on IS NOT OLD.deactivates_on
BEGIN SELECT RAISE(ABORT, 'subscription_ending_for_good'); END
"""
POSTGRESQL = """
CREATE FUNCTION subscription_ending_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'subscription_ending_for_good' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER subscription_ending_for_good
BEFORE UPDATE OF deactivates_on ON subscriptions_subscription FOR EACH ROW
WHEN (OLD.deactivates_on IS NOT NULL AND NEW.deactivates_on IS DISTINCT FROM OLD.deactivates_on)
EXECUTE FUNCTION subscription_ending_for_good();
"""
PER_YEAR = {"week": 52, "month": 12, "year": 1}


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    # Adding columns made the table anew, without its triggers.
    schema_editor.execute("DROP TRIGGER IF EXISTS subscription_deactivated_for_good")
    EARLIER.create_trigger(apps, schema_editor)
    schema_editor.execute(SQLITE)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION subscription_ending_for_good CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER subscription_ending_for_good")


def fill_in(apps, schema_editor):
    """Each period comes to what its invoice does; each subscription is new on its first day and gone on its last."""
    BilledPeriod = apps.get_model("subscriptions", "BilledPeriod")
    periods = []
    for period in BilledPeriod.objects.select_related("invoice").iterator(chunk_size=2000):
        period.currency = period.invoice.currency
        period.tax_exclusive, period.tax_inclusive = period.invoice.tax_exclusive, period.invoice.tax_inclusive
        periods.append(period)
    BilledPeriod.objects.bulk_update(periods, ["currency", "tax_exclusive", "tax_inclusive"], batch_size=500)

    Subscription = apps.get_model("subscriptions", "Subscription")
    Movement = apps.get_model("subscriptions", "Movement")
    movements = []
    for each in Subscription.objects.iterator(chunk_size=2000):
        amount = each.tax_exclusive * PER_YEAR[each.unit] / (12 * each.period)
        amount = amount.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
        facts = {"account_id": each.account_id, "subscription": each, "currency": each.currency}
        if not amount:
            continue
        movements.append(Movement(**facts, on=each.starts_on, kind="new", amount=amount, created_at=each.created_at))
        if each.deactivated_at:
            on = max(each.starts_on, each.deactivated_at.date())
            movements.append(Movement(**facts, on=on, kind="churn", amount=-amount, created_at=each.deactivated_at))
        elif each.next_period_on is None:
            on = max(each.starts_on, (each.ends_on or each.updated_at.date()) + dt.timedelta(days=1))
            facts["reason"] = "ended"
            movements.append(Movement(**facts, on=on, kind="churn", amount=-amount, created_at=each.updated_at))
    Movement.objects.bulk_create(movements, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0005_pauses_ends_and_movements")]
    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
