"""What the verbs of importing refuse, each named for the fact; `str()` is a sentence for people."""

from django.utils.translation import gettext as _


class NotNow(Exception):
    """The import is not in a state in which this can be done: somebody else was faster, or it is under way."""

    def __str__(self) -> str:
        return _("This import has moved on meanwhile. Look at it again.")


class NotRight(Exception):
    """The file was checked and something is wrong with it."""

    def __str__(self) -> str:
        return _("Nothing can be imported while rows are at fault.")
