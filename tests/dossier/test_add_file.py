"""Keeping a document: the row and its bytes, both or neither."""

import datetime as dt
import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.dossier import files
from comptoir.dossier.files import MEGABYTE, add_file
from comptoir.dossier.models import File
from comptoir.dossier.refusals import Empty, NotWhatItSays, TooLarge, UnknownType
from tests.dossier.samples import PDF, PNG
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, an_account, an_unknown_id


def pdf() -> io.BytesIO:
    return io.BytesIO(PDF)


def places(kept: Path) -> list[str]:
    """What lies in the folder, and where."""
    return sorted(str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file())


def test_a_file_is_kept_under_a_name_of_ours(user: User, midi: Customer, kept: Path) -> None:
    file = add_file(midi, name=r"C:\Offers\Offer.PDF", content=pdf(), by=user, at=NOW)
    file.refresh_from_db()
    assert (file.customer, file.deal, file.uploaded_by, file.account) == (midi, None, user, user.account)
    assert (file.name, file.mime_type, file.size, file.updated_at) == ("Offer.pdf", "application/pdf", len(PDF), NOW)
    assert places(kept) == [f"{user.account_id}/{file.pk}"] == [file.content.name]
    assert file.content.read() == PDF
    file.content.close()
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id, activity.subject_id) == (
        "file.added",
        user,
        midi.pk,
        file.pk,
    )
    assert activity.effects == {"name": "Offer.pdf", "size": len(PDF)}


def test_nobody_else_on_the_machine_reads_it(user: User, midi: Customer, kept: Path) -> None:
    file = add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW)
    place = Path(file.content.path)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (place, place.parent)] == [0o600, 0o700]


def test_a_file_of_a_deal_names_it_and_wakes_it(user: User, midi: Customer, kept: Path) -> None:
    deal = a_deal(midi, "New terrace", inactive_for=30)
    assert add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW, deal=deal).deal == deal
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY
    named = {"id": str(deal.pk), "title": "New terrace", "reference": deal.reference}
    assert Activity.objects.get().effects["deal"] == named


def test_everybody_may_deactivated_or_not(user: User, kept: Path) -> None:
    gone = a_company(user.account, deactivated_at=NOW)
    assert add_file(gone, name="offer.pdf", content=pdf(), by=a_member(user.account), at=NOW) == File.objects.get()


def test_a_form_sent_twice_keeps_one(user: User, midi: Customer, kept: Path) -> None:
    key = an_unknown_id()
    first = add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW, id=key)
    again = add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW + dt.timedelta(minutes=1), id=key)
    assert (first.pk, again) == (key, first)
    assert (len(places(kept)), Activity.objects.count()) == (1, 1)


def test_two_clicks_at_once_keep_one(user: User, midi: Customer, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = an_unknown_id()
    first = add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW, id=key)
    seen = iter([None, first])
    monkeypatch.setattr(files, "_present", lambda account, id: next(seen))  # it came after we looked
    assert add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW, id=key) == first
    assert places(kept) == [first.content.name]
    assert first.content.read() == PDF
    first.content.close()
    assert Activity.objects.count() == 1


def test_when_the_row_cannot_be_written_its_bytes_go(
    user: User, midi: Customer, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*args: Any, **kwargs: Any) -> None:
        assert len(places(kept)) == 1
        raise RuntimeError("no room on the disk")

    monkeypatch.setattr(files, "tell", break_down)
    with pytest.raises(RuntimeError):
        add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW)
    assert (places(kept), File.objects.count(), Activity.objects.count()) == ([], 0, 0)


def test_when_the_bytes_cannot_be_written_there_is_no_row(
    user: User, midi: Customer, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*args: Any, **kwargs: Any) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr("comptoir.core.storage.os.fsync", break_down)
    with pytest.raises(OSError, match="no room"):
        add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW)
    assert (File.objects.count(), Activity.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("offer.pdf", b"", Empty),
        ("offer.pdf", PNG, NotWhatItSays),
        ("offer.exe", PDF, UnknownType),
        ("", PDF, UnknownType),
        ("offer.pdf", PDF + b" " * MEGABYTE, TooLarge),
    ],
)
def test_what_is_refused_leaves_nothing(
    user: User, midi: Customer, kept: Path, settings: Any, name: str, content: bytes, refusal: type[ValidationError]
) -> None:
    settings.MAX_FILE_MB = 1
    with pytest.raises(refusal) as raised:
        add_file(midi, name=name, content=io.BytesIO(content), by=user, at=NOW)
    assert list(raised.value.message_dict) == ["file"]
    assert (places(kept), File.objects.count(), Activity.objects.count()) == ([], 0, 0)


def test_the_largest_one_is_kept(user: User, midi: Customer, kept: Path, settings: Any) -> None:
    settings.MAX_FILE_MB = 1
    content = io.BytesIO(PDF.ljust(MEGABYTE))
    assert add_file(midi, name="offer.pdf", content=content, by=user, at=NOW).size == MEGABYTE


def test_the_deal_of_another_account_is_refused(user: User, midi: Customer, kept: Path) -> None:
    theirs = a_deal(a_company(an_account(name="Elsewhere")))
    with pytest.raises(ValidationError) as refusal:
        add_file(midi, name="offer.pdf", content=pdf(), by=user, at=NOW, deal=theirs)
    assert list(refusal.value.message_dict) == ["deal"]
    assert places(kept) == []
