"""Adding and editing a customer."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account
from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.customers import records
from comptoir.customers.models import Customer
from comptoir.customers.records import ChangedMeanwhile
from comptoir.lifecycle import editing
from comptoir.web.answers import go
from comptoir.web.clock import now
from comptoir.web.customers.forms import CustomerForm, form_of
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.merging.alike import not_seen_yet
from comptoir.web.toasts import toast


def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new contact or company. When others may be the same they are named first; saving anyway is one click more."""
    require(request.user, Right.CUSTOMERS)
    account = request.user.account
    home = home_of(account)
    form = form_of(kind)(request.POST or None, account=account, home=home)
    cancel_url = reverse("companies" if kind == "company" else "contacts")
    if request.method == "POST" and form.is_valid():
        if unseen := not_seen_yet(request, form):
            return _shown(request, form, cancel_url=cancel_url, alike=unseen, status=409)
        try:
            customer = records.add(
                account=account,
                kind=kind,
                by=request.user,
                at=now(request),
                home=home,
                id=form.id_once,
                custom=form.custom(),
                **form.facts(),
            )
        except ValidationError as error:
            _put_beside_fields(form, error)
        else:
            toast(request, _("%(name)s added") % {"name": customer.name})
            return go(request, url_of(customer))
    return _shown(request, form, cancel_url=cancel_url)


def edit(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """Change a contact or company."""
    customer = own(request, Customer.objects.select_related("account").filter(kind=kind), id)
    require(request.user, Right.CUSTOMERS)
    form = form_of(kind)(
        request.POST or None, account=customer.account, home=home_of(customer.account), customer=customer
    )
    change = None
    if request.method == "POST" and form.is_valid():
        try:
            said = form.facts()
            customer = editing.edit(
                customer, by=request.user, at=now(request), seen=form.seen_at, custom=form.custom(), **said
            )
        except ChangedMeanwhile:
            form.look_again(customer)
            change = Activity.objects.about(customer).select_related("by").first()
        except ValidationError as error:
            _put_beside_fields(form, error)
        else:
            toast(request, _("%(name)s saved") % {"name": customer.name})
            return go(request, url_of(customer))
    return _shown(request, form, cancel_url=url_of(customer), change=change)


def home_of(account: Account) -> str:
    """The country of the account's default department: what a number or an address is of when nothing is said."""
    return account.departments.values_list("country", flat=True).first() or ""


def _shown(
    request: HttpRequest, form: CustomerForm, *, cancel_url: str, status: int | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "customer": form.customer, "kind": form.kind, "cancel_url": cancel_url, **more}
    return render(request, "customers/form.html", context, status=status or (422 if form.errors else 200))


def _put_beside_fields(form: CustomerForm, error: ValidationError) -> None:
    """What only the verb could see: beside its field, or on top where the form has no such field."""
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
