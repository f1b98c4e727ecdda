"""What goes out on the next morning: by e-mail, as letters, and what is kept back and why."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comptoir.invoicing.foreseeing import foreseen
from comptoir.invoicing.leaving import kept_back_on, leaving_on
from comptoir.invoicing.models import Channel, Invoice, InvoiceQuerySet
from comptoir.invoicing.reminding import next_run_on
from comptoir.web import paging
from comptoir.web.answers import dialog
from comptoir.web.clock import now, today
from comptoir.web.find import own
from comptoir.web.reminders.pages import Tab

TABS = ("", "letters", "kept-back")


def overview(request: HttpRequest) -> HttpResponse:
    """The reminders of the next morning run, as things stand."""
    account = request.user.account
    on = next_run_on(account, at=now(request))
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    leaving, kept_back = leaving_on(account, on=on), kept_back_on(account, on=on)
    rows = {
        "": leaving.filter(leaves_by=Channel.EMAIL),
        "letters": leaving.filter(leaves_by=Channel.LETTER),
        "kept-back": kept_back,
    }
    page = paging.page(request, _with_relations(rows[tab]), sorts={"due": "due_on"}, default="due")
    context: dict[str, Any] = {
        "page": page,
        "tab": tab,
        "tabs": _tabs(tab, {key: found.order_by()[: paging.CAP].count() for key, found in rows.items()}),
        "at": account.morning(on),
        "is_today": on == today(request),
        "foreseen": foreseen(page.rows, on=on) if tab != "kept-back" else [],
    }
    return render(request, "reminders/tomorrow.html", context)


def letter(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The letter that one of these invoices gets on the next morning."""
    invoice = own(request, _with_relations(Invoice.objects.all()), invoice_id)
    on = next_run_on(request.user.account, at=now(request))
    if not (found := foreseen([invoice], on=on)):
        raise Http404
    title = _("The letter about %(number)s") % {"number": invoice}
    context = {"reminder": found[0], "invoice": invoice, "title": title, "at": request.user.account.morning(on)}
    return dialog(request, "reminders/tomorrow_letter.html", context, title=title)


def _with_relations(rows: InvoiceQuerySet) -> InvoiceQuerySet:
    return rows.select_related("customer", "department", "account").prefetch_related("customer__addresses")


def _tabs(current: str, counts: dict[str, int]) -> list[Tab]:
    labels = {"": _("By e-mail"), "letters": _("Letters"), "kept-back": _("Kept back")}
    return [Tab(label, f"?tab={key}" if key else "?", key == current, counts[key]) for key, label in labels.items()]
