"""What the pages offer to do with many records: one line each, in the order of the menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comptoir.bulk.models import About, BulkRow, BulkRun
from comptoir.bulk.verbs import VERBS
from comptoir.web.bulk import details, stopping
from comptoir.web.bulk.forms import AssignForm, HoldForm, OptionsForm, TagsForm, TasksForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def nothing(request: HttpRequest, run: BulkRun) -> dict[str, Any]:
    """The context of a verb whose page shows nothing besides its form."""
    return {}


def no_details(request: HttpRequest, run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """Of a verb that has nothing to say of each row."""


@dataclass(frozen=True)
class Offer:
    """A verb as people see it."""

    label: "StrPromise"
    icon: str
    form: type[OptionsForm] = OptionsForm
    """Read with `form.options()`."""
    template: str = ""
    """The fields of the form, above the rows, inside the `<form>` that starts it."""
    foreseen: str = ""
    """A template that says what would happen, with totals; shown anew whenever a row is left out."""
    context: Callable[[HttpRequest, BulkRun], dict[str, Any]] = nothing
    """What both need besides `run` and `form`, while nothing has been started."""
    details: Callable[[HttpRequest, BulkRun, Sequence[BulkRow]], None] = no_details
    """Gives each of the rows on the page, which has its `record` (None: gone), a `detail`: how things stand with it."""
    is_grave: bool = False
    """Shown apart, and red."""

    @property
    def has_details(self) -> bool:
        """Whether there is anything to say of each row."""
        return self.details is not no_details


OFFERS = {
    "tag": Offer(_("Add tags"), "tag", TagsForm, "bulk/forms/_tags.html", details=details.tags),
    "untag": Offer(_("Remove tags"), "tags", TagsForm, "bulk/forms/_tags.html", details=details.tags),
    "assign": Offer(
        _("Assign to a colleague"), "user-round-check", AssignForm, "bulk/forms/_assign.html", details=details.whose
    ),
    "add_tasks": Offer(
        _("Add a task for each"), "list-plus", TasksForm, "bulk/forms/_tasks.html", details=details.who_cares
    ),
    "hold": Offer(_("Put on hold"), "circle-pause", HoldForm, "bulk/forms/_hold.html", details=details.owed),
    "release": Offer(
        _("Mark as no longer on hold"), "circle-play", template="bulk/forms/_release.html", details=details.owed
    ),
    "reactivate": Offer(
        _("Reactivate"),
        "circle-play",
        template="bulk/forms/_reactivate.html",
        foreseen="bulk/stopping/_resuming.html",
        context=stopping.foreseen_resuming,
        details=stopping.staying,
    ),
    "deactivate": Offer(
        _("Deactivate"),
        "circle-pause",
        stopping.StoppingForm,
        "bulk/forms/_deactivate.html",
        foreseen="bulk/stopping/_foreseen.html",
        context=stopping.foreseen,
        details=stopping.at_stake,
        is_grave=True,
    ),
}


def offered(request: HttpRequest, about: About) -> dict[str, Offer]:
    """What the user may do with records of this kind."""
    may = request.user.may
    return {
        name: offer
        for name, offer in OFFERS.items()
        if about in VERBS[name].rights and ((right := VERBS[name].rights[about]) is None or may(right))
    }
