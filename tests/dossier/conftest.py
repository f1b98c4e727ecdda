"""Whose notes and files they are, and where the bytes lie."""

from pathlib import Path
from typing import Any

import pytest

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from tests.factories import a_company, a_user, an_account


@pytest.fixture
def user(db: None) -> User:
    return a_user(an_account())


@pytest.fixture
def midi(user: User) -> Customer:
    return a_company(user.account)


@pytest.fixture
def kept(settings: Any, tmp_path: Path) -> Path:
    """A folder of the test's own for the bytes."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    return tmp_path / "files"
