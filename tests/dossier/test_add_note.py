"""Writing down what is worth remembering."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.dossier import notes
from comptoir.dossier.models import Note
from comptoir.dossier.notes import LONGEST, add_note
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, an_account, an_unknown_id


def test_a_note_is_kept_with_its_customer(user: User, midi: Customer) -> None:
    note = add_note(midi, content="  Likes <b>parasols</b>.\r\nCall after ten.  ", by=user, at=NOW)
    note.refresh_from_db()
    assert (note.customer, note.deal, note.by, note.account) == (midi, None, user, user.account)
    assert note.content == "Likes <b>parasols</b>.\nCall after ten."
    assert (note.added_at, note.updated_at) == (NOW, NOW)
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id, activity.subject_id) == (
        "note.added",
        user,
        midi.pk,
        note.pk,
    )
    assert activity.effects == {"excerpt": note.content}


def test_the_timeline_keeps_its_first_200_characters(user: User, midi: Customer) -> None:
    add_note(midi, content="é" * LONGEST, by=user, at=NOW)
    assert Activity.objects.get().effects == {"excerpt": "é" * 200}


def test_a_note_about_a_deal_names_it_and_wakes_it(user: User, midi: Customer) -> None:
    deal = a_deal(midi, "New terrace", inactive_for=30)
    assert add_note(midi, content="They wait for the bank", by=user, at=NOW, deal=deal).deal == deal
    deal.refresh_from_db()
    assert deal.last_activity_on == TODAY
    named = {"id": str(deal.pk), "title": "New terrace", "reference": deal.reference}
    assert Activity.objects.get().effects == {"excerpt": "They wait for the bank", "deal": named}


def test_everybody_may_write_about_everybody_deactivated_or_not(user: User) -> None:
    gone = a_company(user.account, deactivated_at=NOW)
    assert add_note(gone, content="Ask the receiver", by=a_member(user.account), at=NOW) == Note.objects.get()


def test_a_form_sent_twice_makes_one_note(user: User, midi: Customer) -> None:
    key = an_unknown_id()
    first = add_note(midi, content="Once", by=user, at=NOW, id=key)
    again = add_note(midi, content="Once", by=user, at=NOW + dt.timedelta(minutes=1), id=key)
    assert (first.pk, again) == (key, first)
    assert (Note.objects.count(), Activity.objects.count()) == (1, 1)


def test_two_clicks_at_once_make_one_note(user: User, midi: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    key = an_unknown_id()
    first = add_note(midi, content="Once", by=user, at=NOW, id=key)
    seen = iter([None, first])
    monkeypatch.setattr(notes, "_present", lambda account, id: next(seen))  # it came after we looked
    assert add_note(midi, content="Once", by=user, at=NOW, id=key) == first
    assert (Note.objects.count(), Activity.objects.count()) == (1, 1)


@pytest.mark.parametrize("content", ["", " \r\n\t ", "\0", "x" * (LONGEST + 1)])
def test_a_note_says_something_but_not_everything(user: User, midi: Customer, content: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        add_note(midi, content=content, by=user, at=NOW)
    assert list(refusal.value.message_dict) == ["content"]
    assert not Note.objects.exists()


def test_the_deal_of_another_account_is_refused(user: User, midi: Customer) -> None:
    theirs = a_deal(a_company(an_account(name="Elsewhere")))
    with pytest.raises(ValidationError) as refusal:
        add_note(midi, content="x", by=user, at=NOW, deal=theirs)
    assert list(refusal.value.message_dict) == ["deal"]
    assert not Note.objects.exists()
