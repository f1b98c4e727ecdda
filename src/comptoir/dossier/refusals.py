"""Why something asked of a note or a file is not done. Nothing was changed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.rights import NotAllowed, Right


class ChangedMeanwhile(Exception):
    """Somebody else changed the note after it was shown for editing; `str()` is a sentence for people."""

    def __str__(self) -> str:
        return str(_("Somebody changed this note meanwhile. Saving again replaces what they wrote."))


class NotYours(NotAllowed):
    """A note is changed and deleted by whoever wrote it, and by owners and admins."""

    def __init__(self) -> None:
        super().__init__(Right.SETTINGS)

    def __str__(self) -> str:
        return str(_("Only the person who wrote this note, an owner or an admin can change it."))


class FileRefused(ValidationError):
    """A file that is not kept: a ValidationError on "file" with a sentence for people."""

    def __init__(self, sentence: Any) -> None:
        super().__init__({"file": sentence})

    def __str__(self) -> str:
        return str(self.messages[0])


class Empty(FileRefused):
    """There is nothing in it."""

    def __init__(self) -> None:
        super().__init__(_("This file is empty."))


class TooLarge(FileRefused):
    """It has more bytes than MAX_FILE_MB."""

    def __init__(self, limit: int) -> None:
        super().__init__(_("This file is larger than %(limit)s MB.") % {"limit": limit})


class UnknownType(FileRefused):
    """Its name ends in something that is not kept, or in nothing."""

    def __init__(self, ending: str) -> None:
        if ending:
            super().__init__(_("Files called .%(ending)s are not kept here.") % {"ending": ending})
        else:
            super().__init__(_("Its name does not say what kind of file it is: it has no ending like .pdf."))


class NotWhatItSays(FileRefused):
    """Its content is another than its name says."""

    def __init__(self, ending: str, kind: str) -> None:
        words = {"ending": ending, "kind": kind}
        super().__init__(_("This file is called .%(ending)s but is not a %(kind)s file.") % words)
