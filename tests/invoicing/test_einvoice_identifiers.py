"""Numbers by which businesses are known: what is derived, and what is not taken for one."""

import pytest

from comptoir.invoicing.einvoice.identifiers import SCHEMES, Identifier, network_address, register_number
from tests.einvoice_rules import SCHEMATRONS


@pytest.mark.parametrize(
    ("text", "vat_number", "expected"),
    [
        ("0208:0417497106", "", Identifier("0208", "0417497106")),
        (" 9930 : DE123456788 ", "BE 0417.497.106", Identifier("9930", "DE123456788")),
        ("", "BE 0417.497.106", Identifier("0208", "0417497106")),
        ("", "BE 417.497.106", Identifier("0208", "0417497106")),
        ("", "NL 004495445B01", Identifier("9944", "NL004495445B01")),
        ("", "FR 40303265045", Identifier("9957", "FR40303265045")),
        ("", "DE 123456788", Identifier("9930", "DE123456788")),
        ("", "LU 15027442", Identifier("9938", "LU15027442")),
        ("0088:5412345000013", "", Identifier("0088", "5412345000013")),
        ("0088:5412345000014", "", None),
        ("0208:0417497107", "BE 0417.497.106", None),
        ("0208:", "", None),
        ("0208", "", None),
        ("bills@midi.example", "", None),
        ("9999:1", "", None),
        ("9930:DE 123", "", None),
        ("", "CHE-123.456.789", Identifier("9927", "CHE123456789")),
        ("", "US 123", None),
        ("", "", None),
    ],
)
def test_addresses_on_the_network(text: str, vat_number: str, expected: Identifier | None) -> None:
    assert network_address(text, vat_number=vat_number) == expected


@pytest.mark.parametrize(
    ("national", "country", "vat_number", "expected"),
    [
        ("", "BE", "BE 0417.497.106", Identifier("0208", "0417497106")),
        ("0417.497.106", "BE", "", Identifier("0208", "0417497106")),
        ("85.07.30-033 28", "BE", "", None),  # a person's national number
        ("123", "BE", "", None),
        ("12345678", "NL", "", Identifier("0106", "12345678")),
        ("", "NL", "NL 004495445B01", None),
        ("404 833 048", "FR", "", Identifier("0002", "404833048")),
        ("404 833 048 00022", "FR", "", Identifier("0009", "40483304800022")),
        ("", "FR", "FR 83404833048", Identifier("0002", "404833048")),
        ("", "FR", "IT 01234567890", None),
        ("HRB 4711", "DE", "DE 123456788", Identifier("", "HRB 4711")),
        ("", "DE", "DE 123456788", None),
    ],
)
def test_numbers_in_registers(national: str, country: str, vat_number: str, expected: Identifier | None) -> None:
    assert register_number(national, country=country, vat_number=vat_number) == expected


def test_a_dutch_number_may_stand_in_the_address() -> None:
    address = Identifier("0106", "12345678")
    assert register_number("", country="NL", address=address) == address
    assert register_number("", country="NL", address=Identifier("9944", "NL004495445B01")) is None


def test_the_known_schemes_are_those_that_both_rule_books_know() -> None:
    peppol, en16931 = (SCHEMATRONS[name].read_text() for name in ("peppol", "en16931"))
    theirs = peppol.partition('name="eaid"')[2].partition("tokenize('")[2].partition("'")[0].split()
    ours_too = en16931.partition('id="BR-CL-25"')[2].partition("contains(' ")[2].partition(" ', concat")[0].split()
    assert set(theirs) & set(ours_too) == SCHEMES
