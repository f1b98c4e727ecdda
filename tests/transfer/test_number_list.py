"""A list of enterprise numbers held against the customers: read in every form, matched on the VAT number."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.transfer.number_list import compare, numbers_in, numbers_typed
from comptoir.transfer.reading import Unreadable
from tests.factories import NOW, a_company, an_account
from tests.transfer.sheets import a_workbook

MIDI, NORD, PARIS = "BE 0417.497.106", "BE 0403.170.701", "FR 44732829320"


@pytest.fixture
def account(db: None) -> Account:
    return an_account()


def test_one_on_each_line(account: Account) -> None:
    midi = a_company(account, vat_number=MIDI)

    found = compare(account, numbers_typed("BE 0417.497.106\n\n0403170701\nnot a number\n"))

    assert [(match.customer, match.written) for match in found.active] == [(midi, "BE 0417.497.106")]
    assert (found.unknown, found.unread) == (["0403170701"], ["not a number"])


def test_several_on_one_line() -> None:
    assert list(numbers_typed("0417.497.106, 0403.170.701").read) == ["0417.497.106", "0403.170.701"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_file_with_other_columns(encoding: str, sign: str) -> None:
    rows = [
        ["Dénomination", "Date", "Ondernemingsnummer", "Tribunal", "Téléphone"],
        ["Brasserie du Midi", "24/11/2026", "0417.497.106", "Liège", "042221100"],
        ["Café “Nord”", "23/11/2026", "BE0403170701", "Gent", "0475123456"],
        ["Ateliers Réunis", "23/11/2026", "", "Gent", ""],
        ["Wrong Ltd", "23/11/2026", "0403.170.702", "Gent", "0475123457"],
    ]
    content = "\r\n".join(sign.join(row) for row in rows).encode(encoding)

    found = numbers_in(io.BytesIO(content))

    assert list(found.read) == ["0417.497.106", "BE0403170701"]
    assert found.unread == ["0403.170.702"]


def test_a_workbook_loses_the_nought_in_front() -> None:
    found = numbers_in(a_workbook(["Nummer", "Naam"], [417497106, "Midi"]))

    assert found.read == {"417497106": ["BE 0417.497.106", "NL 417497106B01"]}


def test_customers_of_every_country_deactivated_ones_apart_each_once(account: Account) -> None:
    midi, twin = a_company(account, "Midi", vat_number=MIDI), a_company(account, "Midi bis", vat_number=MIDI)
    paris = a_company(account, "Café de Paris", vat_number=PARIS)
    gone = a_company(account, "Nord", vat_number=NORD, deactivated_at=NOW)
    a_company(an_account(name="Other"), vat_number=MIDI)

    found = compare(account, numbers_typed("0417497106\nBE 0417.497.106\n732 829 320\n0403.170.701"))

    assert [match.customer for match in found.active] == [paris, midi, twin]
    assert [match.customer for match in found.deactivated] == [gone]
    assert (found.unknown, found.unread) == ([], [])


@pytest.mark.parametrize("typed", ["", "nothing here\nat all", "naam;stad\nMidi;Gent", '"open quote'])
def test_without_any_number_it_says_so(typed: str) -> None:
    with pytest.raises(Unreadable):
        numbers_typed(typed)


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(Unreadable):
        numbers_typed("0417497106\n" * 20_001)


def test_as_many_queries_for_many_numbers_as_for_one(account: Account) -> None:
    for name in ("Midi", "Nord", "Sud"):
        a_company(account, name, vat_number=MIDI)
    one, many = numbers_typed("0417497106"), numbers_typed("0417497106\n0403170701\n732 829 320\nDE 136695976")
    counts = []
    for numbers in (one, many):
        with CaptureQueriesContext(connection) as queries:
            compare(account, numbers)
        counts.append(len(queries))
    assert counts == [1, 1]
