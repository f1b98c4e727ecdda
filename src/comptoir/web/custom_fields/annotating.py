"""The account's own fields of an invoice or a subscription, changed on its page: also when nothing else may be."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.models import Account
from comptoir.accounts.rights import Right, require
from comptoir.invoicing import annotating as invoices
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.refusals import ChangedMeanwhile as InvoiceChangedMeanwhile
from comptoir.invoicing.refusals import FieldsAtFault
from comptoir.subscriptions import annotating as subscriptions
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.refusals import ChangedMeanwhile as SubscriptionChangedMeanwhile
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.custom_fields.fields import WithCustomFields
from comptoir.web.find import own
from comptoir.web.links import url_of
from comptoir.web.sent import seen_in
from comptoir.web.toasts import toast


class FieldsForm(WithCustomFields):
    """The account's own fields and nothing else."""

    def __init__(self, *args: Any, account: Account, about: str, record: UUID, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        self.add_custom(account, about, record)


@require_http_methods(["GET", "POST"])
def invoice(request: HttpRequest, id: UUID) -> HttpResponse:
    """The fields of an invoice: what it says stays as it is."""
    require(request.user, Right.INVOICES)
    found = own(request, Invoice.objects.select_related("account", "customer"), id)
    title = _("Fields of invoice %(number)s") % {"number": found.invoice_number}
    if found.is_draft:
        title = _("Fields of the draft for %(name)s") % {"name": found.customer.name}
    return _answer(request, found, invoices.annotate, title=title)


@require_http_methods(["GET", "POST"])
def subscription(request: HttpRequest, id: UUID) -> HttpResponse:
    """The fields of a subscription, of a deactivated one too."""
    require(request.user, Right.SUBSCRIPTIONS)
    found = own(request, Subscription.objects.select_related("account"), id)
    title = _("Fields of %(title)s") % {"title": found.title}
    return _answer(request, found, subscriptions.annotate, title=title)


def _answer(
    request: HttpRequest, found: Invoice | Subscription, annotate: Callable[..., Any], *, title: str
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    about = found._meta.model_name or ""
    form = FieldsForm(data, account=found.account, about=about, record=found.pk)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                annotate(found, form.custom(), by=request.user, at=now(request), seen=seen_in(request))
            except FieldsAtFault as refusal:
                for field, fault in refusal.faults.items():
                    form.add_error(field if field in form.fields else None, fault)
            except (InvoiceChangedMeanwhile, SubscriptionChangedMeanwhile):
                found.refresh_from_db()
                form.add_error(None, _("Somebody changed this meanwhile. Saving again replaces what they wrote."))
                status = 409
            else:
                toast(request, _("Fields saved."))
                return go(request, url_of(found))
    context = {"form": form, "seen": found.updated_at.isoformat(), "record_url": url_of(found)}
    return dialog(request, "custom_fields/annotate.html", context, title=title, status=status)
