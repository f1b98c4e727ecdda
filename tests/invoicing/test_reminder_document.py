"""A reminder on paper: its letter, how the amount comes about, and the code to pay it."""

import io
from decimal import Decimal

import pikepdf
import pytest

from comptoir.core.mail import Letter
from comptoir.invoicing import documents, epc
from comptoir.invoicing.documents import reminder
from comptoir.invoicing.late_costs import LateCosts
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.payments import register
from tests.billing import a_business, a_full_draft, a_line, booked, whole
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

LETTER = Letter("Overdue: invoice 2026/1", "Dear Anne,\n\nPlease pay #now.\n\nKind regards,\nAtelier Nord\n")
COSTS = LateCosts(Decimal("12.34"), Decimal(40))


def an_overdue_invoice() -> Invoice:
    account = a_business()
    invoice = booked(a_full_draft(account, None, a_line(account)))
    register(invoice, amount=Decimal(21), paid_on=TODAY, by=None, at=NOW)
    invoice.refresh_from_db()
    return invoice


def test_it_is_marked_and_says_what_is_owed_and_why() -> None:
    content = documents.reminder_pdf(an_overdue_invoice(), letter=LETTER, language="en", late_costs=COSTS, on=TODAY)
    said = whole(content)
    for expected in (
        "Overdue: invoice 2026/1",
        "Reminder",
        "Date 24 November 2026",
        "Invoice 2026/1 Invoice date 24 November 2026",
        "Due date 24 December 2026",
        "Dear Anne, Please pay #now. Kind regards, Atelier Nord",
        "Invoice 2026/1 €121.00 Paid −€21.00",
        "Interest for late payment €12.34",
        "Fixed compensation for late payment €40.00",
        "To pay now €152.34",
        "Please pay €152.34 now.",
        "Payment reference +++260/0000/00170+++",
    ):
        assert expected in said, expected


def test_the_code_asks_for_all_of_it() -> None:
    data, assets = reminder.data_of(an_overdue_invoice(), letter=LETTER, language="en", late_costs=COSTS, on=TODAY)
    expected = "BCD\n002\n1\nSCT\nBBRUBEBB\nAtelier Nord\nBE68539007547034\nEUR152.34\n\n\n+++260/0000/00170+++"
    assert assets == {"qr": epc.picture(expected)}
    assert data["is_letter"]


def test_without_late_costs_it_asks_for_what_is_due() -> None:
    said = whole(documents.reminder_pdf(an_overdue_invoice(), letter=LETTER, language="fr", on=TODAY))
    assert "100,00 €" in said
    assert "12,34" not in said


def test_what_was_paid_since_does_not_change_what_it_asked_for() -> None:
    content = documents.reminder_pdf(
        an_overdue_invoice(), letter=LETTER, language="en", due=Decimal("110.00"), late_costs=COSTS, on=TODAY
    )
    assert "Invoice 2026/1 €121.00 Paid and credited by then −€11.00" in whole(content)
    assert "To pay now €162.34" in whole(content)


def test_it_is_read_aloud_in_its_language() -> None:
    content = documents.reminder_pdf(an_overdue_invoice(), letter=LETTER, language="nl", on=TODAY)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.Root.Lang) == "nl"
        assert str(file.docinfo["/Title"]) == LETTER.subject
