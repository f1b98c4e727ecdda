"""What an account can sell with from its first day, and accounts that were opened before there were deals."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.deals.defaults import equip
from comptoir.deals.models import LostReason, Phase, Pipeline, Source
from tests.factories import NOW, an_account

pytestmark = pytest.mark.django_db
MIGRATION = "0002_equip_accounts_that_exist"


def an_old_account(language: str = "en") -> Account:
    return Account.objects.create(name="Atelier Oud", language=language, created_at=NOW)


def migrate() -> None:
    loader: Any = MigrationLoader(connection)
    migration = import_module(f"comptoir.deals.migrations.{MIGRATION}")
    migration.equip(loader.project_state(("deals", MIGRATION)).apps, None)


def words_of(account: Account) -> dict[str, object]:
    phases = Phase.objects.filter(account=account).order_by("position")
    return {
        "pipelines": list(Pipeline.objects.filter(account=account).values_list("name", "is_default")),
        "phases": list(phases.values_list("position", "name", "probability", "attention_after", "attention_unit")),
        "sources": set(Source.objects.filter(account=account).values_list("name", flat=True)),
        "reasons": set(LostReason.objects.filter(account=account).values_list("name", flat=True)),
    }


def test_a_new_account_has_one_pipeline_of_five_phases_and_words_to_choose_from() -> None:
    account = an_old_account()
    equip(account, at=NOW)
    words = words_of(account)
    assert words["pipelines"] == [("Sales", True)]
    assert [phase[1] for phase in Phase.objects.filter(account=account).values_list("position", "name")] == [
        "New",
        "Contacted",
        "Meeting held",
        "Quotation sent",
        "Negotiation",
    ]
    assert words["sources"] == {"Website", "Recommendation", "Existing customer", "Trade fair", "Cold call"}
    assert words["reasons"] == {
        "Too expensive",
        "Chose a competitor",
        "Bad timing",
        "No answer any more",
        "Not needed",
    }
    assert not Activity.objects.exists()


def test_an_account_that_was_there_before_gets_the_same() -> None:
    new, old = an_account(), an_old_account()
    migrate()
    assert words_of(old) == words_of(new)


@pytest.mark.parametrize(
    ("language", "pipeline", "first"),
    [("fr", "Ventes", "Nouvelle"), ("nl", "Verkoop", "Nieuw"), ("de", "Vertrieb", "Neu")],
)
def test_in_its_language(language: str, pipeline: str, first: str) -> None:
    account = an_old_account(language)
    migrate()
    assert Pipeline.objects.get(account=account).name == pipeline
    assert Phase.objects.get(account=account, position=1).name == first


def test_what_an_account_has_already_stays_as_it_is() -> None:
    account = an_account()
    Pipeline.objects.filter(account=account).update(name="Ours")
    Source.objects.filter(account=account).delete()
    before = words_of(account)
    migrate()
    assert words_of(account) == before
