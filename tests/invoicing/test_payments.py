"""Payments settle an invoice; removing them makes it due again."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.invoicing import payments
from comptoir.invoicing.models import Invoice, Payment
from comptoir.invoicing.refusals import MoreThanDue, NotAnAmount, NotBooked, NothingDue, PaidInTheFuture
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db


def register(invoice: Invoice, amount: str, **facts: object) -> Payment:
    return payments.register(
        invoice,
        **({"amount": Decimal(amount), "paid_on": TODAY, "by": None, "at": NOW} | facts),  # type: ignore[arg-type]
    )


def test_a_part_payment_leaves_the_rest_due() -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), total="121.00")
    register(invoice, "21.00", by=a_user(account))
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_amount, invoice.due, invoice.paid_at) == (
        "outstanding",
        Decimal("21.00"),
        Decimal("100.00"),
        None,
    )
    assert invoice.is_partly_paid
    [activity] = Activity.objects.all()
    assert (activity.kind, activity.effects["payment"]["amount"], activity.effects["due"]) == (
        "invoice.payment_registered",
        "21.00",
        "100.00",
    )


def test_the_last_payment_settles() -> None:
    invoice = an_invoice(a_company(an_account()))
    register(invoice, "100.00")
    register(invoice, "21.00")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.due, invoice.paid_at) == ("matched", Decimal("0.00"), NOW)


def test_cents_add_up_exactly() -> None:
    invoice = an_invoice(a_company(an_account()), total="0.30")
    for amount in ("0.10", "0.10", "0.10"):
        register(invoice, amount)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_amount, invoice.due) == ("matched", Decimal("0.30"), Decimal("0.00"))


def test_removing_a_payment_makes_it_due_again_and_held_as_it_was() -> None:
    account = an_account()
    invoice = an_invoice(a_company(account), on_hold=TODAY)
    payment = register(invoice, "121.00")
    invoice.refresh_from_db()
    assert (invoice.is_settled, invoice.is_on_hold) == (True, False)
    payments.remove(payment, by=a_user(account), at=NOW)
    invoice.refresh_from_db()
    assert (invoice.status, invoice.due, invoice.paid_at) == ("outstanding", Decimal("121.00"), None)
    assert invoice.is_on_hold
    assert list(Activity.objects.order_by("id").values_list("kind", flat=True)) == [
        "invoice.payment_registered",
        "invoice.payment_removed",
    ]


def test_removing_twice_removes_once() -> None:
    payment = register(an_invoice(a_company(an_account())), "121.00")
    payments.remove(payment, by=None, at=NOW)
    payments.remove(Payment(pk=payment.pk or uuid.uuid4(), invoice=payment.invoice), by=None, at=NOW)
    assert Activity.objects.filter(kind="invoice.payment_removed").count() == 1


def test_the_same_form_sent_twice_registers_once() -> None:
    invoice = an_invoice(a_company(an_account()))
    key = uuid.uuid4()
    first = register(invoice, "50.00", request_key=key)
    second = register(invoice, "50.00", request_key=key)
    assert first == second
    invoice.refresh_from_db()
    assert (invoice.paid_amount, Activity.objects.count()) == (Decimal("50.00"), 1)


def test_two_forms_with_the_same_amount_register_twice() -> None:
    invoice = an_invoice(a_company(an_account()))
    register(invoice, "50.00", request_key=uuid.uuid4())
    register(invoice, "50.00", request_key=uuid.uuid4())
    invoice.refresh_from_db()
    assert invoice.paid_amount == Decimal("100.00")


def test_more_than_is_due_is_refused() -> None:
    invoice = an_invoice(a_company(an_account()))
    with pytest.raises(MoreThanDue) as refusal:
        register(invoice, "121.01")
    assert (refusal.value.due, refusal.value.currency) == (Decimal("121.00"), "EUR")


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1.005"])
def test_what_nobody_can_pay_is_refused(amount: str) -> None:
    with pytest.raises(NotAnAmount):
        register(an_invoice(a_company(an_account())), amount)


def test_half_a_yen_is_refused() -> None:
    with pytest.raises(NotAnAmount):
        register(an_invoice(a_company(an_account()), currency="JPY"), "1.50")


def test_a_payment_of_tomorrow_is_refused_and_one_of_today_in_the_accounts_time_zone_is_not() -> None:
    invoice = an_invoice(a_company(an_account()))
    with pytest.raises(PaidInTheFuture):
        register(invoice, "1", paid_on=TODAY + dt.timedelta(days=1))
    late_evening = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)  # half past midnight in Brussels
    register(invoice, "1", paid_on=TODAY + dt.timedelta(days=1), at=late_evening)


def test_drafts_and_settled_invoices_take_no_payment() -> None:
    account = an_account()
    customer = a_company(account)
    with pytest.raises(NotBooked):
        register(a_draft(customer), "1")
    with pytest.raises(NothingDue):
        register(an_invoice(customer, total="0.00"), "1")
    assert Activity.objects.count() == 0


def test_a_deactivated_customer_may_still_pay() -> None:
    invoice = an_invoice(a_company(an_account(), deactivated_at=NOW), on_hold=TODAY)
    register(invoice, "121.00")
    invoice.refresh_from_db()
    assert invoice.is_settled


def test_payments_need_the_invoice_right() -> None:
    account = an_account()
    invoice = an_invoice(a_company(account))
    payment = register(invoice, "1.00")
    member = a_member(account, "customers")
    with pytest.raises(NotAllowed):
        register(invoice, "1.00", by=member)
    with pytest.raises(NotAllowed):
        payments.remove(payment, by=member, at=NOW)
    assert Payment.objects.count() == 1
