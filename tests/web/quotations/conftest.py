"""Somebody logged in, on the day of the tests."""

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
def user(client: Client) -> User:
    """An owner, logged in."""
    user = a_user(an_account())
    client.force_login(user)
    return user


@pytest.fixture
def member(client: Client, user: User) -> User:
    """A colleague without any right, logged in instead."""
    member = a_user(user.account, role="member")
    client.force_login(member)
    return member
