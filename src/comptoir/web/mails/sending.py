"""Sending an invoice or a credit note: the letter before it leaves, in whatever language."""

import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.core.mail import transport
from comptoir.invoicing import attachments, delivering, mail_templates
from comptoir.invoicing.models import CreditNote, Delivery, Invoice
from comptoir.invoicing.papers import Paper, addresses_of, kind_of, refuse_unsendable
from comptoir.invoicing.refusals import NoRecipient, NotBooked, SentElsewhere
from comptoir.web.answers import dialog, go
from comptoir.web.clock import now
from comptoir.web.context import LANGUAGE_NAMES
from comptoir.web.find import own
from comptoir.web.forms import accepted
from comptoir.web.links import url_of
from comptoir.web.mails import words
from comptoir.web.mails.forms import SendForm
from comptoir.web.toasts import toast

logger = logging.getLogger(__name__)

INVOICES = Invoice.objects.select_related("account", "customer", "department")
CREDIT_NOTES = CreditNote.objects.select_related("account", "customer", "department", "invoice__customer")


@require_http_methods(["GET", "POST"])
def invoice(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the letter of an invoice and to whom it goes; send it."""
    return _send(request, own(request, INVOICES, id))


@require_http_methods(["GET", "POST"])
def credit_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show the letter of a credit note and to whom it goes; send it."""
    return _send(request, own(request, CREDIT_NOTES, id))


def send_at_once(request: HttpRequest, booked: Invoice) -> None:
    """Send what was just booked to whom its mails go, in Comptoir's or the account's words, and tell what came of it."""
    document = INVOICES.get(pk=booked.pk)
    letter = mail_templates.written(kind_of(document), document)
    given = {"recipients": addresses_of(document), "subject": letter.subject, "body": letter.body}
    try:
        words.say(request, _sent(request, document, {"id": new_id(), **given}))
    except NoRecipient:
        toast(request, _("It was not sent: nobody has an e-mail address."), warning=True)
    except Exception:
        # Whatever it was, the invoice is booked, and it must be said that nothing left.
        logger.exception("Invoice %s was booked and not sent", document.pk)
        toast(request, _("It was not sent because of an error. Send it from its page."), warning=True)


def _send(request: HttpRequest, document: Paper) -> HttpResponse:
    require(request.user, Right.INVOICES)
    try:
        refuse_unsendable(document)
    except (NotBooked, SentElsewhere) as refusal:
        toast(request, words.sentence(refusal), warning=True)
        return go(request, url_of(document))
    language = _language(request, document)
    form = SendForm(request.POST if request.method == "POST" else None, initial=_prepared(document, language))
    sent: list[Delivery] = []
    try:
        if accepted(form, lambda: sent.append(_sent(request, document, form.cleaned_data))):
            words.say(request, sent[0])
            return go(request, url_of(document))
    except NoRecipient as refusal:
        form.add_error("recipients", words.sentence(refusal))
    for name in ("subject", "body"):
        form.fields[name].widget.attrs["lang"] = language
    title = _("Send %(number)s") % {"number": document}
    context = {
        "form": form,
        "document": document,
        "customer": document.customer,
        "title": title,
        "page_url": url_of(document),
        "attached": attachments.names_of(document),
        "language": language,
        "languages": LANGUAGE_NAMES.items(),
        "sent_before": document.sent_at,
    }
    return dialog(
        request,
        "mails/send.html",
        context,
        title=title,
        status=422 if form.errors else 200,
        styles="comptoir/mails.css",
    )


def _prepared(document: Paper, language: str) -> dict[str, Any]:
    letter = mail_templates.written(kind_of(document), document, language=language)
    to = ", ".join(addresses_of(document))
    return {"id": new_id(), "recipients": to, "subject": letter.subject, "body": letter.body}


def _language(request: HttpRequest, document: Paper) -> str:
    asked = request.GET.get("language", "")
    language: str = asked if asked in LANGUAGE_NAMES else document.customer.language
    return language


def _sent(request: HttpRequest, document: Paper, given: dict[str, Any]) -> Delivery:
    with transport(settings.EMAIL_URL) as way_out:
        try:
            return delivering.send_by_mail(document, by=request.user, at=now(request), transport=way_out, **given)
        except Delivery.DoesNotExist:  # the form's id is that of another document's delivery
            raise Http404 from None
