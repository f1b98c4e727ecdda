"""Numbers of enterprises in every spelling are the VAT numbers that customers bear."""

import pytest

from comptoir.customers.enterprise_numbers import readings

MIDI = "BE 0417.497.106"


@pytest.mark.parametrize(
    "text",
    [
        "BE 0417.497.106",
        "0417497106",
        "BE0417497106",
        "417.497.106",
        "be 417497106",
        "  0417 497 106 ",
        "0417-497-106",
        "TVA BE 0417.497.106",
        "BTW: BE0417.497.106",
        "KBO 0417497106",
        "N° 0417.497.106",
    ],
)
def test_a_belgian_number_in_every_spelling(text: str) -> None:
    assert readings(text)[0] == MIDI


@pytest.mark.parametrize(
    "text", ["732 829 320", "732829320", "FR 732829320", "73282932000074", "FR44732829320", "SIREN 732 829 320"]
)
def test_a_french_enterprise_by_its_siren_its_siret_or_its_vat_number(text: str) -> None:
    assert "FR 44732829320" in readings(text, home="FR")


@pytest.mark.parametrize("text", ["NL004495445B01", "nl 0044.95.445.B.01", "004495445B01", "NL004495445", "004495445"])
def test_a_number_of_the_netherlands_with_and_without_its_ending(text: str) -> None:
    assert readings(text, home="NL")[0] == "NL 004495445B01"


@pytest.mark.parametrize("text", ["DE 136,695 976", "136695976", "USt-IdNr. DE136695976"])
def test_a_german_number(text: str) -> None:
    assert "DE 136695976" in readings(text, home="DE")


def test_the_country_that_is_named_is_the_only_one() -> None:
    assert readings("FR 0417497106") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BE",
        "0417.497.107",
        "2026-11-24",
        "1000",
        "Brasserie du Midi",
        "+32 475 12 34 56",
        "info@midi.example",
        "9" * 40,
        "\0",
        "²³¹⁴⁵⁶⁷⁸",
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert readings(text) == []
