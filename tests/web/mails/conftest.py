"""Pages are shown on the day of the factories, to an owner unless said otherwise."""

import pytest
from django.test import Client

from comptoir.accounts.models import Account, User
from tests.factories import NOW, a_user, an_account


@pytest.fixture(autouse=True)
def _clock(time_machine: object) -> None:
    time_machine.move_to(NOW, tick=False)  # type: ignore[attr-defined]


@pytest.fixture
def account(db: None) -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


@pytest.fixture
def desk(client: Client, owner: User) -> Client:
    """The browser of the account's owner."""
    client.force_login(owner)
    return client
