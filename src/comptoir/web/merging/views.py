"""Merging two customers: whom with, side by side, and the question before it is done."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.models import Account
from comptoir.accounts.rights import REFUSALS, UNSEEN, Right, require
from comptoir.customers.duplicates import alike, facts_of
from comptoir.customers.models import Customer, MergedCustomer
from comptoir.lifecycle import merging
from comptoir.lifecycle.belongings import missing_rights
from comptoir.lifecycle.comparing import Comparison, compare
from comptoir.lifecycle.merging import StaleComparison
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.customers.picker import CustomerField
from comptoir.web.find import own
from comptoir.web.forms import Form
from comptoir.web.links import url_of
from comptoir.web.merging import words
from comptoir.web.merging.alike import named
from comptoir.web.toasts import toast

_CHOICE = "choice."
"""How the names of the form's choices begin."""


class MergeWith(Form):
    """Whom to merge a customer with: any other one of its kind."""

    def __init__(self, *args: Any, customer: Customer, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.customer = customer
        label = _("Another company") if customer.is_company else _("Another contact")
        self.fields["other"] = CustomerField(account=account, kind=customer.kind, label=label)

    def clean_other(self) -> Customer:
        """Not itself."""
        other: Customer = self.cleaned_data["other"]
        if other == self.customer:
            raise ValidationError(_("Choose another one: a customer cannot be merged with itself."))
        return other


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """Ask whom with; show the two side by side; ask once more; do it."""
    require(request.user, Right.CUSTOMERS)
    known = Customer.objects.select_related("account", "responsible_user", "deactivated_by").filter(kind=kind)
    customer = own(request, known, id)
    if request.method == "GET":
        form = MergeWith(request.GET if "other" in request.GET else None, customer=customer, account=customer.account)
        if not form.is_valid():
            return _whom(request, customer, form)
        return _side_by_side(request, compare(customer, own(request, known, form.cleaned_data["other"].pk)))
    other = own(request, known, request.POST.get("other", ""))
    if customer == other:
        raise Http404
    return _answer(request, customer, other)


def to_survivor(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Lead from the page of a customer that was merged to the one it is now; Http404 for every other id."""
    known = own(request, MergedCustomer.objects.select_related("survivor"), id)
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url_of(known.survivor)}?{query}" if query else url_of(known.survivor))


def _whom(request: HttpRequest, customer: Customer, form: MergeWith) -> HttpResponse:
    those = alike(customer.account, facts_of(customer), kind=customer.kind, besides=customer.pk)
    context = {
        "customer": customer,
        "form": form,
        "alike": named([each for each in those if each.customer.kind == customer.kind]),
        "page_url": url_of(customer),
    }
    return render(request, "merging/whom.html", context, status=422 if form.errors else 200)


def _side_by_side(request: HttpRequest, found: Comparison) -> HttpResponse:
    context = _shown(request, found)
    context |= {"rows": words.rows(found), "united": words.united(found), "is_company": found.survivor.is_company}
    return render(request, "merging/compare.html", context)


def _answer(request: HttpRequest, customer: Customer, other: Customer) -> HttpResponse:
    """Ask once more, or do it when that was answered."""
    found = compare(customer, other)
    fingerprint, choices = request.POST.get("fingerprint", ""), _choices(request)
    try:
        taken = found.chosen(choices)
        if "confirmed" not in request.POST and found.fingerprint == fingerprint:
            return _confirm(request, found, taken)
        merging.merge(customer, other, choices=choices, by=request.user, at=now(request), fingerprint=fingerprint)
    except ValidationError:
        toast(request, _("Nothing was done yet: choose one of the two wherever they differ."), warning=True)
    except StaleComparison:
        toast(request, _("Nothing was done yet: something changed meanwhile. Please look again."), warning=True)
    else:
        toast(request, _("%(other)s was merged into %(name)s.") % {"other": other.name, "name": customer.name})
        return go(request, url_of(customer))
    return go(request, _merge_url(customer, other))


def _confirm(request: HttpRequest, found: Comparison, taken: dict[str, str]) -> HttpResponse:
    title = _("Merge %(other)s into %(name)s?") % {"other": found.other.name, "name": found.survivor.name}
    context = _shown(request, found)
    context["chosen"] = [(f"{_CHOICE}{name}", side) for name, side in taken.items()]
    return dialog(request, "merging/confirm.html", context, title=title)


def _shown(request: HttpRequest, found: Comparison) -> dict[str, Any]:
    missing = missing_rights(found.moves, by=request.user)
    return {
        "customer": found.survivor,
        "other": found.other,
        "fingerprint": found.fingerprint,
        "moved": words.moved(found.moves),
        "refusals": [REFUSALS[right] if request.user.sees(right) else UNSEEN[right] for right in missing],
        "page_url": url_of(found.survivor),
        "merge_url": _merge_url(found.survivor, found.other),
        "swap_url": _merge_url(found.other, found.survivor),
    }


def _merge_url(customer: Customer, other: Customer) -> str:
    return f"{reverse(f'merge_{customer.kind}', args=[customer.pk])}?other={other.pk}"


def _choices(request: HttpRequest) -> dict[str, str]:
    """What was chosen so far, by the name of the difference."""
    return {name.removeprefix(_CHOICE): side for name, side in request.POST.items() if name.startswith(_CHOICE)}  # type: ignore[misc]
