"""Sources and reasons for losing: added, renamed, archived, restored, removed."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import LostReason, Source
from comptoir.deals.refusals import WordInUse
from comptoir.deals.words import add_word, archive_word, remove_word, rename_word, restore_word
from tests.factories import NOW, a_company, a_deal, a_member, a_user, an_account

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)
Kind = type[Source] | type[LostReason]
both = pytest.mark.parametrize(("kind", "told_as"), [(Source, "source"), (LostReason, "lost_reason")])


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def told() -> list[tuple[str, dict[str, Any]]]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", "effects"))


def borne(word: Source | LostReason) -> None:
    """Let a deal bear the word."""
    customer = a_company(word.account)
    if isinstance(word, Source):
        a_deal(customer, source=word)
    else:
        a_deal(customer, status="lost", lost_reason=word)


@both
def test_a_word_is_added_and_told(owner: User, kind: Kind, told_as: str) -> None:
    word = add_word(kind, owner.account, name="  Word of   mouth", by=owner, at=NOW)
    assert list(kind.objects.filter(account=owner.account, name="Word of mouth")) == [word]
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.customer_id) == (f"{told_as}.added", owner, None)
    assert (activity.subject_id, activity.effects) == (word.pk, {"name": "Word of mouth"})


@both
def test_a_name_is_taken_once_in_an_account_whatever_its_capitals(owner: User, kind: Kind, told_as: str) -> None:
    word = add_word(kind, owner.account, name="Word of mouth", by=owner, at=NOW)
    archive_word(add_word(kind, owner.account, name="Fair", by=owner, at=NOW), by=owner, at=NOW)
    for change in (
        lambda: add_word(kind, owner.account, name="word of MOUTH", by=owner, at=NOW),
        lambda: add_word(kind, owner.account, name="fair", by=owner, at=NOW),
        lambda: rename_word(word, name="FAIR", by=owner, at=NOW),
    ):
        with pytest.raises(ValidationError, match="name already"):
            change()
    assert add_word(kind, an_account(name="Other"), name="Fair", by=None, at=NOW).name == "Fair"


@both
@pytest.mark.parametrize("name", [" ", "x" * 101])
def test_a_word_can_be_read(owner: User, kind: Kind, told_as: str, name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        add_word(kind, owner.account, name=name, by=owner, at=NOW)
    assert list(refusal.value.error_dict) == ["name"]


@both
def test_a_word_is_renamed_on_the_deals_that_bear_it(owner: User, kind: Kind, told_as: str) -> None:
    word = kind.objects.filter(account=owner.account)[0]
    before = word.name
    for __ in range(2):
        rename_word(word, name="Otherwise", by=owner, at=NOW)
    word.refresh_from_db()
    assert word.name == "Otherwise"
    assert told() == [(f"{told_as}.renamed", {"name": "Otherwise", "before": before})]


@both
def test_a_word_in_use_is_archived_stays_on_its_deals_and_comes_back(owner: User, kind: Kind, told_as: str) -> None:
    word = add_word(kind, owner.account, name="Fair", by=owner, at=NOW)
    borne(word)
    for __ in range(2):
        archive_word(word, by=owner, at=NOW)
    word.refresh_from_db()
    assert word.archived_at == NOW
    assert word.deals.count() == 1
    for __ in range(2):
        restore_word(word, by=owner, at=LATER)
    word.refresh_from_db()
    assert not word.is_archived
    assert told()[1:] == [(f"{told_as}.archived", {"name": "Fair"}), (f"{told_as}.restored", {"name": "Fair"})]


@both
def test_a_word_in_use_is_not_removed(owner: User, kind: Kind, told_as: str) -> None:
    word = kind.objects.filter(account=owner.account)[0]
    borne(word)
    with pytest.raises(WordInUse):
        remove_word(word, by=owner, at=NOW)
    assert kind.objects.filter(pk=word.pk).exists()
    assert told() == []


@both
def test_a_word_that_no_deal_bears_is_removed(owner: User, kind: Kind, told_as: str) -> None:
    word = kind.objects.filter(account=owner.account)[0]
    for __ in range(2):
        remove_word(word, by=owner, at=NOW)
    assert not kind.objects.filter(pk=word.pk).exists()
    assert told() == [(f"{told_as}.removed", {"name": word.name})]


@both
def test_only_an_owner_or_admin_changes_words(owner: User, kind: Kind, told_as: str) -> None:
    member, word = a_member(owner.account, "deals"), kind.objects.filter(account=owner.account)[0]
    for change in (
        lambda: add_word(kind, owner.account, name="Mine", by=member, at=NOW),
        lambda: rename_word(word, name="Mine", by=member, at=NOW),
        lambda: archive_word(word, by=member, at=NOW),
        lambda: restore_word(word, by=member, at=NOW),
        lambda: remove_word(word, by=member, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert told() == []
