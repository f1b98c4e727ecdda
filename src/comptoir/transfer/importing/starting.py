"""Bringing a file, saying what its columns hold, and leaving it."""

import datetime as dt
import hashlib
from functools import partial
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File as Content
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.transfer import formats
from comptoir.transfer.importing.guessing import digest, guessed, remembered
from comptoir.transfer.importing.own_fields import known_fields
from comptoir.transfer.importing.refusals import NotNow
from comptoir.transfer.models import ColumnMapping, Import, ImportKind, ImportState
from comptoir.transfer.reading import Table, open_table

LEAVABLE = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)


def start(
    *,
    account: Account,
    kind: str,
    name: str,
    content: IO[bytes],
    by: User,
    at: dt.datetime,
    options: dict[str, Any] | None = None,
    id: UUID | None = None,
) -> Import:
    """Keep a file that is to be imported, read it through once, and propose what its columns hold.

    With an `id` that the account has already, that import is given back. Raises NotAllowed, and Unreadable when the
    file is hostile, too large, ragged, or no table at all; nothing is kept then.
    """
    require(by, Right.INVOICES if kind == ImportKind.INVOICES else Right.CUSTOMERS)
    id = id or new_id()
    if present := Import.objects.of(account).filter(pk=id).first():
        return present  # type: ignore[no-any-return]
    table = open_table(content)
    columns, rows = _looked_at(table)
    earlier = remembered(account, kind, table.header)
    importing = Import(id=id, account=account, kind=kind, by=by, uploaded_at=at, rows=rows, name=_cleaned(name))
    importing.encoding, importing.separator = table.encoding, table.separator
    importing.columns = [column.told() for column in columns]
    known = known_fields(importing)
    if earlier:
        importing.mapping = {field: column for field, column in earlier.mapping.items() if field in known}
    else:
        importing.mapping = guessed(known.values(), table.header)
    importing.options = {**(earlier.options if earlier else {}), **(options or {})}
    importing.formats = _formats(importing, earlier.formats if earlier else {})
    content.seek(0)
    stored = default_storage.save(f"imports/{account.pk}/{id}", Content(content))
    try:
        importing.content = stored
        importing.save(force_insert=True)
    except BaseException:
        default_storage.delete(stored)
        raise
    return importing


def map_columns(
    importing: Import,
    *,
    mapping: dict[str, str],
    formats: dict[str, str],
    options: dict[str, Any],
    by: User,
    at: dt.datetime,
) -> Import:
    """Say which column holds which field and how it is written; the account remembers it for files with these columns.

    What was checked before has to be checked again. Raises NotAllowed, NotNow, and ValidationError with an entry for
    each field: one that is needed and has no column, a column that is not there or is taken, a way to write that is open.
    """
    require(by, importing.right)
    with transaction.atomic():
        kept = locked(importing)
        if kept.state not in LEAVABLE:
            raise NotNow
        kept.mapping = mapping
        _check_mapping(kept)
        kept.options, kept.formats = options, _formats(kept, formats)
        _check_formats(kept)
        kept.state, kept.problems, kept.problem_count, kept.totals = ImportState.UPLOADED, [], 0, {}
        kept.save()
        header = digest(column["name"] for column in kept.columns)
        facts = {"mapping": kept.mapping, "formats": kept.formats, "options": options, "used_at": at}
        ColumnMapping.objects.update_or_create(account=kept.account, kind=kept.kind, header=header, defaults=facts)
    return kept


def leave(importing: Import, *, by: User) -> None:
    """Forget a file that was not imported. A second time does nothing. Raises NotAllowed and NotNow."""
    require(by, importing.right)
    with transaction.atomic():
        kept = Import.objects.select_for_update().filter(pk=importing.pk).first()
        if kept is None:
            return
        if kept.state not in LEAVABLE:
            raise NotNow
        transaction.on_commit(partial(default_storage.delete, kept.content.name))
        kept.delete()


def locked(importing: Import) -> Import:
    """The import as it is now, kept from others until the transaction ends."""
    rows = Import.objects.select_for_update(of=("self",), no_key=True).select_related("account")
    found: Import = rows.get(pk=importing.pk)
    return found


def _looked_at(table: Table) -> tuple[list[formats.Column], int]:
    columns, count = formats.seen(table.header), 0
    for _place, cells in table.rows():
        count += 1
        for column, cell in zip(columns, cells, strict=True):
            if cell != "":
                column.see(cell)
    return columns, count


def _formats(importing: Import, chosen: dict[str, str]) -> dict[str, str]:
    """How the mapped columns are written: what is certain, else what was chosen, when it is possible."""
    found: dict[str, str] = {}
    known = known_fields(importing)
    for name, column in importing.mapping.items():
        reads = known[name].reads
        if reads == "text":
            continue
        possible = importing.column(column)["dates" if reads == "date" else "signs"]
        if len(possible) == 1:
            found[column] = possible[0]
        elif (choice := chosen.get(column, "")) in possible:
            found[column] = choice
    return found


def _check_mapping(importing: Import) -> None:
    names, known = {column["name"] for column in importing.columns}, known_fields(importing)
    errors: dict[str, ValidationError] = {}
    taken: set[str] = set()
    for name, column in importing.mapping.items():
        if name not in known or column not in names:
            errors[name] = ValidationError(_("There is no such column."))
        elif column in taken:
            errors[name] = ValidationError(_("This column holds something else already."))
        taken.add(column)
    for field in known.values():
        if field.needed and field.name not in importing.mapping:
            errors[field.name] = ValidationError(_("Choose the column."))
    some = {"customer", "vat_number"} if importing.kind == ImportKind.INVOICES else {"name", "last_name", "first_name"}
    if not some & importing.mapping.keys():
        errors[min(some - {"first_name"})] = ValidationError(_("Choose the column."))
    if errors:
        raise ValidationError(errors)


def _check_formats(importing: Import) -> None:
    errors, known = {}, known_fields(importing)
    for name, column in importing.mapping.items():
        reads = known[name].reads
        if reads == "date" and column not in importing.formats and importing.column(column)["dates"]:
            errors[name] = ValidationError(_("Say how its dates are written: they can be read in more than one way."))
        elif reads == "amount" and column not in importing.formats:
            errors[name] = ValidationError(
                _("Say which sign its decimals have: they can be read in more than one way.")
            )
    if errors:
        raise ValidationError(errors)


def _cleaned(name: str) -> str:
    bare = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable())
    return bare[-200:] or hashlib.sha256(name.encode()).hexdigest()[:8]
