"""Who looks at deals, on the day of the tests."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from comptoir.accounts.models import User
from tests.factories import NOW, a_member, a_user, an_account


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """It is 24 November 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sofie(client: Client) -> User:
    """An owner, logged in."""
    sofie = a_user(an_account())
    client.force_login(sofie)
    return sofie


@pytest.fixture
def jan(client: Client, sofie: User) -> User:
    """A colleague without any right, logged in instead."""
    jan = a_member(sofie.account, first_name="Jan", last_name="Peeters")
    client.force_login(jan)
    return jan
