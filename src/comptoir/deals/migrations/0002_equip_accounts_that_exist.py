"""Accounts that were opened before there were deals get what a new one gets: a pipeline, and words to choose from.

The words stand here as they were when deals came: what a new account gets may be worded otherwise one day.
"""

from decimal import Decimal

from django.db import migrations
from django.utils import timezone

PIPELINE = {"en": "Sales", "fr": "Ventes", "nl": "Verkoop", "de": "Vertrieb"}
PHASES = {
    "en": ["New", "Contacted", "Meeting held", "Quotation sent", "Negotiation"],
    "fr": ["Nouvelle", "Contact pris", "Rendez-vous tenu", "Devis envoyé", "Négociation"],
    "nl": ["Nieuw", "Gecontacteerd", "Afspraak gehad", "Offerte verstuurd", "Onderhandeling"],
    "de": ["Neu", "Kontaktiert", "Gespräch geführt", "Angebot versandt", "Verhandlung"],
}
PROBABILITIES = [Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal("0.9")]
SOURCES = {
    "en": ["Website", "Recommendation", "Existing customer", "Trade fair", "Cold call"],
    "fr": ["Site web", "Recommandation", "Client existant", "Salon professionnel", "Prospection téléphonique"],
    "nl": ["Website", "Aanbeveling", "Bestaande klant", "Beurs", "Telefonische prospectie"],
    "de": ["Website", "Empfehlung", "Bestandskunde", "Messe", "Kaltakquise"],
}
REASONS = {
    "en": ["Too expensive", "Chose a competitor", "Bad timing", "No answer any more", "Not needed"],
    "fr": ["Trop cher", "A choisi un concurrent", "Mauvais moment", "Plus de réponse", "Pas de besoin"],
    "nl": ["Te duur", "Koos een concurrent", "Slecht moment", "Geen antwoord meer", "Niet nodig"],
    "de": ["Zu teuer", "Mitbewerber gewählt", "Ungünstiger Zeitpunkt", "Keine Antwort mehr", "Kein Bedarf"],
}


def equip(apps, schema_editor):
    Pipeline, Phase, Source, LostReason = (
        apps.get_model("deals", name) for name in ("Pipeline", "Phase", "Source", "LostReason")
    )
    equipped = Pipeline.objects.values("account")
    for account in apps.get_model("accounts", "Account").objects.exclude(pk__in=equipped):
        language = account.language if account.language in PIPELINE else "en"
        pipeline = Pipeline.objects.create(
            account=account, name=PIPELINE[language], is_default=True, created_at=timezone.now()
        )
        Phase.objects.bulk_create(
            Phase(account=account, pipeline=pipeline, name=name, position=position, probability=probability)
            for position, (name, probability) in enumerate(zip(PHASES[language], PROBABILITIES), start=1)
        )
        Source.objects.bulk_create(Source(account=account, name=name) for name in SOURCES[language])
        LostReason.objects.bulk_create(LostReason(account=account, name=name) for name in REASONS[language])


class Migration(migrations.Migration):
    dependencies = [("deals", "0001_initial")]
    operations = [migrations.RunPython(equip, migrations.RunPython.noop)]
