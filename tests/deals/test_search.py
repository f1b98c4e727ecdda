"""Finding deals."""

import pytest

from comptoir.accounts.models import Account
from comptoir.deals.models import Deal
from comptoir.deals.search import matching
from tests.factories import a_company, a_deal, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    account = an_account()
    midi = a_company(account)
    a_deal(midi, "Terrasse chauffée", reference="2026/12", search_text="terrasse chauffee 2026/12")
    a_deal(midi, "Parasols", reference="2026/13", search_text="parasols 2026/13")
    a_deal(a_company(account, "Hôtel Nord", email=""), "Bar", reference="2025/112", search_text="bar 2025/112")
    return account


def titles(account: Account, query: str) -> list[str]:
    return sorted(matching(Deal.objects.of(account), query).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Bar", "Parasols", "Terrasse chauffée"]),
        ("CHAUFFEE terrasse", ["Terrasse chauffée"]),
        ("2026/12", ["Terrasse chauffée"]),
        ("brasserie midi", ["Parasols", "Terrasse chauffée"]),
        ("hotel", ["Bar"]),
        ("terrasse nord", []),
        ("ba", ["Bar"]),
        ("ar", []),
        ("\0%_", []),
    ],
)
def test_every_word_is_in_its_title_and_reference_or_finds_its_customer(
    account: Account, query: str, found: list[str]
) -> None:
    assert titles(account, query) == found


def test_digits_do_not_find_customers_by_their_telephone_number(account: Account) -> None:
    a_deal(a_company(account, telephones=[{"type": "phone", "number": "+3225551212"}]), "Webshop")
    assert titles(account, "12") == []
    assert titles(account, "112") == ["Bar"]
