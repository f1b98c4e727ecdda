"""The outcomes of calls that an account begins with, and accounts that were opened before there were calls."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from comptoir.accounts.models import Account
from comptoir.followups.models import CallOutcome
from tests.factories import NOW, an_account

pytestmark = pytest.mark.django_db
MIGRATION = "0004_equip_accounts_that_exist"


def an_old_account(language: str = "en") -> Account:
    return Account.objects.create(name="Atelier Oud", language=language, created_at=NOW)


def migrate() -> None:
    loader: Any = MigrationLoader(connection)
    migration = import_module(f"comptoir.followups.migrations.{MIGRATION}")
    migration.equip(loader.project_state(("followups", MIGRATION)).apps, None)


def outcomes_of(account: Account) -> set[str]:
    return set(CallOutcome.objects.filter(account=account).values_list("name", flat=True))


def test_an_account_that_was_there_before_gets_what_a_new_one_gets() -> None:
    new, old = an_account(), an_old_account()
    migrate()
    assert outcomes_of(old) == outcomes_of(new)
    assert len(outcomes_of(old)) == 5


@pytest.mark.parametrize(("language", "word"), [("fr", "À rappeler"), ("nl", "Bereikt"), ("de", "Erreicht")])
def test_in_its_language(language: str, word: str) -> None:
    account = an_old_account(language)
    migrate()
    assert word in outcomes_of(account)


def test_what_an_account_has_already_stays_as_it_is() -> None:
    account = an_account()
    CallOutcome.objects.filter(account=account).exclude(name="Reached").delete()
    migrate()
    assert outcomes_of(account) == {"Reached"}
