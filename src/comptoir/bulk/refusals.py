"""What acting on many records refuses; nothing was changed then."""

from django.utils.translation import gettext as _


class BulkRefused(Exception):
    """What was asked of a run is not possible; `str()` is a sentence for people."""


class NotNow(BulkRefused):
    """The run is not in a state in which this can be done: somebody was faster, or it has ended."""

    def __str__(self) -> str:
        return _("This has moved on meanwhile. Look at it again.")


class NothingToDo(BulkRefused):
    """No row is left: nothing was chosen, or everything was left out."""

    def __str__(self) -> str:
        return _("Nothing is chosen. Choose at least one row.")


class NoSuchVerb(BulkRefused):
    """This cannot be done with records of this kind, or not in the account's plan."""

    def __str__(self) -> str:
        return _("This cannot be done with these.")


class TooMany(BulkRefused):
    """More rows than one run takes; `most` is how many it does."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)

    def __str__(self) -> str:
        return _("More than %(most)d rows are too many at once. Narrow the list first.") % {"most": self.most}
