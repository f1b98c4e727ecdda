"""Who may be the same customer, before it is there twice."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.customers import records
from comptoir.customers.duplicates import LOOKED_AT, SHOWN, alike, bare_words, facts_of
from comptoir.customers.models import Customer
from tests.factories import NOW, a_company, a_contact, an_account

pytestmark = pytest.mark.django_db


def added(account: Any, kind: str = "company", **facts: Any) -> Customer:
    """A customer as people add it."""
    return records.add(account=account, kind=kind, by=None, at=NOW, home="BE", **facts)


def found(account: Any, kind: str = "company", **facts: Any) -> list[tuple[str, tuple[str, ...]]]:
    """The names of those who may be the same, and by which signs."""
    return [(each.customer.name, each.signs) for each in alike(account, facts, kind=kind)]  # type: ignore[arg-type]


def in_city(city: str) -> list[dict[str, str]]:
    return [{"type": "primary", "city": city, "country": "BE"}]


def test_the_same_vat_number_or_iban_whichever_kind_it_is() -> None:
    account = an_account()
    facts = {"vat_number": "BE 0417.497.106", "iban": "BE68539007547034"}
    added(account, name="Midi", **facts)
    added(account, "contact", last_name="Martin", vat_number="BE 0417.497.106")
    assert found(account, **facts) == [("Midi", ("vat_number", "iban")), ("Martin", ("vat_number",))]


def test_the_same_email_whatever_its_capitals_or_telephone_of_the_same_kind() -> None:
    account = an_account()
    email, number = [{"type": "invoicing", "email": "Desk@midi.example"}], [{"type": "phone", "number": "02 555 12 12"}]
    added(account, name="Midi", emails=email)
    added(account, name="Nord", telephones=number)
    added(account, "contact", last_name="Martin", emails=email, telephones=number)
    same = {
        "emails": [{"type": "primary", "email": "desk@midi.example"}],
        "telephones": [{"type": "mobile", "number": "+32 2 555 12 12"}],
    }
    assert found(account, **same) == [("Midi", ("email",)), ("Nord", ("telephone",))]
    assert found(account, "contact", **same) == [("Martin", ("email", "telephone"))]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Brasserie du Midi", "Brasserie du Midi SRL"),
        ("S.A. Brasserie du Midi", "BRASSERIE DU MIDI SPRL"),
        ("Müller & Söhne GmbH", "Muller Sohne"),
        ("Brasserie du Midy", "Brasserie du Midi SRL"),
        ("Brassserie du Midi", "Brasserie du Midi SRL"),
        ("Colruit", "Colruyt SA"),
    ],
)
def test_nearly_the_same_name_in_the_same_city(typed: str, kept: str) -> None:
    account = an_account()
    added(account, name=kept, addresses=in_city("Liège"))
    assert found(account, name=typed, addresses=in_city("Liege")) == [(kept, ("name",))]


@pytest.mark.parametrize(
    ("typed", "kept", "city"),
    [
        ("Brasserie du Midi", "Brasserie du Midi", "Namur"),
        ("Brasserie du Midy", "Brasserie du Midi", ""),
        ("Brasserie du Nord", "Brasserie du Midi", "Liège"),
        ("Garage Peeters", "Garage Pieters en Zonen", "Liège"),
    ],
)
def test_another_city_a_slip_without_a_city_or_another_name_is_somebody_else(typed: str, kept: str, city: str) -> None:
    account = an_account()
    added(account, name=kept, addresses=in_city("Liège"))
    assert found(account, name=typed, addresses=in_city(city) if city else []) == []


def test_the_very_same_name_where_one_of_the_two_has_no_city() -> None:
    account = an_account()
    added(account, name="Brasserie du Midi", addresses=in_city("Liège"))
    assert found(account, name="Brasserie du Midi SRL") == [("Brasserie du Midi", ("name",))]


def test_names_of_people_in_either_order() -> None:
    account = an_account()
    added(account, "contact", first_name="Luc", last_name="Martin", addresses=in_city("Liège"))
    typed = {"first_name": "Martin", "last_name": "Luc", "addresses": in_city("Liège")}
    assert found(account, "contact", **typed) == [("Luc Martin", ("name",))]


def test_deactivated_ones_are_found_and_those_of_other_accounts_never() -> None:
    account = an_account()
    a_company(account, vat_number="BE 0417.497.106", deactivated_at=NOW)
    a_company(an_account(name="Another"), "Theirs", vat_number="BE 0417.497.106")
    [only] = alike(account, {"vat_number": "BE 0417.497.106"}, kind="company")
    assert (only.customer.name, only.customer.is_deactivated, only.city) == ("Brasserie du Midi SRL", True, "Brussels")


def test_a_known_customer_is_not_its_own_double() -> None:
    account = an_account()
    midi, double = (added(account, name="Midi", vat_number="BE 0417.497.106") for __ in range(2))
    assert [each.customer for each in alike(account, facts_of(midi), kind="company", besides=midi.pk)] == [double]


def test_nothing_said_finds_nobody_without_asking() -> None:
    account = an_account()
    a_contact(account)
    with CaptureQueriesContext(connection) as statements:
        assert found(account, "contact", name="", emails=[]) == []
    assert len(statements) == 0


def test_at_most_a_few_are_shown_in_three_queries() -> None:
    account = an_account()
    for __ in range(SHOWN + 2):
        added(account, name="Midi", vat_number="BE 0417.497.106")
    with CaptureQueriesContext(connection) as statements:
        assert len(found(account, name="Midi", vat_number="BE 0417.497.106")) == SHOWN
    assert len(statements) == 3
    assert SHOWN < LOOKED_AT


def test_legal_forms_do_not_count_unless_there_is_nothing_else() -> None:
    assert bare_words("Brasserie du Midi S.R.L.") == ["brasserie", "du", "midi"]
    assert bare_words("AG") == ["ag"]
