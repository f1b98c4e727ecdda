"""Writing down what is worth remembering. No right is needed: everybody in an account may."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Role
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.deals.moving import touch
from comptoir.dossier.belonging import check_deal
from comptoir.dossier.models import Note
from comptoir.dossier.refusals import ChangedMeanwhile, NotYours
from comptoir.dossier.telling import tell

LONGEST = 20_000
"""Characters of a note."""
TOLD = 200
"""How many of them the timeline keeps."""


def add_note(
    customer: Customer, *, content: str, by: User, at: dt.datetime, deal: Deal | None = None, id: UUID | None = None
) -> Note:
    """Keep a note about `customer`, deactivated or not, perhaps about one of its deals. Plain text with line breaks.

    With an `id` that the account has already, that note is given back and nothing is written: a form sent twice makes
    one note. Raises ValidationError for a note that is empty or longer than LONGEST, and for a deal of another account.
    """
    content = _checked(content)
    check_deal(deal, account=customer.account)
    note = Note(id=id or new_id(), account=customer.account, customer=customer, deal=deal, content=content, by=by)
    note.added_at = note.updated_at = at
    try:
        with transaction.atomic():
            if present := _present(customer.account, id):
                return present
            note.save(force_insert=True)
            tell("note.added", note, by=by, at=at, excerpt=content[:TOLD])
            if deal is not None:
                touch(deal, at=at)
    except IntegrityError:
        # The same form, sent by two clicks at once: the other one was faster.
        if present := _present(customer.account, id):
            return present
        raise
    return note


def edit_note(note: Note, *, content: str, by: User, at: dt.datetime, seen: dt.datetime | None = None) -> Note:
    """Change what a note says; the same words again leave no activity.

    `seen` is the `updated_at` that the editor was shown. Raises ChangedMeanwhile when it is another by now, NotYours,
    and ValidationError as `add_note` does.
    """
    content = _checked(content)
    with transaction.atomic():
        note = _locked(note, by=by)
        if seen is not None and seen != note.updated_at:
            raise ChangedMeanwhile
        if content != note.content:
            before, note.content, note.updated_at = note.content, content, at
            note.save(update_fields=["content", "updated_at"])
            tell("note.edited", note, by=by, at=at, excerpt=content[:TOLD], before=before[:TOLD])
    return note


def delete_note(note: Note, *, by: User, at: dt.datetime) -> None:
    """Remove a note; the timeline keeps how it began. Deleting it a second time does nothing. Raises NotYours."""
    with transaction.atomic():
        try:
            note = _locked(note, by=by)
        except Note.DoesNotExist:
            return
        tell("note.deleted", note, by=by, at=at, excerpt=note.content[:TOLD])
        note.delete()


def may_change(note: Note, *, by: User) -> bool:
    """Whether `by` may edit and delete the note: whoever wrote it, owners and admins."""
    return note.by_id == by.pk or by.role in (Role.OWNER, Role.ADMIN)


def _checked(content: str) -> str:
    content = content.replace("\r\n", "\n").replace("\0", "").strip()
    if not content:
        raise ValidationError({"content": _("Please fill this in.")})
    if len(content) > LONGEST:
        sentence = _("A note has at most %(longest)s characters; this one has %(length)s.")
        raise ValidationError({"content": sentence % {"longest": LONGEST, "length": len(content)}})
    return content


def _locked(note: Note, *, by: User) -> Note:
    rows = Note.objects.select_for_update(of=("self",)).select_related("account", "deal")
    found: Note = rows.get(pk=note.pk)
    if not may_change(found, by=by):
        raise NotYours
    return found


def _present(account: Account, id: UUID | None) -> Note | None:
    present: Note | None = Note.objects.of(account).filter(pk=id).first() if id else None
    return present
