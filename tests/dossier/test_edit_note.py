"""Changing what a note says."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, Role
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.dossier.models import Note
from comptoir.dossier.notes import edit_note
from comptoir.dossier.refusals import ChangedMeanwhile, NotYours
from tests.factories import NOW, a_deal, a_member, a_note, a_user

LATER = NOW + dt.timedelta(hours=1)


def test_what_it_said_is_kept(user: User, midi: Customer) -> None:
    deal = a_deal(midi)
    note = edit_note(a_note(midi, user, "Likes parasols", deal=deal), content="Likes awnings\r\n", by=user, at=LATER)
    note.refresh_from_db()
    assert (note.content, note.added_at, note.updated_at) == ("Likes awnings", NOW, LATER)
    activity = Activity.objects.get()
    assert (activity.kind, activity.customer_id) == ("note.edited", midi.pk)
    assert {name: activity.effects[name] for name in ("excerpt", "before")} == {
        "excerpt": "Likes awnings",
        "before": "Likes parasols",
    }
    assert activity.effects["deal"]["title"] == deal.title


def test_the_same_words_again_are_no_change(user: User, midi: Customer) -> None:
    note = edit_note(a_note(midi, user, "Likes parasols"), content=" Likes parasols\r\n", by=user, at=LATER)
    assert note.updated_at == NOW
    assert not Activity.objects.exists()


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unseen(user: User, midi: Customer) -> None:
    note = a_note(midi, user)
    edit_note(note, content="First", by=user, at=LATER, seen=NOW)
    with pytest.raises(ChangedMeanwhile) as refusal:
        edit_note(note, content="Second", by=user, at=LATER, seen=NOW)
    assert str(refusal.value).startswith("Somebody changed this note meanwhile.")
    assert Note.objects.get().content == "First"


def test_its_author_owners_and_admins_may(user: User, midi: Customer) -> None:
    jan = a_member(user.account, first_name="Jan")
    note = a_note(midi, jan)
    for number, by in enumerate((jan, user, a_user(user.account, role=Role.ADMIN))):
        assert edit_note(note, content=f"Note {number}", by=by, at=LATER).content == f"Note {number}"


def test_another_member_may_not(user: User, midi: Customer) -> None:
    with pytest.raises(NotYours) as refusal:
        edit_note(a_note(midi, user), content="x", by=a_member(user.account, *Right.values), at=LATER)
    assert str(refusal.value) == "Only the person who wrote this note, an owner or an admin can change it."
    assert not Activity.objects.exists()


def test_nothing_is_not_a_note(user: User, midi: Customer) -> None:
    with pytest.raises(ValidationError):
        edit_note(a_note(midi, user), content=" ", by=user, at=LATER)
