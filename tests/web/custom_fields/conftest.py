"""Who looks at custom fields, on the day of the tests."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from comptoir.accounts.models import User
from tests.factories import NOW, a_user, an_account


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """It is 24 November 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def owner(client: Client) -> User:
    """An owner, logged in."""
    owner = a_user(an_account())
    client.force_login(owner)
    return owner
