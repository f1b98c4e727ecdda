"""Pages are shown on the day of the factories, to an owner unless said otherwise."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from comptoir.accounts.models import Account
from tests.factories import NOW, a_user, an_account


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """It is NOW, and stays so."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def desk(client: Client, account: Account) -> Client:
    """The browser of the account's owner."""
    client.force_login(a_user(account))
    return client
