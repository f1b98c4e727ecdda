"""Giving a department its logo, and taking it away.

As with all files the bytes are written before the row names them, and removed after it no longer does: a crash may leave
bytes that no row names, never a department without its logo.
"""

import datetime as dt
import io
from functools import partial
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import record
from comptoir.core.ids import new_id
from comptoir.core.pictures import Picture, can_be_drawn, picture_in
from comptoir.core.storage import stored
from comptoir.invoicing import numbering

LARGEST = 1024 * 1024
"""Bytes. It goes into every document."""
WIDEST = 4000
"""Pixels, in either direction: a small file may hold a picture that fills the memory."""


def put_logo(department: Department, *, content: IO[bytes], by: User, at: dt.datetime) -> Department:
    """Let documents bear the picture in `content`, a PNG or JPEG as its bytes say; the one before is removed.

    Raises NotAllowed, and ValidationError on "logo" for an empty file, other kinds, more than LARGEST bytes or WIDEST
    pixels, and a picture that cannot be drawn. Nothing has changed then.
    """
    require(by, Right.SETTINGS)
    picture, content = _checked(content)
    place = f"{department.account_id}/{new_id()}.{picture.ending}"
    with stored(place, content) as name, transaction.atomic():
        department = numbering.locked(department)
        _replace(department, name)
        record("department.logo_changed", account=department.account, by=by, at=at, subject=department)
    return department


def remove_logo(department: Department, *, by: User, at: dt.datetime) -> Department:
    """Let documents bear no picture. A second time changes nothing."""
    require(by, Right.SETTINGS)
    with transaction.atomic():
        department = numbering.locked(department)
        if department.logo:
            _replace(department, "")
            record("department.logo_removed", account=department.account, by=by, at=at, subject=department)
    return department


def _replace(department: Department, name: str) -> None:
    if department.logo:
        transaction.on_commit(partial(default_storage.delete, department.logo))
    department.logo = name
    department.save(update_fields=["logo"])


def _checked(content: IO[bytes]) -> tuple[Picture, IO[bytes]]:
    content.seek(0)
    # No more than what decides: a larger one is refused unread.
    read = content.read(LARGEST + 1)
    if not read:
        raise _refused(_("This file is empty."))
    if len(read) > LARGEST:
        raise _refused(_("This picture is larger than 1 MB. Save a smaller one."))
    picture = picture_in(read)
    if picture is None:
        raise _refused(_("This is neither a PNG nor a JPEG. Save the logo as one of them."))
    if max(picture.width, picture.height) > WIDEST:
        sentence = _(
            "This picture has %(width)d × %(height)d pixels. Save one of at most %(widest)d in each direction."
        )
        raise _refused(sentence % {"width": picture.width, "height": picture.height, "widest": WIDEST})
    if not can_be_drawn(read):
        raise _refused(_("This picture is damaged, so no document could show it. Save it anew."))
    return picture, io.BytesIO(read)


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"logo": sentence})
