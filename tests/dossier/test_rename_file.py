"""Calling a file otherwise."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.dossier.files import add_file, rename_file
from comptoir.dossier.models import File
from tests.dossier.samples import JPEG
from tests.factories import NOW, a_member

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def photo(user: User, midi: Customer) -> File:
    return add_file(midi, name="photo.jpg", content=io.BytesIO(JPEG), by=user, at=NOW)


def test_what_it_was_called_is_kept(user: User, photo: File) -> None:
    renamed = rename_file(photo, name="Terrace.jpg", by=a_member(user.account), at=LATER)
    photo.refresh_from_db()
    assert (photo, photo.name, photo.updated_at) == (renamed, "Terrace.jpg", LATER)
    activity = Activity.objects.get(kind="file.renamed")
    assert activity.effects == {"name": "Terrace.jpg", "before": "photo.jpg"}


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("Terrace", "Terrace.jpg"),
        ("Terrace.JPEG", "Terrace.jpeg"),
        ("Terrace.pdf", "Terrace.pdf.jpg"),
        ("version 1.2", "version 1.2.jpg"),
        ("../up.exe", "up.exe.jpg"),
        ("x" * 300, "x" * 196 + ".jpg"),
    ],
)
def test_its_ending_stays(user: User, photo: File, name: str, becomes: str) -> None:
    assert rename_file(photo, name=name, by=user, at=LATER).name == becomes


def test_the_same_name_again_is_no_change(user: User, photo: File) -> None:
    assert rename_file(photo, name="photo", by=user, at=LATER).updated_at == NOW
    assert [activity.kind for activity in Activity.objects.all()] == ["file.added"]


@pytest.mark.parametrize("name", ["", " / ", "..."])
def test_it_is_called_something(user: User, photo: File, name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        rename_file(photo, name=name, by=user, at=LATER)
    assert list(refusal.value.message_dict) == ["name"]
