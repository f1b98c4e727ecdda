"""Removing a note."""

import pytest

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.dossier.models import Note
from comptoir.dossier.notes import delete_note
from comptoir.dossier.refusals import NotYours
from tests.factories import NOW, a_member, a_note


def test_it_goes_and_the_timeline_keeps_how_it_began(user: User, midi: Customer) -> None:
    delete_note(a_note(midi, user, "Likes parasols" + "!" * 300), by=user, at=NOW)
    assert not Note.objects.exists()
    activity = Activity.objects.get()
    assert (activity.kind, activity.customer_id) == ("note.deleted", midi.pk)
    assert activity.effects == {"excerpt": "Likes parasols" + "!" * 186}


def test_deleting_twice_does_it_once(user: User, midi: Customer) -> None:
    note = a_note(midi, user)
    for _time in range(2):
        delete_note(Note(pk=note.pk), by=user, at=NOW)
    assert Activity.objects.count() == 1


def test_only_its_author_an_owner_or_an_admin_may(user: User, midi: Customer) -> None:
    note = a_note(midi, user)
    with pytest.raises(NotYours):
        delete_note(note, by=a_member(user.account), at=NOW)
    assert list(Note.objects.all()) == [note]
