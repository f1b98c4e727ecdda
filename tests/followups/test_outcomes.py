"""The account's words for how calls go."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.words import add_word, archive_word, rename_word, restore_word
from comptoir.followups.models import CallOutcome
from tests.factories import NOW, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


def test_one_is_added() -> None:
    account = an_account()
    owner = a_user(account)
    outcome = add_word(CallOutcome, account, name="  Wants   a quotation ", by=owner, at=NOW)
    assert outcome.name == "Wants a quotation"
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.effects) == (
        "call_outcome.added",
        owner,
        {"name": "Wants a quotation"},
    )


def test_a_name_is_there_once_whatever_its_capitals_and_never_empty() -> None:
    account = an_account()
    owner, reached = a_user(account), CallOutcome.objects.of(account).get(name="Reached")
    for name in ("", "  ", "no ANSWER", "x" * 101):
        with pytest.raises(ValidationError) as refusal:
            add_word(CallOutcome, account, name=name, by=owner, at=NOW)
        assert set(refusal.value.error_dict) == {"name"}
        with pytest.raises(ValidationError):
            rename_word(reached, name=name, by=owner, at=NOW)
    assert not Activity.objects.exists()
    assert add_word(CallOutcome, an_account(name="Other"), name="No answer!", by=None, at=NOW)


def test_it_is_renamed_and_the_same_name_is_no_change() -> None:
    account = an_account()
    owner, reached = a_user(account), CallOutcome.objects.of(account).get(name="Reached")
    for __ in range(2):
        rename_word(reached, name="Spoken to", by=owner, at=NOW)
    assert Activity.objects.get().effects == {"name": "Spoken to", "before": "Reached"}
    assert rename_word(reached, name="SPOKEN TO", by=owner, at=NOW).name == "SPOKEN TO"


def test_archived_once_and_chosen_again_once() -> None:
    account = an_account()
    owner, reached = a_user(account), CallOutcome.objects.of(account).get(name="Reached")
    for __ in range(2):
        assert archive_word(reached, by=owner, at=NOW).is_archived
    for __ in range(2):
        assert not restore_word(reached, by=owner, at=NOW).is_archived
    assert list(Activity.objects.order_by("pk").values_list("kind", flat=True)) == [
        "call_outcome.archived",
        "call_outcome.restored",
    ]


def test_only_owners_and_admins_may() -> None:
    account = an_account()
    member, reached = a_member(account), CallOutcome.objects.of(account).get(name="Reached")
    with pytest.raises(NotAllowed):
        add_word(CallOutcome, account, name="x", by=member, at=NOW)
    with pytest.raises(NotAllowed):
        rename_word(reached, name="x", by=member, at=NOW)
    for verb in (archive_word, restore_word):
        with pytest.raises(NotAllowed):
            verb(reached, by=member, at=NOW)
