"""Keeping documents with a customer. No right is needed: everybody in an account may.

The bytes are written before the row is, and removed after it is: a crash may leave bytes that no row names, never a row
without its bytes.
"""

import datetime as dt
from functools import partial
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.core.ids import new_id
from comptoir.core.storage import stored
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.deals.moving import touch
from comptoir.dossier.belonging import check_deal
from comptoir.dossier.kinds import BY_MIME_TYPE, kind_of
from comptoir.dossier.models import File
from comptoir.dossier.names import cleaned, parted
from comptoir.dossier.refusals import Empty, TooLarge
from comptoir.dossier.telling import tell

MEGABYTE = 1024 * 1024


def add_file(
    customer: Customer,
    *,
    name: str,
    content: IO[bytes],
    by: User,
    at: dt.datetime,
    deal: Deal | None = None,
    id: UUID | None = None,
) -> File:
    """Keep `content` with `customer`, deactivated or not, perhaps with one of its deals, under a cleaned `name`.

    What kind it is, is seen in its content (`kinds`). With an `id` that the account has already, that file is given back
    and nothing is written: a form sent twice keeps one. Raises Empty, TooLarge (MAX_FILE_MB), UnknownType and
    NotWhatItSays, all of them ValidationErrors on "file", and ValidationError for a deal of another account.
    """
    account, id = customer.account, id or new_id()
    check_deal(deal, account=account)
    name, size = cleaned(name), _size(content)
    kind = kind_of(name, content)
    if present := _present(account, id):
        return present
    file = File(id=id, account=account, customer=customer, deal=deal, name=name, mime_type=kind.mime_type, size=size)
    file.uploaded_by, file.updated_at = by, at
    try:
        with stored(f"{account.pk}/{id}", content) as place, transaction.atomic():
            file.content = place
            file.save(force_insert=True)
            tell("file.added", file, by=by, at=at, name=name, size=size)
            if deal is not None:
                touch(deal, at=at)
    except IntegrityError:
        # The same form, sent by two clicks at once: the other one was faster.
        if present := _present(account, id):
            return present
        raise
    return file


def rename_file(file: File, *, name: str, by: User, at: dt.datetime) -> File:
    """Call the file otherwise; its ending stays, also when `name` leaves it out or says another.

    The same name again leaves no activity. Raises ValidationError on "name" when nothing is left of it.
    """
    with transaction.atomic():
        file = _locked(file)
        name = _with_ending(name, file)
        if name != file.name:
            before, file.name, file.updated_at = file.name, name, at
            file.save(update_fields=["name", "updated_at"])
            tell("file.renamed", file, by=by, at=at, name=name, before=before)
    return file


def delete_file(file: File, *, by: User, at: dt.datetime) -> None:
    """Remove the file and its bytes for good; the timeline keeps its name. A second time does nothing."""
    with transaction.atomic():
        try:
            file = _locked(file)
        except File.DoesNotExist:
            return
        tell("file.deleted", file, by=by, at=at, name=file.name, size=file.size)
        transaction.on_commit(partial(default_storage.delete, file.content.name))
        file.delete()


def forget(customer: Customer) -> None:
    """Remove all files of a customer that is being deleted, their bytes once that is committed. No activity.

    Call it in the transaction that deletes the customer, with its row locked.
    """
    places = list(customer.files.values_list("content", flat=True))
    customer.files.all().delete()
    for place in places:
        transaction.on_commit(partial(default_storage.delete, place))


def _size(content: IO[bytes]) -> int:
    size = content.seek(0, 2)
    if not size:
        raise Empty
    if size > settings.MAX_FILE_MB * MEGABYTE:
        raise TooLarge(settings.MAX_FILE_MB)
    return size


def _with_ending(name: str, file: File) -> str:
    endings = BY_MIME_TYPE[file.mime_type].endings
    name = cleaned(name)
    if not name:
        raise ValidationError({"name": _("Please fill this in.")})
    if parted(name)[1] in endings:
        return name
    return cleaned(f"{name}.{parted(file.name)[1]}")


def _locked(file: File) -> File:
    found: File = File.objects.select_for_update(of=("self",)).select_related("account", "deal").get(pk=file.pk)
    return found


def _present(account: Account, id: UUID) -> File | None:
    present: File | None = File.objects.of(account).filter(pk=id).first()
    return present
