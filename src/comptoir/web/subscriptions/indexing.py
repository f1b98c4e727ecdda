"""Indexing the prices of many subscriptions: which and how, before and after, and what was done."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.subscriptions import indexing
from comptoir.subscriptions.indexation import Foreseen, foresee
from comptoir.subscriptions.models import Indexation
from comptoir.subscriptions.refusals import ChangedMeanwhile, NothingToIndex
from comptoir.transfer.indexations import INDEXED
from comptoir.web import paging, speech
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.subscriptions.indexing_words import IndexationForm
from comptoir.web.subscriptions.overview import found
from comptoir.web.subscriptions.words import sentence
from comptoir.web.toasts import toast
from comptoir.web.transfer.views import as_file

EARLIER = 5
OF_THE_PAGE = ("after", "before", "sort", "all")
"""What an address of the list says besides which subscriptions: not kept."""
SORTS = {"title": "subscription__title", "customer": "subscription__customer__sort_name", "after": "after"}


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The subscriptions that the list shows under the same address: asked how, previewed, then indexed."""
    require(request.user, Right.SUBSCRIPTIONS)
    form = IndexationForm(request.GET if "way" in request.GET else None)
    chosen = found(request)
    context: dict[str, Any] = {"form": form, "kept": _kept(request, form), "without": _without(request)}
    if not form.is_valid():
        earlier = Indexation.objects.of(request.user.account).annotate(count=Count("indexed"))
        earlier = earlier.select_related("indexed_by").order_by("-indexed_at")
        context |= {"count": chosen.count(), "earlier": earlier[:EARLIER]}
        return render(request, "subscriptions/index.html", context, status=422 if form.is_bound else 200)
    rows = chosen.select_related("customer").order_by("customer__sort_name", "title", "pk")
    refused, status = "", 200
    if "index" in request.POST:  # the button; ticking a row only adds up again
        if isinstance(answer := _index(request, form, [each.pk for each in rows]), HttpResponse):
            return answer
        refused, status = answer, 409
    foreseen = foresee(rows, form.formula())
    context |= {"foreseen": foreseen, "refused": refused, "id": request.POST.get("id") or new_id()}
    context |= {"formula": form.formula(), "count": len(foreseen.rows) + len(foreseen.left_alone)}
    context |= _together(foreseen, context["without"])
    alone = request.headers.get("HX-Target") == "together"
    template = "subscriptions/_index_together.html" if alone else "subscriptions/index.html"
    return render(request, template, context, status=status)


def indexation(request: HttpRequest, id: UUID) -> HttpResponse:
    """What one indexation did."""
    made = own(request, Indexation.objects.select_related("indexed_by"), id)
    rows = made.indexed.select_related("subscription__customer")
    sums = made.indexed.order_by("currency").values("currency")
    context = {
        "made": made,
        "page": paging.page(request, rows, sorts=SORTS, default="title"),
        "together": sums.annotate(before=Sum("monthly_before"), after=Sum("monthly_after"), count=Count("pk")),
    }
    return render(request, "subscriptions/indexation.html", context)


def export(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The same as a file."""
    made = own(request, Indexation, id)
    return as_file(request, INDEXED, made.indexed.all(), name="indexation")


def _index(request: HttpRequest, form: IndexationForm, chosen: list[UUID]) -> HttpResponse | str:
    """Where it is told what was done; or why nothing was."""
    try:
        made = indexing.index(
            request.user.account,
            by=request.user,
            at=now(request),
            formula=form.formula(),
            chosen=chosen,
            id=UUID(request.POST.get("id", "")),
            without=_without(request),
            fingerprint=request.POST.get("fingerprint", ""),
        )
    except ChangedMeanwhile:
        return "changed"
    except NothingToIndex as refusal:
        return sentence(refusal)
    except ValueError:
        return "changed"
    count = made.indexed.count()
    toast(
        request,
        ngettext("%(number)s subscription indexed.", "%(number)s subscriptions indexed.", count)
        % {"number": speech.number(count)},
    )
    return redirect("indexation", made.pk)


def _together(foreseen: Foreseen, without: set[UUID]) -> dict[str, Any]:
    """What it comes to per month without the rows that were taken out."""
    sums = foreseen.per_month(without)
    together = [
        {"currency": currency, "before": before, "after": after, "more": after - before}
        for currency, (before, after) in sums.items()
    ]
    return {"together": together, "taken": sum(row.subscription.pk not in without for row in foreseen.rows)}


def _without(request: HttpRequest) -> set[UUID]:
    given = set()
    for text in request.POST.getlist("without"):
        try:
            given.add(UUID(text))
        except ValueError:
            continue
    return given


def _kept(request: HttpRequest, form: IndexationForm) -> list[tuple[str, str]]:
    """What the address says of which subscriptions, for the form that asks how."""
    names = [name for name in request.GET if name not in form.fields and name not in OF_THE_PAGE]
    return [(name, value) for name in names for value in request.GET.getlist(name)]
