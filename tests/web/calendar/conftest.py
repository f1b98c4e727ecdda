"""Who looks at the calendar, and when: a Tuesday in November 2026."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from comptoir.accounts.models import User
from tests.factories import NOW, a_member, an_account


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _no_earlier_guesses(db: None) -> None:
    cache.clear()


@pytest.fixture
def jan(client: Client) -> User:
    """A member without any right; logged in."""
    jan = a_member(an_account(), first_name="Jan", last_name="Peeters")
    client.force_login(jan)
    return jan
