"""Book, pay, hold, release, credit: each from its dialog, each once."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.invoicing import payments
from comptoir.invoicing.models import CreditNote, Invoice, InvoiceLine, Payment
from tests.factories import NOW, TODAY, a_company, a_draft, a_paid_invoice, a_reminder, an_invoice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def post(desk: Client, path: str, **data: Any) -> Any:
    return desk.post(f"/invoices/{path}", data)


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def kinds() -> list[str]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


# --- Booking --------------------------------------------------------------------------------------


def test_the_booking_dialog_names_number_and_due_date(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    shown = desk.get(f"/invoices/{draft.pk}/book/").content.decode()
    assert "2026/1" in shown
    assert "24 Dec 2026" in shown
    shown = desk.get(f"/invoices/{draft.pk}/book/?on=2025-12-30").content.decode()
    assert "2025/1" in shown
    assert "29 Jan 2026" in shown


def test_booking_leads_to_the_invoice_and_says_what_was_done(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    answer = post(desk, f"{draft.pk}/book/", on="2026-11-24")
    assert (answer.status_code, answer["Location"]) == (302, f"/invoices/{draft.pk}/")
    assert toasts(answer) == ["Invoice 2026/1 booked, due on 24 December 2026."]
    assert Invoice.objects.get().invoice_number == "2026/1"


def test_a_second_click_books_nothing_and_is_no_error(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    post(desk, f"{draft.pk}/book/", on="2026-11-24")
    answer = post(desk, f"{draft.pk}/book/", on="2026-11-24")
    assert answer.status_code == 302
    assert toasts(answer)[-1] == "Invoice 2026/1 has already been booked."
    assert kinds() == ["invoice.booked"]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("", "Please fill this in."),
        ("31/31/2026", "This is not a date."),
        ("20266-11-24", "This is not a date."),
        ("1926-11-24", "This day is too far away."),
        ("2028-11-24", "This day is too far away."),
        ("2026-11-01", "2026/1 is dated 24 November 2026."),
    ],
)
def test_a_date_that_cannot_be_is_refused_beside_its_field(
    desk: Client, account: Account, on: str, sentence: str
) -> None:
    customer = a_company(account)
    post(desk, f"{a_draft(customer).pk}/book/", on="2026-11-24")
    draft = a_draft(customer)
    answer = post(desk, f"{draft.pk}/book/", on=on)
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["on"][0]
    assert f'value="{on}"' in answer.content.decode() or not on
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_draft_without_lines_is_refused_in_words(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    InvoiceLine.objects.all().delete()
    answer = post(desk, f"{draft.pk}/book/", on="2026-11-24")
    assert answer.status_code == 422
    assert "This draft has no lines. Add a line first." in answer.content.decode()


# --- Payments -------------------------------------------------------------------------------------


def pay(desk: Client, invoice: Invoice, amount: str, **data: Any) -> Any:
    facts = {"amount": amount, "paid_on": "2026-11-24", "method": "bank_transfer", "request_key": str(uuid4())}
    return post(desk, f"{invoice.pk}/payments/", **(facts | data))


def test_the_payment_dialog_comes_with_all_that_is_due_today(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), total="1210.00", paid="210.00")
    form = desk.get(f"/invoices/{invoice.pk}/payments/").context["form"]
    assert (form["amount"].value(), form["paid_on"].value()) == ("1000.00", TODAY)


def test_a_payment_is_registered_in_the_users_own_way_of_writing(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), total="1210.00")
    assert toasts(pay(desk, invoice, "1.000,50")) == [
        f"Payment registered. Still due on {invoice.invoice_number}: €\xa0209.50."
    ]
    assert toasts(pay(desk, invoice, "209.50"))[-1] == f"Invoice {invoice.invoice_number} is paid."
    invoice.refresh_from_db()
    assert invoice.is_settled


def test_the_same_form_sent_twice_registers_once(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    key = str(uuid4())
    for amount in ("50", "50"):
        assert pay(desk, invoice, amount, request_key=key).status_code == 302
    assert (Payment.objects.count(), kinds()) == (1, ["invoice.payment_registered"])


def test_the_form_that_settled_sent_twice_is_no_error(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    key = str(uuid4())
    for _ in range(2):
        answer = pay(desk, invoice, "121", request_key=key)
        assert answer.status_code == 302
    assert toasts(answer)[-1] == f"Invoice {invoice.invoice_number} is paid."
    assert toasts(pay(desk, invoice, "1"))[-1] == f"Invoice {invoice.invoice_number} is settled already."


@pytest.mark.parametrize(
    ("amount", "paid_on", "field", "sentence"),
    [
        ("121.01", "2026-11-24", "amount", "Only €\xa0121.00 is due."),
        ("0", "2026-11-24", "amount", "The amount must be more than zero"),
        ("-5", "2026-11-24", "amount", "The amount must be more than zero"),
        ("1.005", "2026-11-24", "amount", "no more than 2 decimal places"),
        ("a lot", "2026-11-24", "amount", "This is not a number."),
        ("NaN", "2026-11-24", "amount", "This is not a number."),
        ("", "2026-11-24", "amount", "Please fill this in."),
        ("5", "2026-11-25", "paid_on", "This day has not come yet."),
        ("5", "1826-11-25", "paid_on", "This day is too far away."),
        ("5", "yesterday", "paid_on", "This is not a date."),
    ],
)
def test_what_cannot_be_comes_back_with_everything_kept(
    desk: Client, account: Account, amount: str, paid_on: str, field: str, sentence: str
) -> None:
    invoice = an_invoice(a_company(account))
    answer = pay(desk, invoice, amount, paid_on=paid_on, method="cash")
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert sentence in form.errors[field][0]
    assert [form[name].value() for name in ("amount", "paid_on", "method")] == [amount, paid_on, "cash"]
    assert Payment.objects.count() == 0


def test_before_a_payment_is_removed_the_dialog_says_what_is_due_then(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), total="121.00")
    payment = payments.register(invoice, amount=Decimal("21.00"), paid_on=TODAY, by=None, at=NOW)
    path = f"/invoices/{invoice.pk}/payments/{payment.pk}/remove/"
    assert path in desk.get(f"/invoices/{invoice.pk}/").content.decode()
    shown = desk.get(path).content.decode()
    assert "The payment of €\xa021.00 by Brasserie du Midi SRL on 24 November 2026 no longer counts." in shown
    assert f"Then €\xa0121.00 is due on {invoice.invoice_number}." in shown
    assert "Reminders follow the schedule again." in shown
    assert Payment.objects.count() == 1


def test_a_payment_from_before_the_invoice_counts(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    pay(desk, invoice, "50", paid_on="2026-10-01")
    invoice.refresh_from_db()
    assert invoice.due == Decimal("71.00")


def test_a_payment_is_removed_once(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    payment = payments.register(invoice, amount=Decimal(121), paid_on=TODAY, by=None, at=NOW)
    assert toasts(post(desk, f"{invoice.pk}/payments/{payment.pk}/remove/")) == [
        f"Payment removed. Due on {invoice.invoice_number}: €\xa0121.00."
    ]
    again = post(desk, f"{invoice.pk}/payments/{payment.pk}/remove/")
    assert toasts(again)[-1] == "This payment has already been removed."
    assert Payment.objects.count() == 0


def test_a_payment_is_only_found_through_its_own_invoice(desk: Client, account: Account) -> None:
    customer = a_company(account)
    payment = payments.register(an_invoice(customer), amount=Decimal(1), paid_on=TODAY, by=None, at=NOW)
    post(desk, f"{an_invoice(customer).pk}/payments/{payment.pk}/remove/")
    assert Payment.objects.count() == 1


# --- Holds ----------------------------------------------------------------------------------------


def test_the_hold_dialog_says_which_reminder_will_not_leave(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), overdue_by=2)
    shown = desk.get(f"/invoices/{invoice.pk}/hold/").content.decode()
    assert "the reminder of 29 November 2026 will not leave" in shown


def test_an_invoice_is_put_on_hold_with_reason_and_end(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), overdue_by=2)
    answer = post(desk, f"{invoice.pk}/hold/", reason="Dispute", until="2026-12-24")
    assert toasts(answer) == [f"{invoice.invoice_number} is on hold until 24 December 2026."]
    invoice.refresh_from_db()
    assert (invoice.on_hold_since, invoice.hold_reason, invoice.on_hold_until) == (
        TODAY,
        "Dispute",
        dt.date(2026, 12, 24),
    )


def test_a_reminder_that_was_leaving_is_named(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), overdue_by=8)
    a_reminder(invoice, state="leaving")
    assert "was leaving at that very moment" in toasts(post(desk, f"{invoice.pk}/hold/"))[1]


@pytest.mark.parametrize("until", ["2026-11-24", "2020-01-01", "9999-01-01", "someday"])
def test_a_hold_ends_on_a_day_to_come_or_not_at_all(desk: Client, account: Account, until: str) -> None:
    invoice = an_invoice(a_company(account))
    answer = post(desk, f"{invoice.pk}/hold/", reason="Dispute", until=until)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until"])
    assert answer.context["form"]["reason"].value() == "Dispute"
    invoice.refresh_from_db()
    assert not invoice.is_on_hold


def test_a_settled_invoice_cannot_be_held(desk: Client, account: Account) -> None:
    invoice = a_paid_invoice(a_company(account))
    assert "settled" in toasts(post(desk, f"{invoice.pk}/hold/"))[0]
    assert kinds() == []


def test_a_hold_sent_twice_is_one_hold(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    for reason in ("First", "Second"):
        assert post(desk, f"{invoice.pk}/hold/", reason=reason).status_code == 302
    invoice.refresh_from_db()
    assert (invoice.hold_reason, kinds()) == ("First", ["invoice.put_on_hold"])


def test_a_release_says_when_the_next_reminder_leaves(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), overdue_by=40, on_hold=TODAY)
    answer = post(desk, f"{invoice.pk}/release/")
    assert toasts(answer) == [
        f"{invoice.invoice_number} is no longer on hold. The next reminder leaves on 25 November 2026."
    ]
    post(desk, f"{invoice.pk}/release/")
    assert kinds() == ["invoice.released"]


def test_a_selection_is_released_and_leads_back(desk: Client, account: Account) -> None:
    customer = a_company(account)
    held = [an_invoice(customer, on_hold=TODAY) for _ in range(3)]
    back = f"/companies/{customer.pk}/?tab=invoices"
    answer = post(desk, "release/", id=[str(held[0].pk), str(held[2].pk)], next=back)
    assert (answer["Location"], toasts(answer)) == (back, ["2 invoices are no longer on hold."])
    assert [invoice.is_on_hold for invoice in Invoice.objects.order_by("number")] == [False, True, False]
    assert kinds() == ["invoice.released", "invoice.released"]


def test_one_row_is_released_by_its_own_button_whatever_is_ticked(desk: Client, account: Account) -> None:
    customer = a_company(account)
    held = [an_invoice(customer, on_hold=TODAY) for _ in range(2)]
    post(desk, "release/", id=[str(held[0].pk)], only=str(held[1].pk))
    assert [invoice.is_on_hold for invoice in Invoice.objects.order_by("number")] == [True, False]


def test_nothing_ticked_says_so(desk: Client) -> None:
    assert toasts(post(desk, "release/")) == ["Tick at least one invoice first."]
    assert post(desk, "release/", id=["nonsense"]).status_code == 404


# --- Credit notes ---------------------------------------------------------------------------------


def test_the_credit_dialog_names_what_it_does(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account), paid="21.00")
    shown = desk.get(f"/invoices/{invoice.pk}/credit/").content.decode()
    for words in (
        "CN2026/1",
        "The €\xa0100.00 still due is no longer due",
        "has paid €\xa021.00 of it: you owe that back",
    ):
        assert words in shown


def test_crediting_twice_credits_once(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    answer = post(desk, f"{invoice.pk}/credit/", on="2026-11-24")
    assert toasts(answer) == [f"Invoice {invoice.invoice_number} credited with CN2026/1."]
    answer = post(desk, f"{invoice.pk}/credit/", on="2026-11-24")
    assert toasts(answer)[-1] == f"Invoice {invoice.invoice_number} has already been credited."
    assert (CreditNote.objects.count(), kinds()) == (1, ["invoice.credited"])


# --- Asked of the wrong state ---------------------------------------------------------------------


def test_a_dialog_that_makes_no_sense_any_more_leads_to_the_invoice(desk: Client, account: Account) -> None:
    customer = a_company(account)
    paid, held = a_paid_invoice(customer), an_invoice(customer, on_hold=TODAY)
    for path in (f"{paid.pk}/book/", f"{paid.pk}/payments/", f"{paid.pk}/hold/", f"{held.pk}/hold/"):
        assert desk.get(f"/invoices/{path}").status_code == 302, path
    draft = a_draft(customer)
    answer = desk.post(f"/invoices/{draft.pk}/credit/", {"on": "2026-11-24"})
    assert "This is a draft. Book it first." in answer.content.decode()
    answer = pay(desk, draft, "1")
    assert "This is a draft. Book it first." in answer.content.decode()
