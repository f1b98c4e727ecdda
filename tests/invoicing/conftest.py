"""What tests of invoices may ask for."""

import pytest

from comptoir.invoicing import delivery_claims
from tests.invoicing.papers import files_of


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that take no time to make, where a test is about their way and not about them."""
    monkeypatch.setattr(delivery_claims, "attachments_of", files_of)
