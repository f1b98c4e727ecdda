"""What people type is written one way, or refused with a sentence that helps."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from comptoir.customers import validation


def refusal(check: Callable[[], str]) -> str:
    with pytest.raises(ValidationError) as caught:
        check()
    return caught.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("BE 0417.497.106", "BE 0417.497.106"),
        ("be0417497106", "BE 0417.497.106"),
        ("0417 497 106", "BE 0417.497.106"),
        ("417.497.106", "BE 0417.497.106"),
        ("FR40 303 265 045", "FR 40303265045"),
        ("NL0044.95.445.B01", "NL 004495445B01"),
        ("de 136 695 976", "DE 136695976"),
        ("EL 094259216", "EL 094259216"),
        ("XI980780684", "XI 980780684"),
        ("gb 980  7806 84", "GB 980 7806 84"),
        ("CHE-107.787.577 IVA", "CHE-107.787.577 IVA"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_vat_number_is_written_one_way(typed: str, written: str) -> None:
    assert validation.vat_number(typed, country="BE") == written


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("BE 0417.497.107", "BE 0417.497.107 fails its check digits. Did you mean …106?"),
        ("be0417497107", "BE 0417.497.107 fails its check digits. Did you mean …106?"),
        ("DE136695977", "DE 136695977 fails its check digits. Did you mean …976?"),
        ("FR41303265045", "FR 41303265045 fails its check digits. Did you mean FR 40303265045?"),
        ("NL004495446B01", "NL 004495446B01 fails its check digits. Did you mean NL 004495445B01?"),
        ("FR40303265044", "FR 40303265044 fails its check digits. Compare it digit by digit."),
        ("BE 0417", "BE 0417 is not written like a VAT number of its country. Compare it with an invoice of theirs."),
    ],
)
def test_a_wrong_vat_number_is_refused_and_repaired_where_that_can_be_computed(typed: str, sentence: str) -> None:
    assert refusal(lambda: validation.vat_number(typed)) == sentence


def test_a_vat_number_without_a_country_needs_one() -> None:
    sentence = "0417497106 does not say its country. Begin with two letters, as in BE 0417.497.106."
    assert refusal(lambda: validation.vat_number("0417497106")) == sentence


def test_a_number_that_is_written_right_stays_as_it_is() -> None:
    for number in ("BE 0417.497.106", "FR 40303265045", "NL 004495445B01", "CHE-107.787.577 IVA"):
        assert validation.vat_number(number) == number


def test_an_iban_is_checked_and_loses_its_spaces() -> None:
    assert validation.iban("be68 5390 0754 7034") == "BE68539007547034"
    assert validation.iban(" ") == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("BE68 5390 0754 7035", "BE68 5390 0754 7035 fails its check digits. Compare it digit by digit."),
        ("BE68 5390 0754", "BE68 5390 0754 is too short or too long. Type it in full."),
        ("hello", "HELL O is not an account number. It begins as in BE68 5390 0754 7034."),
    ],
)
def test_a_wrong_iban_is_refused(typed: str, sentence: str) -> None:
    assert refusal(lambda: validation.iban(typed)) == sentence


def test_a_bic_is_checked() -> None:
    assert validation.bic("gkccbebb") == "GKCCBEBB"
    assert refusal(lambda: validation.bic("GKCC")).startswith("GKCC is not the code of a bank.")


def test_an_email_is_checked() -> None:
    assert validation.email(" Luc@Midi.Example ") == "Luc@midi.example"
    assert refusal(lambda: validation.email("luc@")) == "luc@ is not an address. It looks like name@business.com."


@pytest.mark.parametrize(
    "typed", ["02 555 12 12", "02/555.12.12", "+32 2 555 12 12", "0032 2 555 12 12", "+3225551212"]
)
def test_a_telephone_number_becomes_international(typed: str) -> None:
    assert validation.telephone(typed, country="BE") == "+32 2 555 12 12"


@pytest.mark.parametrize("typed", ["call me", "12", "02 555 12 12"])
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    assert refusal(lambda: validation.telephone(typed)).startswith(f"{typed} is not a telephone number.")


def test_a_country_is_one_of_the_list() -> None:
    assert validation.country("be") == "BE"
    assert refusal(lambda: validation.country("XX")) == "XX is not a country. Choose one from the list."


def test_a_website_gets_its_protocol() -> None:
    assert validation.website("www.midi.example") == "https://www.midi.example"
    assert refusal(lambda: validation.website("javascript:alert(1)")).endswith("It looks like www.business.com.")
