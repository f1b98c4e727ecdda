"""Adding, changing and removing a follow-up, in a dialog: what the three kinds share."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups.agenda import items_of
from comptoir.followups.checking import FollowUp
from comptoir.followups.refusals import AlreadyDone, ChangedMeanwhile
from comptoir.web.answers import back, dialog
from comptoir.web.clock import now, today
from comptoir.web.followups.asked import asked_about
from comptoir.web.followups.forms import FollowUpForm, about, with_guest
from comptoir.web.forms import accepted
from comptoir.web.links import url_of
from comptoir.web.toasts import toast

SHOW_CHOICES = "show_choices"
"""What a browser without JavaScript sends to be offered the deals and people of the customer."""


def adding(
    request: HttpRequest, form: FollowUpForm, verb: Callable[[dict[str, Any]], object], *, title: str, said: str
) -> HttpResponse:
    """The form of a new one, or back to where it was opened once `verb` has made it of what was given.

    `said` may name fields of the form: `%(title)s`.
    """
    home = _home(form.initial.get("customer"), form.initial.get("deal"))
    if not _is_only_shown(request, form) and accepted(form, lambda: verb(form.given())):
        _say(request, form, said)
        return back(request, home)
    return form_dialog(request, form, title=title, home=home)


def editing(
    request: HttpRequest,
    form: FollowUpForm,
    thing: FollowUp,
    verb: Callable[..., object],
    *,
    title: str,
    said: str,
) -> HttpResponse:
    """The form of one that is open, what it was of one that is done.

    What somebody else saved meanwhile is not overwritten unseen.
    """
    home = _home(thing.customer)
    if thing.is_done and request.method == "GET":
        return done_dialog(request, thing, home=home)
    if thing.is_done:
        return _refuse_done(request, home)
    status = 200
    try:
        seen = _moment(request.POST.get("seen"))
        with still_there():
            saved = not _is_only_shown(request, form) and accepted(form, lambda: verb(seen=seen, **form.given()))
        if saved:
            _say(request, form, said)
            return back(request, home)
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody changed this meanwhile. Saving again replaces what they wrote."))
        status = 409
    except AlreadyDone:
        return _refuse_done(request, home)
    return form_dialog(request, form, title=title, home=home, status=status, thing=thing)


def removing(
    request: HttpRequest, thing: FollowUp, verb: Callable[..., object], *, title: str, said: str
) -> HttpResponse:
    """What will be gone, or back to where this was asked once it is."""
    home = _home(thing.customer)
    if request.method == "POST":
        verb(thing, by=request.user, at=now(request))
        toast(request, said)
        return back(request, home)
    context = _facts(request, thing) | {"home": home, "next": came_from(request, home, thing)}
    return dialog(request, "followups/remove.html", context, title=title)


def form_dialog(
    request: HttpRequest,
    form: FollowUpForm,
    *,
    title: str,
    home: str,
    status: int = 200,
    thing: FollowUp | None = None,
) -> HttpResponse:
    """Over the page for htmx; that page is where it then leads back to."""
    context = {"form": form, "home": home, "next": came_from(request, home, thing), "thing": thing}
    kind = kind_of(form)
    context |= {"kind": kind, "fields_template": f"followups/_{kind}_fields.html"}
    context |= {"choices_template": f"followups/_{kind}_choices.html"}
    if form.errors and status == 200:
        status = 422
    return dialog(request, "followups/form.html", context, title=title, status=status)


def done_dialog(request: HttpRequest, thing: FollowUp, *, home: str) -> HttpResponse:
    """What was done, by whom and how it went: nothing to change unless it is reopened."""
    context = _facts(request, thing) | {"home": home, "next": came_from(request, home, thing)}
    return dialog(request, "followups/done.html", context, title=context["item"].title)


def prefilled(request: HttpRequest) -> dict[str, Any]:
    """What the address says of a new one (`?customer=`, `?deal=`, `?on=`), and that it is for whoever asks."""
    asked = asked_about(request)
    usual = about(asked.get("customer"), asked.get("deal")) | {"assignee": request.user, "request_key": new_id()}
    return usual | {"on": _day(request.GET.get("on")) or today(request)}


@contextmanager
def still_there() -> Iterator[None]:
    """Answer like a missing page when somebody removed the thing at this very moment."""
    try:
        yield
    except ObjectDoesNotExist:
        raise Http404 from None


def data_of(request: HttpRequest) -> Any:
    """What was sent; a guest who was picked is among those ticked when the form is only shown again."""
    if request.method != "POST":
        return None
    return with_guest(request.POST) if SHOW_CHOICES in request.POST else request.POST


def came_from(request: HttpRequest, home: str, thing: FollowUp | None = None) -> str:
    """The page that the dialog lies over or was led to from; `home` when that is a page of the thing itself."""
    given = (request.POST.get("next"), request.GET.get("next"), request.headers.get("HX-Current-URL"))
    url = next((each for each in (*given, request.headers.get("Referer")) if each), home)
    return home if request.path in url or (thing is not None and str(thing.pk) in url) else url


def kind_of(form: FollowUpForm) -> str:
    """`task`, `call` or `meeting`."""
    return type(form).__name__.removesuffix("Form").lower()


def _facts(request: HttpRequest, thing: FollowUp) -> dict[str, Any]:
    item = items_of([thing], account=request.user.account, at=now(request))[0]
    return {"item": item, "thing": thing, "today": today(request)}


def _refuse_done(request: HttpRequest, home: str) -> HttpResponse:
    toast(request, _("This is done already. Reopen it to change it."), warning=True)
    return back(request, home)


def _say(request: HttpRequest, form: FollowUpForm, said: str) -> None:
    toast(request, said % form.cleaned_data)
    for note in form.notes:
        toast(request, note, warning=True)


def _is_only_shown(request: HttpRequest, form: FollowUpForm) -> bool:
    """Whether a browser without JavaScript only asked for the deals and people of the customer."""
    if SHOW_CHOICES not in request.POST:
        return False
    form.errors.clear()
    return True


def _home(customer: Customer | None, deal: Deal | None = None) -> str:
    if deal is not None:
        return f"{url_of(deal)}?tab=follow-ups"
    return f"{url_of(customer)}?tab=follow-ups" if customer else reverse("followups")


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
