"""The account's words to choose from: added, renamed, archived, restored, removed."""

import datetime as dt
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import ProtectedError

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.deals.models import Word
from comptoir.deals.naming import save_named
from comptoir.deals.refusals import WordInUse

W = TypeVar("W", bound=Word)


def add_word(kind: type[W], account: Account, *, name: str, by: User | None, at: dt.datetime) -> W:
    """Make a word to choose. Raises NotAllowed, and ValidationError for a name that is missing or taken."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        word = kind(account=account, name=name)
        save_named(word)
        _tell("added", word, by=by, at=at)
    return word


def rename_word(word: W, *, name: str, by: User | None, at: dt.datetime) -> W:
    """Call it otherwise, on what bears it too. The same name leaves no activity. Raises as `add_word` does."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        word = _locked(word)
        before, word.name = word.name, name
        save_named(word)
        if word.name != before:
            _tell("renamed", word, by=by, at=at, before=before)
    return word


def archive_word(word: W, *, by: User | None, at: dt.datetime) -> W:
    """Let it be chosen no longer; it stays on what bears it. A second time changes nothing. Raises NotAllowed."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        word = _locked(word)
        if not word.is_archived:
            _set_archived(word, at)
            _tell("archived", word, by=by, at=at)
    return word


def restore_word(word: W, *, by: User | None, at: dt.datetime) -> W:
    """Let an archived one be chosen again. A second time changes nothing. Raises NotAllowed."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        word = _locked(word)
        if word.is_archived:
            _set_archived(word, None)
            _tell("restored", word, by=by, at=at)
    return word


def remove_word(word: Word, *, by: User | None, at: dt.datetime) -> None:
    """Take away a word that nothing bears. A second time does nothing. Raises NotAllowed, and WordInUse otherwise."""
    require(by, Right.SETTINGS)
    try:
        with transaction.atomic():
            word = _locked(word)
            _tell("removed", word, by=by, at=at)
            word.delete()
    except ObjectDoesNotExist:
        return
    except ProtectedError as borne:
        raise WordInUse from borne


def _locked(word: W) -> W:
    found: W = type(word).objects.select_for_update(of=("self",)).select_related("account").get(pk=word.pk)
    return found


def _set_archived(word: Word, at: dt.datetime | None) -> None:
    word.archived_at = at
    word.save(update_fields=["archived_at"])


def _tell(what: str, word: Word, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    kind = f"{word.told_as}.{what}"
    record(kind, account=word.account, by=by, at=at, subject=word, name=word.name, **effects)
