"""What the pages offer to do with many records: one line each, in the order of the menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comptoir.bulk.models import About, BulkRow, BulkRun
from comptoir.bulk.verbs import VERBS
from comptoir.web.bulk import forms

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
    form: type[forms.OptionsForm] = forms.OptionsForm
    """Read with `form.options()`."""
    template: str = "bulk/forms/_plain.html"
    """The fields of the form, above the rows, inside the `<form>` that starts it."""
    foreseen: str = ""
    """A template that says what would happen, with totals; shown anew whenever a row is left out."""
    context: Callable[[HttpRequest, BulkRun], dict[str, Any]] = nothing
    """What both need besides `run` and `form`, while nothing has been started."""
    details: Callable[[HttpRequest, BulkRun, Sequence[BulkRow]], None] = no_details
    """Gives each of the rows on the page a `detail`: what it would mean for this one."""
    is_grave: bool = False
    """Shown apart, and red."""


OFFERS = {
    "tag": Offer(_("Add tags"), "tag", forms.TagsForm, "bulk/forms/_tags.html"),
    "untag": Offer(_("Remove tags"), "tags", forms.TagsForm, "bulk/forms/_tags.html"),
    "assign": Offer(_("Assign to a colleague"), "user-round-check", forms.AssignForm),
    "add_tasks": Offer(_("Add a task for each"), "list-plus", forms.TasksForm, "bulk/forms/_tasks.html"),
    "hold": Offer(_("Put on hold"), "circle-pause", forms.HoldForm, "bulk/forms/_hold.html"),
    "release": Offer(_("Mark as no longer on hold"), "circle-play", template="bulk/forms/_release.html"),
}


def offered(request: HttpRequest, about: About) -> dict[str, Offer]:
    """What the user may do with records of this kind."""
    may = request.user.may
    return {
        name: offer
        for name, offer in OFFERS.items()
        if about in VERBS[name].rights and ((right := VERBS[name].rights[about]) is None or may(right))
    }
