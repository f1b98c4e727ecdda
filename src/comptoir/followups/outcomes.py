"""The account's words for how calls go: added, renamed, archived, chosen again."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.followups.models import CallOutcome


def add_outcome(account: Account, *, name: str, by: User | None, at: dt.datetime) -> CallOutcome:
    """Make an outcome to choose. Raises NotAllowed, and ValidationError for a name that is missing, too long or taken."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        outcome = CallOutcome(account=account, name=name)
        _save(outcome)
        _tell("added", outcome, by=by, at=at)
    return outcome


def rename_outcome(outcome: CallOutcome, *, name: str, by: User | None, at: dt.datetime) -> CallOutcome:
    """Call it otherwise, on the calls that had it too. The same name leaves no activity. Raises as `add_outcome` does."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        outcome = _locked(outcome)
        before, outcome.name = outcome.name, name
        _save(outcome)
        if outcome.name != before:
            _tell("renamed", outcome, by=by, at=at, before=before)
    return outcome


def archive_outcome(outcome: CallOutcome, *, by: User | None, at: dt.datetime) -> CallOutcome:
    """Let it be chosen no longer; it stays on the calls that had it. A second time changes nothing. Raises NotAllowed."""
    return _set_archived(outcome, at, "archived", by=by, at=at)


def restore_outcome(outcome: CallOutcome, *, by: User | None, at: dt.datetime) -> CallOutcome:
    """Let an archived one be chosen again. A second time changes nothing. Raises NotAllowed."""
    return _set_archived(outcome, None, "restored", by=by, at=at)


def _set_archived(
    outcome: CallOutcome, archived_at: dt.datetime | None, what: str, *, by: User | None, at: dt.datetime
) -> CallOutcome:
    require(by, Right.SETTINGS)
    with transaction.atomic():
        outcome = _locked(outcome)
        if outcome.is_archived != (archived_at is not None):
            outcome.archived_at = archived_at
            outcome.save(update_fields=["archived_at"])
            _tell(what, outcome, by=by, at=at)
    return outcome


def _locked(outcome: CallOutcome) -> CallOutcome:
    found: CallOutcome = CallOutcome.objects.select_for_update(of=("self",), no_key=True).get(pk=outcome.pk)
    return found


def _save(outcome: CallOutcome) -> None:
    outcome.name = " ".join(outcome.name.split())
    if not outcome.name:
        raise ValidationError({"name": _("Please fill this in.")})
    outcome.clean_fields(exclude={"id", "account"})
    try:
        with transaction.atomic():
            outcome.save()
    except IntegrityError as taken:
        raise ValidationError({"name": _("There is an outcome of this name already. Choose another name.")}) from taken


def _tell(what: str, outcome: CallOutcome, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    kind = f"call_outcome.{what}"
    record(kind, account=outcome.account, by=by, at=at, subject=outcome, name=outcome.name, **effects)
