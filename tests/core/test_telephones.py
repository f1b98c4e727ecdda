"""A telephone number in the writing of its own country, of whichever country."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from comptoir.core.addresses import national, telephone


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+32 2 555 12 12", "02 555 12 12"),
        ("+39 06 1234 5678", "06 1234 5678"),
        ("+32 2 555 12 12 ext. 7", "02 555 12 12 ext. 7"),
        ("ask for Jo", ""),
        ("", ""),
    ],
)
def test_it_is_as_one_dials_it_there(number: str, said: str) -> None:
    assert national(number) == said


def test_it_is_what_reading_the_number_again_would_say() -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        if example := phonenumbers.example_number(region):
            number = telephone(phonenumbers.format_number(example, PhoneNumberFormat.E164))
            again = phonenumbers.format_number(phonenumbers.parse(number, None), PhoneNumberFormat.NATIONAL)
            assert national(number) == again
