"""Who looks at follow-ups."""

import pytest
from django.test import Client

from comptoir.accounts.models import User
from tests.factories import a_member, an_account


@pytest.fixture
def jan(client: Client) -> User:
    """A member without any right; logged in."""
    jan = a_member(an_account(), first_name="Jan", last_name="Peeters")
    client.force_login(jan)
    return jan
