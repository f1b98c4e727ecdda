"""Deleting a customer that left no documents."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.accounts.rights import Right, require
from comptoir.customers.models import Customer
from comptoir.lifecycle import deletion
from comptoir.lifecycle.deletion import HasDocuments
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


def delete(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """Say what would go and what stays, or what stands in the way; then delete."""
    customer = own(request, Customer.objects.filter(kind=kind), id)
    require(request.user, Right.CUSTOMERS)
    documents, status = deletion.documents_of(customer), 200
    if request.method == "POST":
        try:
            deletion.delete(customer, by=request.user, at=now(request))
        except HasDocuments as refusal:
            documents, status = refusal.documents, 409
        else:
            toast(request, _("%(name)s deleted") % {"name": customer.name})
            return go(request, reverse("companies" if customer.is_company else "contacts"))
    context = {
        "customer": customer,
        "customer_url": url_of(customer),
        "documents": documents,
        "belongings": deletion.belongings_of(customer),
    }
    title = _("Delete %(name)s") % {"name": customer.name}
    return dialog(request, "customers/delete.html", context, title=title, status=status)
