"""What a delivery has to know of an invoice or a credit note alike."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.activities.record import record
from comptoir.followups.looking_after import who_looks_after
from comptoir.followups.tasks import add_task
from comptoir.invoicing.locking import locked, the_row
from comptoir.invoicing.models import CreditNote, Delivery, Invoice, MailKind
from comptoir.invoicing.recipients import recipients_of
from comptoir.invoicing.refusals import NotBooked, SentElsewhere

Paper = Invoice | CreditNote


def kind_of(paper: Paper) -> MailKind:
    """The mail that it leaves with."""
    return MailKind.CREDIT_NOTE if isinstance(paper, CreditNote) else MailKind.INVOICE


def as_field(paper: Paper) -> dict[str, Paper]:
    """As a delivery keeps it: {"invoice": …} or {"credit_note": …}."""
    return {kind_of(paper).value: paper}


def the_invoice(paper: Paper) -> Invoice:
    """The invoice, or the one that the credit note takes back: it says to whom the mail goes."""
    return paper.invoice if isinstance(paper, CreditNote) else paper


def refuse_unsendable(paper: Paper) -> None:
    """Raise NotBooked for what has no number yet, SentElsewhere for what was booked elsewhere: we have no document of it."""
    if isinstance(paper, Invoice) and paper.is_draft:
        raise NotBooked
    if isinstance(paper, Invoice) and paper.imported_at:
        raise SentElsewhere


def addresses_of(paper: Paper) -> list[str]:
    """To whom it goes by mail when nobody says otherwise; none when nobody is reachable."""
    invoice = the_invoice(paper)
    return list(recipients_of([invoice])[invoice.pk])


def locked_paper(paper: Paper) -> Paper:
    """As it is now, kept from others until the transaction ends. Raises DoesNotExist if it was deleted."""
    if isinstance(paper, Invoice):
        return locked(paper)
    rows = CreditNote.objects.select_for_update(of=("self",), no_key=True)
    found: CreditNote = the_row(rows.select_related("account", "department", "customer", "invoice"), paper.pk)
    return found


def look_again_when_sent(paper: Paper) -> None:
    """Write when it last left for the customer and did not come back. Call it with the paper locked."""
    last = paper.deliveries.filter(state=Delivery.State.SENT).order_by("-sent_at").values_list("sent_at", flat=True)
    type(paper).objects.filter(pk=paper.pk).update(sent_at=last.first())


def tell(
    what: str, paper: Paper, *, by: User | None, at: dt.datetime, delivery: Delivery | None, **effects: Any
) -> None:
    """Record "invoice.<what>" or "credit_note.<what>" on the timelines of the document and its customer."""
    kind = kind_of(paper).value
    facts = {"id": paper.pk, "number": str(paper), "total": paper.tax_inclusive, "currency": paper.currency}
    if delivery:
        effects["delivery"] = {"id": delivery.pk, "channel": delivery.channel}
    record(
        f"{kind}.{what}",
        account=paper.account,
        by=by,
        at=at,
        subject=paper,
        customer_id=paper.customer_id,
        **{kind: facts},
        **effects,
    )


def set_task(paper: Paper, title: str, *, key: str, description: str = "", at: dt.datetime) -> bool:
    """Ask the customer's account manager, else an owner, to look at it, once for each `key`. `title` has a %(number)s.

    Says whether the task is new.
    """
    account = paper.account
    customer = type(paper.customer).objects.select_related("account", "responsible_user").get(pk=paper.customer_id)
    facts = {"number": str(paper), "customer": customer.name[:80]}
    added = add_task(
        customer,
        title=(title % facts)[:200],
        description=description,
        due_on=account.day(at),
        assignee=who_looks_after([customer], account=account)[customer.pk],
        at=at,
        reason_key=key,
    )
    return added is not None


def nobody_reachable(paper: Paper) -> str:
    """The title of the task that asks for an address, in the active language."""
    if isinstance(paper, CreditNote):
        return _("Find an e-mail address: credit note %(number)s cannot be sent to %(customer)s")
    return _("Find an e-mail address: invoice %(number)s cannot be sent to %(customer)s")
