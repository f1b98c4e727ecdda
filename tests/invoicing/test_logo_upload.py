"""A department's logo: kept when it is a picture, removed when another takes its place, never lost by halves."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import ValidationError
from django.db import transaction

from comptoir.accounts.models import Department
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.invoicing import logo_upload
from comptoir.invoicing.logos import logo_of
from tests.factories import NOW, a_member, a_user, an_account, the_department
from tests.pictures import a_jpeg_header, a_png

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def department() -> Department:
    return the_department(an_account())


def put(department: Department, content: bytes, **facts: Any) -> Department:
    by = facts.pop("by", None) or a_user(department.account)
    return logo_upload.put_logo(department, content=io.BytesIO(content), by=by, at=NOW)


def files() -> list[Path]:
    return [path for path in Path(configured.MEDIA_ROOT).rglob("*") if path.is_file()]


def kinds() -> list[str]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def test_a_picture_is_kept_and_read_again(department: Department) -> None:
    kept = put(department, a_png())
    assert logo_of(kept) == a_png()
    assert kept.logo.endswith(".png")
    assert (len(files()), kinds()) == (1, ["department.logo_changed"])


def test_another_one_takes_its_place_and_the_old_file_goes(department: Department) -> None:
    first = put(department, a_png()).logo
    second = put(department, a_png(20, 20))
    assert second.logo != first
    assert logo_of(second) == a_png(20, 20)
    assert len(files()) == 1


def test_removing_it_twice_removes_it_once(department: Department) -> None:
    put(department, a_png())
    by = a_user(department.account)
    for _ in range(2):
        gone = logo_upload.remove_logo(department, by=by, at=NOW)
    assert (gone.logo, logo_of(gone), files()) == ("", None, [])
    assert kinds() == ["department.logo_changed", "department.logo_removed"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is neither a PNG nor a JPEG."),
        (b"GIF89a" + b"\x00" * 60, "This is neither a PNG nor a JPEG."),
        (a_png() + b"\x00" * logo_upload.LARGEST, "This picture is larger than 1 MB."),
        (a_jpeg_header(4001, 10), "This picture has 4001 × 10 pixels."),
        (a_jpeg_header(10, 65535), "This picture has 10 × 65535 pixels."),
        (a_jpeg_header(10, 10), "This picture is damaged"),
        (a_png()[:50], "This picture is damaged"),
    ],
    ids=["empty", "svg", "gif", "too heavy", "too wide", "too high", "only a header", "cut off"],
)
def test_what_is_no_logo_is_refused_and_the_one_there_stays(
    department: Department, content: bytes, sentence: str
) -> None:
    before = put(department, a_png())
    with pytest.raises(ValidationError) as refused:
        put(department, content)
    assert refused.value.message_dict["logo"][0].startswith(sentence)
    department.refresh_from_db()
    assert department.logo == before.logo
    assert (len(files()), kinds()) == (1, ["department.logo_changed"])


def test_a_transaction_that_fails_keeps_the_old_logo_and_no_new_file(department: Department) -> None:
    before = put(department, a_png())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(department, a_png(20, 20))
        raise ZeroDivisionError
    department.refresh_from_db()
    assert department.logo == before.logo
    assert logo_of(department) == a_png()


def test_when_the_row_cannot_be_written_the_new_file_goes(
    department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **facts: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(logo_upload, "record", broken)
    with pytest.raises(ZeroDivisionError):
        put(department, a_png())
    assert files() == []


def test_it_needs_the_right_to_the_settings(department: Department) -> None:
    somebody = a_member(department.account, "invoices")
    with pytest.raises(NotAllowed):
        put(department, a_png(), by=somebody)
    with pytest.raises(NotAllowed):
        logo_upload.remove_logo(department, by=somebody, at=NOW)
    assert files() == []
