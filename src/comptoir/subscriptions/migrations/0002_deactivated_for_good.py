"""The database itself refuses to bring a deactivated subscription back (R7)."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER subscription_deactivated_for_good
BEFORE UPDATE OF deactivated_at ON subscriptions_subscription
WHEN OLD.deactivated_at IS NOT NULL AND NEW.deactivated_at IS NULL
BEGIN SELECT RAISE(ABORT, 'subscription_deactivated_for_good'); END
"""
POSTGRESQL = """
CREATE FUNCTION subscription_deactivated_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'subscription_deactivated_for_good' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER subscription_deactivated_for_good
BEFORE UPDATE OF deactivated_at ON subscriptions_subscription FOR EACH ROW
WHEN (OLD.deactivated_at IS NOT NULL AND NEW.deactivated_at IS NULL)
EXECUTE FUNCTION subscription_deactivated_for_good();
"""


def create_trigger(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION subscription_deactivated_for_good CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER subscription_deactivated_for_good")


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0001_initial")]
    operations = [migrations.RunPython(create_trigger, drop_trigger)]
