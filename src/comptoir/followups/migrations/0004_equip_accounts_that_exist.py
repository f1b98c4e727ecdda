"""Accounts that were opened before there were calls get the outcomes that a new one gets.

The words stand here as they were when calls came: what a new account gets may be worded otherwise one day.
"""

from django.db import migrations

OUTCOMES = {
    "en": ["Reached", "No answer", "Left a message", "Call back later", "Wrong number"],
    "fr": ["Joint", "Pas de réponse", "Message laissé", "À rappeler", "Mauvais numéro"],
    "nl": ["Bereikt", "Geen antwoord", "Bericht achtergelaten", "Later terugbellen", "Verkeerd nummer"],
    "de": ["Erreicht", "Keine Antwort", "Nachricht hinterlassen", "Später zurückrufen", "Falsche Nummer"],
}


def equip(apps, schema_editor):
    CallOutcome = apps.get_model("followups", "CallOutcome")
    equipped = CallOutcome.objects.values("account")
    for account in apps.get_model("accounts", "Account").objects.exclude(pk__in=equipped):
        names = OUTCOMES.get(account.language, OUTCOMES["en"])
        CallOutcome.objects.bulk_create(CallOutcome(account=account, name=name) for name in names)


class Migration(migrations.Migration):
    dependencies = [("followups", "0003_calls_meetings_and_a_calendar")]
    operations = [migrations.RunPython(equip, migrations.RunPython.noop)]
