"""A search finds a customer in every spelling that people use."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.customers import records
from comptoir.customers.models import Customer, Kind
from comptoir.customers.search import matching
from tests.factories import NOW, a_company, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def midi() -> Customer:
    account = an_account()
    a_company(account, "Garage Delvaux SA", email="garage@delvaux.example")
    return records.add(
        account=account,
        kind=Kind.COMPANY,
        by=None,
        at=NOW,
        name="Brasserie Müller & Söhne S.A.",
        vat_number="BE 0417.497.106",
        emails=[{"type": "primary", "email": "Info@Midi-24.example"}],
        telephones=[{"type": "phone", "number": "+32 2 555 12 12"}, {"type": "fax", "number": "+32 2 555 12 99"}],
        addresses=[
            {"type": "primary", "city": "Liège", "country": "BE"},
            {"type": "delivery", "city": "Köln", "country": "DE"},
        ],
    )


def names_found(customer: Customer, query: str) -> list[str]:
    return [found.name for found in matching(Customer.objects.of(customer.account), query)]


@pytest.mark.parametrize(
    "query",
    [
        "brasserie",
        "BRASSERIE müller",
        "muller brass",
        "MÜLLER   söhne",
        "sohne",
        "S.A. muller",
        "sohnesa",
        "info@midi",
        "INFO@midi-24.example",
        "midi-24",
        "BE 0417.497.106",
        "be0417497106",
        "BE0417.497.106",
        "BE 0417 497 106",
        "0417.497.106",
        "0417497106",
        "417 497 106",
        "+32 2 555 12 12",
        "0032 2 555 12 12",
        "02 555 12 12",
        "02/555.12.12",
        "+32 (0)2 555 12 12",
        "(02) 555 12 12",
        "025551299",
        "555 12",
        "brasserie 02 555 12 12",
        "liege",
        "Liège brasserie",
        "koln",
    ],
)
def test_it_is_found(midi: Customer, query: str) -> None:
    assert names_found(midi, query) == ["Brasserie Müller & Söhne S.A."]


@pytest.mark.parametrize("query", ["brasserie delvaux", "0417.497.107", "02 555 12 13", "%", "_", "\\", "info@delvaux"])
def test_it_is_not_found(midi: Customer, query: str) -> None:
    assert names_found(midi, query) == []


def test_one_or_two_letters_are_the_beginning_of_a_word(midi: Customer) -> None:
    assert names_found(midi, "so") == names_found(midi, "b") == ["Brasserie Müller & Söhne S.A."]
    assert names_found(midi, "ra") == []


def test_nothing_asked_finds_everybody(midi: Customer) -> None:
    assert len(names_found(midi, "  ")) == 2


def test_a_zero_byte_and_a_very_long_query_do_no_harm(midi: Customer) -> None:
    assert names_found(midi, "brass\0erie") == ["Brasserie Müller & Söhne S.A."]
    assert names_found(midi, "zq " * 5000) == []


def test_numbers_in_a_name_may_stand_apart() -> None:
    account = an_account()
    bar = records.add(account=account, kind=Kind.COMPANY, by=None, at=NOW, name="Bar 12 to 24")
    assert names_found(bar, "12 24") == ["Bar 12 to 24"]


def test_another_account_is_never_searched(midi: Customer) -> None:
    elsewhere = a_company(an_account(name="Elsewhere"), "Brasserie Nord")
    assert names_found(elsewhere, "brasserie") == ["Brasserie Nord"]


def test_it_is_one_statement(midi: Customer) -> None:
    with CaptureQueriesContext(connection) as queries:
        names_found(midi, "brasserie müller 02 555 12 12 liège be0417497106")
    assert len(queries) == 1
