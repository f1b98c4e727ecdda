"""Removing a file: the row, and once that is sure, its bytes."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.dossier import files
from comptoir.dossier.files import add_file, delete_file
from comptoir.dossier.models import File
from comptoir.lifecycle import deletion
from tests.dossier.samples import PDF
from tests.factories import NOW, a_company, a_member

pytestmark = pytest.mark.django_db(transaction=True)  # bytes go when the transaction is really over


@pytest.fixture
def offer(user: User, midi: Customer, kept: Path) -> File:
    return add_file(midi, name="offer.pdf", content=io.BytesIO(PDF), by=user, at=NOW)


def there(kept: Path) -> int:
    """How many files lie in the folder."""
    return sum(path.is_file() for path in kept.rglob("*"))


def test_it_goes_with_its_bytes_and_the_timeline_keeps_its_name(user: User, offer: File, kept: Path) -> None:
    delete_file(offer, by=a_member(user.account), at=NOW)
    assert (File.objects.count(), there(kept)) == (0, 0)
    assert Activity.objects.get(kind="file.deleted").effects == {"name": "offer.pdf", "size": len(PDF)}


def test_deleting_twice_does_it_once(user: User, offer: File, kept: Path) -> None:
    for _time in range(2):
        delete_file(File(pk=offer.pk), by=user, at=NOW)
    assert Activity.objects.filter(kind="file.deleted").count() == 1


def test_when_it_cannot_be_deleted_its_bytes_stay(
    user: User, offer: File, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(files, "tell", break_down)
    with pytest.raises(RuntimeError):
        delete_file(offer, by=user, at=NOW)
    assert (File.objects.get(), there(kept)) == (offer, 1)


def test_a_deleted_customer_takes_its_files_along(user: User, midi: Customer, offer: File, kept: Path) -> None:
    other = a_company(user.account, "Brasserie du Nord SRL")
    theirs = add_file(other, name="theirs.pdf", content=io.BytesIO(PDF), by=user, at=NOW)
    deletion.delete(midi, by=user, at=NOW)
    assert (File.objects.get(), there(kept)) == (theirs, 1)


def test_a_customer_that_is_not_deleted_after_all_keeps_them(midi: Customer, offer: File, kept: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        files.forget(midi)
        raise RuntimeError
    assert (File.objects.get(), there(kept)) == (offer, 1)
