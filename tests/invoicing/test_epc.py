"""The code that a bank's app reads: what it says to the letter (EPC069-12, version 002)."""

from decimal import Decimal
from typing import Any

import pytest
import segno

from comptoir.invoicing import epc


def said(**facts: Any) -> str | None:
    usual = {
        "name": "Atelier Nord",
        "iban": "BE68 5390 0754 7034",
        "bic": "BBRUBEBB",
        "amount": Decimal("1210"),
        "currency": "EUR",
        "reference": "RF18539007547034",
    }
    return epc.epc_text(**usual | facts)


def test_a_creditor_reference_has_a_field_of_its_own() -> None:
    assert said() == "BCD\n002\n1\nSCT\nBBRUBEBB\nAtelier Nord\nBE68539007547034\nEUR1210.00\n\nRF18539007547034"


def test_a_belgian_reference_is_text() -> None:
    assert said(reference="+++090/9337/55493+++") == (
        "BCD\n002\n1\nSCT\nBBRUBEBB\nAtelier Nord\nBE68539007547034\nEUR1210.00\n\n\n+++090/9337/55493+++"
    )


def test_what_is_not_known_is_left_empty() -> None:
    assert said(bic="", reference="") == "BCD\n002\n1\nSCT\n\nAtelier Nord\nBE68539007547034\nEUR1210.00"


@pytest.mark.parametrize(
    "facts",
    [
        {"currency": "USD"},
        {"iban": ""},
        {"name": " "},
        {"amount": Decimal(0)},
        {"amount": Decimal("-1")},
        {"amount": Decimal("1000000000")},
    ],
    ids=str,
)
def test_there_is_none_for_what_it_cannot_say(facts: dict[str, Any]) -> None:
    assert said(**facts) is None


@pytest.mark.parametrize("amount", ["0.01", "999999999.99"])
def test_the_smallest_and_the_largest_amount_can_be_said(amount: str) -> None:
    text = said(amount=Decimal(amount))
    assert text is not None
    assert f"EUR{amount}" in text.splitlines()


def test_a_long_name_is_cut_and_no_name_adds_lines() -> None:
    lines = (said(name="Atelier\nNord " + "x" * 100) or "").split("\n")
    assert lines[5] == ("Atelier Nord " + "x" * 100)[:70]
    assert len(lines) == 10


@pytest.mark.parametrize("letter", ["é", "中", "𝒜"])
def test_it_never_grows_beyond_what_the_standard_allows(letter: str) -> None:
    text = said(name=letter * 200, reference="x" * 40, iban="M" * 34, bic="BBRUBEBBXXX", amount=Decimal("999999999.99"))
    assert text is not None
    assert len(text.encode()) <= 331
    code = segno.make_qr(text, error="m", boost_error=False, mode="byte", encoding="utf-8")
    assert (code.error, int(code.version) <= 13) == ("M", True)
