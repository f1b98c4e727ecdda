"""Booked documents to send, and files that stand for theirs."""

from typing import Any

from comptoir.core.mail import Answer, Attachment, NotSent, Sent
from comptoir.invoicing.models import CreditNote, Invoice
from tests.factories import a_company, an_account, an_invoice, the_department


def a_sendable_invoice(**facts: Any) -> Invoice:
    """Booked, of a department with an address of its own."""
    account = an_account()
    department = the_department(account)
    department.email = "us@nord.example"
    department.save()
    return fresh(an_invoice(a_company(account, email=facts.pop("to", "info@midi.example")), **facts))


def fresh(invoice: Invoice) -> Invoice:
    """As it is now, with what sending needs at hand."""
    return Invoice.objects.select_related("account", "customer", "department").get(pk=invoice.pk)


def files_of(document: Invoice | CreditNote) -> list[Attachment]:
    """Two small files, quickly made."""
    name = str(document).replace("/", "-")
    return [
        Attachment(f"{name}.pdf", b"%PDF-1.7 " + name.encode()),
        Attachment(f"{name}.xml", b"<Invoice/>", "application/xml"),
    ]


class Answering:
    """A way out that gives one answer to everything and counts."""

    def __init__(self, answer: Answer | Exception | None = None, *, unready: NotSent | None = None) -> None:
        self.answer = answer or Sent()
        self.unready = unready
        self.sent: list[Any] = []

    def __enter__(self) -> "Answering":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def connect(self) -> NotSent | None:
        return self.unready

    def send(self, message: Any, **_to: Any) -> Answer:
        self.sent.append(message)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer
