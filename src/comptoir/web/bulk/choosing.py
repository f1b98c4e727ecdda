"""From ticked rows of a list to a run that is prepared, or to a file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from comptoir.bulk.models import About
from comptoir.bulk.preparing import prepare
from comptoir.bulk.refusals import BulkRefused, NothingToDo
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.toasts import toast
from comptoir.web.transfer.lists import LISTS
from comptoir.web.transfer.views import as_file

ABOUT = {
    "contacts": About.CUSTOMER,
    "companies": About.CUSTOMER,
    "invoices": About.INVOICE,
    "subscriptions": About.SUBSCRIPTION,
    "deals": About.DEAL,
}
"""The lists whose rows can be ticked, and what these are."""
FILES = ("csv", "xlsx")


@require_POST
def act(request: HttpRequest, name: str) -> HttpResponseBase:
    """Prepare what was chosen of a list (`id`, or `all` that its address finds) for a verb, or export it."""
    sheet, found = LISTS[name](request)
    chosen = found if "all" in request.POST else found.filter(pk__in=_ids(request))
    verb = request.POST.get("verb", "")
    try:
        if verb in FILES:
            _refuse_nothing(chosen)
            return as_file(request, sheet, chosen, name=name, ending=verb)
        account, user = request.user.account, request.user
        facts = {"verb": verb, "about": ABOUT[name], "came_from": _list(request, name)}
        run = prepare(account, rows=chosen, by=user, at=now(request), **facts)
    except BulkRefused as refusal:
        toast(request, str(refusal), warning=True)
        return go(request, _list(request, name))
    return go(request, reverse("bulk_run", args=[run.pk]))


def _list(request: HttpRequest, name: str) -> str:
    """The page of the list on which the rows were ticked."""
    url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(url, None):
        return url
    return reverse("deals_list" if name == "deals" else name)


def _ids(request: HttpRequest) -> list[UUID]:
    """The ids that were ticked; what is no id is passed over like a foreign one."""
    ids = []
    for text in request.POST.getlist("id"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


def _refuse_nothing(chosen: "QuerySet[Any]") -> None:
    if not chosen.exists():
        raise NothingToDo
