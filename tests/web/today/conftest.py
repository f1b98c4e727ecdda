"""Who sits at the desk, and when: a Tuesday in November 2026, half past ten."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from comptoir.accounts.models import User
from tests.factories import NOW, a_user, an_account


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sofie(client: Client, db: None) -> User:
    """An owner; logged in."""
    sofie = a_user(an_account())
    client.force_login(sofie)
    return sofie
