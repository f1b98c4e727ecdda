"""Every number in the demo passes the checks that people's own numbers pass."""

from random import Random

import phonenumbers
import pytest
from schwifty import IBAN
from stdnum.eu import vat

from comptoir.demo import numbers
from comptoir.demo.companies import COMPANIES


@pytest.mark.parametrize("country", ["BE", "FR", "NL", "DE"])
def test_numbers_are_right_in_each_country(country: str) -> None:
    rng = Random(country)
    for __ in range(40):
        assert vat.is_valid(numbers.vat_number(country, rng))
        iban, bic = numbers.account_number(country, rng)
        assert IBAN(iban).validate(validate_bban=True)
        assert IBAN(iban).country_code == country
        assert str(IBAN(iban).bic or "") == bic
        assert phonenumbers.is_valid_number(phonenumbers.parse(numbers.mobile(country, rng), country))


def test_belgian_numbers_are_of_a_range_that_was_never_given_out() -> None:
    assert all(numbers.vat_number("BE", Random(seed)).startswith("BE01") for seed in range(40))


def test_every_town_has_a_landline() -> None:
    for company in COMPANIES:
        dialled = numbers.landline(company.country, company.area, Random(company.name))
        assert phonenumbers.is_valid_number(phonenumbers.parse(dialled, company.country))
