"""What is done to a credit note: deleted while it is the last of its series."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.activities.models import Activity
from comptoir.invoicing import deletion
from comptoir.invoicing.models import CreditNote
from comptoir.invoicing.refusals import Refusal
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.find import own
from comptoir.web.invoicing import words
from comptoir.web.links import url_of
from comptoir.web.toasts import toast


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what is due again, then delete. A second click finds it gone and says so."""
    require(request.user, Right.INVOICES)
    if _is_deleted(request, id):
        toast(request, _("This has already been deleted."))
        return go(request, reverse("invoices"))
    note = own(request, CreditNote.objects.select_related("customer", "department", "invoice"), id)
    try:
        if request.method == "GET":
            return _ask_to_delete(request, note)
        invoice = deletion.delete_credit_note(note, by=request.user, at=now(request))
    except Refusal as refusal:
        toast(request, words.sentence(refusal), warning=True)
        return go(request, url_of(note))
    toast(request, words.credit_note_deleted(note, invoice))
    return go(request, url_of(invoice))


def _ask_to_delete(request: HttpRequest, note: CreditNote) -> HttpResponse:
    if obstacle := deletion.obstacle(note):
        raise obstacle
    title = _("Delete credit note %(number)s") % {"number": note.credit_note_number}
    context = {"note": note, "customer": note.customer, "due_after": note.invoice.due + note.tax_inclusive}
    return dialog(request, "invoicing/delete_credit_note.html", context, title=title)


def _is_deleted(request: HttpRequest, id: UUID) -> bool:
    ours = Activity.objects.of(request.user.account)
    return ours.filter(kind="invoice.credit_note_deleted", effects__credit_note__id=str(id)).exists()
