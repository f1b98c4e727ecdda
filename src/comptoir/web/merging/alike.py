"""Who may be the same customer: beside a form that is being filled in, and on the page that merges two."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from comptoir.accounts.models import Account
from comptoir.accounts.rights import Right, require
from comptoir.customers.duplicates import Alike, alike
from comptoir.customers.facts import Facts, checked
from comptoir.customers.models import AddressType, Customer
from comptoir.web.customers.forms import CustomerForm
from comptoir.web.customers.known import EMAILS, TELEPHONES
from comptoir.web.merging import words


@dataclass(frozen=True)
class Found:
    """Somebody who may be the same, as a list names them."""

    customer: Customer
    city: str
    signs: str


def named(those: list[Alike]) -> list[Found]:
    """With what they share in words."""
    return [Found(each.customer, each.city, words.signs(each.signs)) for each in those]


def not_seen_yet(request: HttpRequest, form: CustomerForm) -> list[Found]:
    """Who may be the same as whom the filled-in form adds, all of them, unless the button says that they were seen."""
    those = alike(request.user.account, form.facts(), kind=form.kind, besides=form.id_once)
    seen = request.POST.get("anyway", "").split()
    return [] if all(str(each.customer.pk) in seen for each in those) else named(those)


@require_POST
def while_typing(request: HttpRequest, kind: str) -> HttpResponse:
    """Who may be meant by what stands in the form so far; empty when nobody is."""
    require(request.user, Right.CUSTOMERS)
    account = request.user.account
    facts = facts_typed(request.POST, account=account, kind=kind)
    return render(request, "merging/_alike.html", {"alike": named(alike(account, facts, kind=kind))})


def facts_typed(typed: Mapping[str, Any], *, account: Account, kind: str) -> Facts:
    """What was typed so far, as it would be kept; what is not finished yet counts for nothing."""
    home = typed.get("primary_country", "")
    each: dict[str, Any] = {field: typed.get(field, "") for field in ("name", "first_name", "last_name", "iban")}
    each["vat_number"] = typed.get("vat_number", "")
    each["emails"] = [{"type": type, "email": typed.get(field, "")} for field, type in EMAILS.items()]
    each["telephones"] = [{"type": type, "number": typed.get(field, "")} for field, type in TELEPHONES.items()]
    each["addresses"] = [{"type": type, "city": typed.get(f"{type}_city", "")} for type in AddressType.values]
    facts: dict[str, Any] = {"addresses": each.pop("addresses")}
    for field, value in each.items():
        try:
            facts[field] = checked(cast(Facts, {field: value}), account=account, kind="", home=home)[field]  # type: ignore[literal-required]
        except ValidationError:
            continue
    return cast(Facts, facts)
