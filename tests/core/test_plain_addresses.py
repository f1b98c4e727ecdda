"""An e-mail address that is taken as it is, because it is so plain, is one that the rules of addresses leave as it is."""

import random

import pytest
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

from comptoir.core import addresses

PARTS = [
    "a",
    "info",
    "jan.peeters",
    "x-1",
    "-",
    "_",
    ".",
    "a..b",
    "é",
    "A",
    "1",
    "xn--p1ai",
    "mail",
    "test",
    "local",
    "be",
]


@pytest.mark.parametrize("text", ["a@localhost.localhost", "a@mail.test", "a@b.local", "a@xn--p1ai.be", "a@b.c", ""])
def test_it_says_what_the_rules_say(text: str) -> None:
    assert ours(text) == by_the_rules(text)


def test_it_says_what_the_rules_say_of_any_address() -> None:
    dice = random.Random(2026)
    for _ in range(4_000):
        local, domain = ("".join(dice.choices(PARTS, k=dice.randint(1, 3))) for _ in range(2))
        text = f"{local}@{domain}.{dice.choice(PARTS)}"
        assert ours(text) == by_the_rules(text), text


def ours(text: str) -> str | None:
    try:
        return addresses.email(text)
    except ValidationError:
        return None


def by_the_rules(text: str) -> str | None:
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized if text else ""
    except EmailNotValidError:
        return None
