"""Who looks at notes and files, and of whom they are."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from tests.factories import a_company, a_member, an_account


@pytest.fixture
def jan(client: Client, db: None) -> User:
    """A member without any right; logged in."""
    jan = a_member(an_account(), first_name="Jan", last_name="Peeters")
    client.force_login(jan)
    return jan


@pytest.fixture
def midi(jan: User) -> Customer:
    return a_company(jan.account)


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Path:
    """A folder of the test's own for the bytes."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    return tmp_path / "files"
