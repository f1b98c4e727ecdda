"""A list of bankrupt enterprises held against the customers; whoever is on it may then be deactivated, by a person."""

import io
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.rights import Right, require
from comptoir.bulk.models import About
from comptoir.bulk.preparing import prepare
from comptoir.bulk.refusals import BulkRefused
from comptoir.customers.models import Customer, Reason
from comptoir.transfer.number_list import Compared, Numbers, compare, numbers_in
from comptoir.transfer.reading import Unreadable
from comptoir.web.answers import go
from comptoir.web.bulk.offers import offered
from comptoir.web.clock import now
from comptoir.web.customers.editing import home_of
from comptoir.web.customers.overview import add_figures
from comptoir.web.forms import Form
from comptoir.web.toasts import toast

SHOWN = 200
"""Rows of each part of the answer. Whoever has more bankrupt customers deactivates all of them all the same."""


class ListForm(Form):
    """The list, typed or as a file."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "In any spelling, one on each line or a whole CSV: BE 0417.497.106, 0417497106, 417.497.106, 732 829 320, "
            "NL004495445B01. Without letters, numbers of Belgium, France, the Netherlands, Germany and Luxembourg are read."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        help_text=gettext_lazy("CSV or Excel (.xlsx). The numbers may stand in any column."),
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("file") and not given.get("numbers"):
            self.add_error("numbers", _("Paste numbers, or choose a file."))
        return given


@require_http_methods(["GET", "POST"])
def compare_list(request: HttpRequest) -> HttpResponse:
    """Ask for the list; say who of the customers is on it. Nothing is kept or changed."""
    require(request.user, Right.CUSTOMERS)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    compared = None
    if form.is_bound and form.is_valid():
        compared = _compared(request, form)
    context = {"form": form, **(_answer(request, compared) if compared else {})}
    return render(request, "suggestions/bankrupt.html", context, status=422 if form.errors else 200)


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Prepare the deactivation of those that were found: what it means is shown next, and decided there."""
    customers = Customer.objects.of(request.user.account).active()
    chosen = customers.filter(vat_number__in=request.POST.get("vat_numbers", "").replace("\0", "").split(";"))
    why = {"reason": Reason.BANKRUPTCY.value}
    facts: dict[str, Any] = {"about": About.CUSTOMER, "by": request.user, "at": now(request), "options": why}
    try:
        run = prepare(request.user.account, verb="deactivate", rows=chosen, **facts)
    except BulkRefused as refusal:
        toast(request, str(refusal), warning=True)
        return go(request, reverse("bankrupt"))
    return go(request, reverse("bulk_run", args=[run.pk]))


def _compared(request: HttpRequest, form: ListForm) -> Compared | None:
    """Who is on the list; None when it cannot be read, which is then said beside its field."""
    file = form.cleaned_data.get("file")
    try:
        return compare(request.user.account, _read(request, file or io.BytesIO(form.cleaned_data["numbers"].encode())))
    except Unreadable as fault:
        row = _("Row %(row)s: %(sentence)s") % {"row": fault.row, "sentence": fault.sentence}
        form.add_error("file" if file else "numbers", row if fault.row else fault.sentence)
        return None


def _read(request: HttpRequest, content: Any) -> Numbers:
    return numbers_in(content, home=home_of(request.user.account) or "BE")


def _answer(request: HttpRequest, compared: Compared) -> dict[str, Any]:
    shown = compared.active[:SHOWN]
    add_figures(request, [match.customer for match in shown])
    return {
        "compared": compared,
        "shown": shown,
        "gone": compared.deactivated[:SHOWN],
        "unknown": compared.unknown[:SHOWN],
        "unread": compared.unread[:SHOWN],
        "vat_numbers": ";".join(dict.fromkeys(match.customer.vat_number for match in compared.active)),
        "can_deactivate": "deactivate" in offered(request, About.CUSTOMER),
    }
