"""Why something asked of a field is not done. `str()` is a sentence for people; nothing was changed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class FieldRefused(Exception):
    """What was asked of a field is not possible."""


class FieldInUse(FieldRefused):
    """Records have a value of the field: it can be archived, which keeps them."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count)

    def __str__(self) -> str:
        sentence = ngettext(
            "It is filled in on %(count)s record, so it cannot be deleted. Archive it instead: its values are kept.",
            "It is filled in on %(count)s records, so it cannot be deleted. Archive it instead: its values are kept.",
            self.count,
        )
        return sentence % {"count": self.count}


class TooManyFields(FieldRefused):
    """A form with more of them could not be filled in."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)

    def __str__(self) -> str:
        facts: dict[str, Any] = {"most": self.most}
        return _("There can be %(most)s of them at most. Archive one that is not needed any more.") % facts
