"""Joining contacts and companies from the page of either."""

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.accounts.rights import Right, require
from comptoir.customers import links
from comptoir.customers.links import AlreadyLinked, NotLinkable
from comptoir.customers.models import Customer, Kind, Link
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.customers.picker import CustomerField
from comptoir.web.find import own
from comptoir.web.forms import Form
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


class PlaceForm(Form):
    """What a contact does in a company."""

    position = forms.CharField(label=gettext_lazy("Position"), required=False, max_length=100)
    division = forms.CharField(label=gettext_lazy("Division"), required=False, max_length=100)
    decision_maker = forms.BooleanField(
        label=gettext_lazy("Decision maker"),
        required=False,
        help_text=gettext_lazy("Receives the company’s reminders too."),
    )


class LinkForm(PlaceForm):
    """Whom to link with, and their place in the company."""

    field_order = ("other",)

    def __init__(self, *args, customer: Customer, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kind, label = (Kind.CONTACT, _("Contact")) if customer.is_company else (Kind.COMPANY, _("Company"))
        self.fields["other"] = CustomerField(account=customer.account, kind=kind, label=label)
        self.order_fields(self.field_order)

    def refuse(self, error: Exception) -> None:
        """Put what the verb refused beside the picker."""
        self.add_error("other", forms.ValidationError(str(error)))


def link(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """Link the customer with one of the other kind."""
    customer = own(request, Customer.objects.select_related("account").filter(kind=kind), id)
    require(request.user, Right.CUSTOMERS)
    form = LinkForm(request.POST or None, customer=customer)
    if request.method == "POST" and form.is_valid():
        place = {key: value for key, value in form.cleaned_data.items() if key != "other"}
        try:
            links.link(customer, to=form.cleaned_data["other"], by=request.user, at=now(request), **place)
        except (AlreadyLinked, NotLinkable) as error:
            form.refuse(error)
        else:
            toast(request, _("Linked with %(name)s") % {"name": form.cleaned_data["other"].name})
            return go(request, people_url(customer))
    title = _("Add a person") if customer.is_company else _("Add a company")
    return _dialog(request, customer, form, title=title, save=_("Link"))


def update_link(request: HttpRequest, kind: str, id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    """Change the position and the like."""
    customer, found = _find(request, kind, id, link_id)
    place = {"position": found.position, "division": found.division, "decision_maker": found.decision_maker}
    form = PlaceForm(request.POST or None, initial=place)
    if request.method == "POST" and form.is_valid():
        links.update_link(found, seen_from=customer, by=request.user, at=now(request), **form.cleaned_data)
        return go(request, people_url(customer))
    names = {"contact": found.contact.name, "company": found.company.name}
    return _dialog(request, customer, form, title=_("%(contact)s at %(company)s") % names, save=_("Save"))


def unlink(request: HttpRequest, kind: str, id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    """Part the two; both stay."""
    customer, found = _find(request, kind, id, link_id)
    if request.method == "POST":
        links.unlink(found, seen_from=customer, by=request.user, at=now(request))
        toast(request, _("Link removed"))
        return go(request, people_url(customer))
    context = {"link": found, "customer_url": people_url(customer)}
    names = {"contact": found.contact.name, "company": found.company.name}
    title = _("Remove the link between %(contact)s and %(company)s") % names
    return dialog(request, "customers/unlink.html", context, title=title)


def people_url(customer: Customer) -> str:
    """The tab of the customer's page on which its links stand."""
    return f"{url_of(customer)}?tab=people"


def _find(request: HttpRequest, kind: str, id: uuid.UUID, link_id: uuid.UUID) -> tuple[Customer, Link]:
    customer = own(request, Customer.objects.filter(kind=kind), id)
    found = own(request, customer.links.select_related("contact", "company"), link_id)
    require(request.user, Right.CUSTOMERS)
    return customer, found


def _dialog(request: HttpRequest, customer: Customer, form: PlaceForm, *, title: str, save: str) -> HttpResponse:
    context = {"form": form, "customer_url": people_url(customer), "save": save}
    return dialog(request, "customers/link.html", context, title=title, status=422 if form.errors else 200)
