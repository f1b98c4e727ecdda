"""The nightly billing (G2, G3)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, OperationalError

from comptoir.accounts.models import Department
from comptoir.accounts.plans import Plan
from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.invoicing import booking, drafting
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice, TaxRate
from comptoir.subscriptions import batch
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod, SkippedPeriod, Subscription
from tests.factories import NOW, a_company, a_subscription, a_user, an_account, the_vat

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 12, 1)


def an_active_one(**facts: object) -> Subscription:
    return a_subscription(a_company(an_account()), **facts)  # type: ignore[arg-type]


def billed_days(subscription: Subscription) -> list[tuple[dt.date, dt.date]]:
    return list(subscription.billed_periods.order_by("starts_on").values_list("starts_on", "ends_on"))


def test_a_due_period_becomes_a_booked_invoice() -> None:
    subscription = an_active_one(payment_days=14, purchase_order_number="PO-7", for_attention_of_name="Anne")
    run = bill(subscription.account, on=FIRST, at=NOW)
    period = BilledPeriod.objects.get()
    assert (run.billed, run.booked, run.drafted, run.unbillable) == (1, 1, 0, [])
    assert (period.starts_on, period.ends_on) == (FIRST, dt.date(2026, 12, 31))
    invoice = period.invoice
    assert (invoice.status, invoice.invoice_date, invoice.due_on) == ("outstanding", FIRST, dt.date(2026, 12, 15))
    assert (invoice.customer, invoice.department) == (subscription.customer, subscription.department)
    assert (invoice.tax_exclusive, invoice.tax_inclusive) == (Decimal("100.00"), Decimal("121.00"))
    assert (invoice.purchase_order_number, invoice.for_attention_of_name) == ("PO-7", "Anne")
    assert [(line.description, line.unit_price) for line in invoice.lines.all()] == [("Heating", Decimal("100.0000"))]
    subscription.refresh_from_db()
    assert (subscription.periods_behind, subscription.next_period_on) == (1, dt.date(2027, 1, 1))


def test_all_that_one_missed_is_billed_in_one_run_though_another_falls_due_in_between() -> None:
    customer = a_company(an_account())
    weekly = a_subscription(customer, next_on=dt.date(2026, 11, 2), unit="week")
    monthly = a_subscription(customer, next_on=dt.date(2026, 11, 20))
    run = bill(customer.account, on=FIRST, at=NOW)
    assert (run.billed, monthly.billed_periods.count()) == (6, 1)
    assert [starts_on.day for starts_on, __ in billed_days(weekly)] == [2, 9, 16, 23, 30]


def test_the_invoice_says_which_period_it_is_for_in_the_customers_language() -> None:
    customer = a_company(an_account(), language="nl")
    a_subscription(customer, note="Sleutel onder de mat")
    bill(customer.account, on=FIRST, at=NOW)
    first, second = Invoice.objects.get().note.splitlines()
    assert "1 december 2026" in first
    assert "31 december 2026" in first
    assert second == "Sleutel onder de mat"


def test_a_draft_is_made_when_that_is_what_it_generates() -> None:
    subscription = an_active_one(generation="draft")
    bill(subscription.account, on=FIRST, at=NOW)
    assert subscription.billed_periods.get().invoice.is_draft


def test_nothing_before_its_day_and_days_in_advance_move_that_day() -> None:
    subscription = an_active_one(days_in_advance=14)
    assert bill(subscription.account, on=dt.date(2026, 11, 16), at=NOW).billed == 0
    assert bill(subscription.account, on=dt.date(2026, 11, 17), at=NOW).billed == 1
    assert subscription.billed_periods.get().starts_on == FIRST


def test_a_second_run_on_the_same_day_bills_nothing() -> None:
    subscription = an_active_one()
    bill(subscription.account, on=FIRST, at=NOW)
    assert bill(subscription.account, on=FIRST, at=NOW).billed == 0
    assert Invoice.objects.count() == 1


def test_missed_periods_are_billed_in_order_once_each() -> None:
    subscription = an_active_one(next_on=dt.date(2026, 8, 31))
    bill(subscription.account, on=FIRST, at=NOW)
    assert billed_days(subscription) == [
        (dt.date(2026, 8, 31), dt.date(2026, 9, 29)),
        (dt.date(2026, 9, 30), dt.date(2026, 10, 30)),
        (dt.date(2026, 10, 31), dt.date(2026, 11, 29)),
        (dt.date(2026, 11, 30), dt.date(2026, 12, 30)),
    ]
    in_order = Invoice.objects.order_by("number").values_list("billed_periods__starts_on", "invoice_date")
    assert list(in_order) == [(day, FIRST) for day, __ in billed_days(subscription)]


def test_a_period_whose_draft_was_deleted_is_not_billed_again() -> None:
    subscription = an_active_one(generation="draft")
    bill(subscription.account, on=FIRST, at=NOW)
    drafting.delete(Invoice.objects.get(), by=None, at=NOW)
    assert bill(subscription.account, on=FIRST, at=NOW).billed == 0
    bill(subscription.account, on=dt.date(2027, 1, 1), at=NOW)
    assert billed_days(subscription) == [(dt.date(2027, 1, 1), dt.date(2027, 1, 31))]


def test_the_last_period_ends_it_and_says_so() -> None:
    subscription = an_active_one(ends_on=dt.date(2027, 1, 15))
    bill(subscription.account, on=FIRST, at=NOW)
    assert not Activity.objects.filter(kind="subscription.ended").exists()
    bill(subscription.account, on=dt.date(2027, 1, 1), at=NOW)
    subscription.refresh_from_db()
    assert subscription.is_ended
    assert Activity.objects.get(kind="subscription.ended").effects["ends_on"] == "2027-01-15"
    assert bill(subscription.account, on=dt.date(2027, 6, 1), at=NOW).billed == 0


def test_its_activities_are_comptoirs_own_on_the_customers_timeline() -> None:
    subscription = an_active_one()
    bill(subscription.account, on=FIRST, at=NOW)
    activities = list(Activity.objects.about_customer(subscription.customer_id).order_by("kind"))
    assert [(a.kind, a.by, a.at) for a in activities] == [
        ("invoice.booked", None, NOW),
        ("subscription.billed", None, NOW),
    ]
    invoice = Invoice.objects.get()
    assert activities[1].effects == {
        "subscription": {"id": str(subscription.pk), "title": "Terrace heating", "amount": "121.00", "currency": "EUR"},
        "invoice": {"id": str(invoice.pk), "number": "2026/1", "total": "121.00", "currency": "EUR"},
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-31",
    }


def test_the_deactivated_customers_active_subscription_keeps_being_billed() -> None:
    customer = a_company(an_account(), deactivated_at=NOW)
    a_subscription(customer)
    assert bill(customer.account, on=FIRST, at=NOW).billed == 1


def test_an_account_whose_plan_lost_the_module_is_left_alone() -> None:
    subscription = an_active_one()
    subscription.account.plan = Plan.GO
    subscription.account.save()
    assert bill(subscription.account, on=FIRST, at=NOW).billed == 0


def test_only_the_accounts_own_are_billed() -> None:
    mine, theirs = an_active_one(), an_active_one()
    assert bill(mine.account, on=FIRST, at=NOW).billed == 1
    assert mine.billed_periods.exists()
    assert not theirs.billed_periods.exists()


def archive_the_vat(subscription: Subscription) -> None:
    TaxRate.objects.filter(pk=the_vat(subscription.account).pk).update(archived_at=NOW)


def archive_the_department(subscription: Subscription) -> None:
    Department.objects.filter(pk=subscription.department_id).update(status="archived")


def book_later(subscription: Subscription) -> None:
    made = drafting.draft(
        account=subscription.account,
        department=subscription.department,
        customer=subscription.customer,
        by=None,
        at=NOW,
        lines=[LineData("Work", Decimal(1), the_vat(subscription.account))],
    )
    booking.book(made, by=None, at=NOW, on=dt.date(2026, 12, 24))


def empty_it(subscription: Subscription) -> None:
    subscription.lines.all().delete()


@pytest.mark.parametrize(
    ("spoil", "title"),
    [
        (archive_the_vat, "“Terrace heating” could not be billed: one of its VAT rates is archived. Choose another."),
        (archive_the_department, "“Terrace heating” could not be billed: its department is archived. Choose another."),
        (
            book_later,
            "“Terrace heating” could not be billed: invoice 2026/1 already bears a later date, 24 December 2026.",
        ),
        (empty_it, "“Terrace heating” could not be billed: it has no lines."),
    ],
)
def test_one_that_cannot_be_billed_becomes_a_task_once(spoil: object, title: str) -> None:
    account = an_account()
    manager = a_user(account)
    subscription = a_subscription(a_company(account, responsible_user=manager))
    spoil(subscription)  # type: ignore[operator]
    before = Invoice.objects.count()
    for __ in range(2):
        assert bill(account, on=FIRST, at=NOW).unbillable == [subscription.pk]
    task = Task.objects.get()
    assert (task.title, task.assignee, task.customer, task.due_on) == (title, manager, subscription.customer, FIRST)
    subscription.refresh_from_db()
    assert (subscription.next_period_on, subscription.periods_behind, Invoice.objects.count()) == (FIRST, 0, before)


def test_the_task_goes_to_nobody_rather_than_to_a_user_who_is_gone() -> None:
    account = an_account()
    gone = a_user(account, deactivated_at=NOW)
    empty_it(a_subscription(a_company(account, responsible_user=gone)))
    bill(account, on=FIRST, at=NOW)
    assert Task.objects.get().assignee is None


def test_one_that_cannot_be_billed_does_not_keep_the_others_waiting() -> None:
    customer = a_company(an_account())
    first, broken, last = (a_subscription(customer) for __ in range(3))
    empty_it(broken)
    run = bill(customer.account, on=FIRST, at=NOW)
    assert (run.billed, run.unbillable) == (2, [broken.pk])
    assert [each.billed_periods.count() for each in (first, broken, last)] == [1, 0, 1]


def test_an_unforeseen_error_is_one_subscriptions_matter_and_a_failing_database_everyones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subscription = an_active_one()

    def fail(error: Exception) -> None:
        def breaking(*args: object, **kwargs: object) -> None:
            raise error

        monkeypatch.setattr(batch, "invoice_of", breaking)

    fail(ZeroDivisionError())
    assert bill(subscription.account, on=FIRST, at=NOW).unbillable == [subscription.pk]
    assert Task.objects.get().title == "“Terrace heating” could not be billed because of an error in Comptoir."
    fail(OperationalError("the server closed the connection"))
    with pytest.raises(OperationalError):
        bill(subscription.account, on=FIRST, at=NOW)


def test_a_crash_in_the_middle_of_a_period_leaves_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    subscription = an_active_one()

    class Killed(BaseException):
        pass

    def killed(*args: object, **kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(batch, "_tell", killed)
        with pytest.raises(Killed):
            bill(subscription.account, on=FIRST, at=NOW)
    assert (Invoice.objects.count(), BilledPeriod.objects.count(), Activity.objects.count()) == (0, 0, 0)
    bill(subscription.account, on=FIRST, at=NOW)
    assert Invoice.objects.get().invoice_number == "2026/1"


def test_the_database_refuses_a_second_invoice_for_a_period() -> None:
    """What stands behind the lock: the same day again is refused by a unique key (G2)."""
    subscription = an_active_one()
    bill(subscription.account, on=FIRST, at=NOW)
    Subscription.objects.update(periods_behind=0, next_period_on=FIRST, bill_on=FIRST)
    run = bill(subscription.account, on=FIRST, at=NOW)
    assert (run.billed, run.unbillable) == (0, [subscription.pk])
    assert Invoice.objects.count() == 1
    with pytest.raises(IntegrityError):
        BilledPeriod.objects.create(
            subscription=subscription, starts_on=FIRST, ends_on=FIRST, invoice=Invoice.objects.get(), billed_at=NOW
        )


def test_without_a_postal_address_nothing_is_booked_but_a_draft_is_made() -> None:
    customer = a_company(an_account())
    customer.addresses.all().delete()
    booked, drafted = a_subscription(customer), a_subscription(customer, generation="draft", title="Advice")
    run = bill(customer.account, on=FIRST, at=NOW)
    assert (run.booked, run.drafted, run.unbillable) == (0, 1, [booked.pk])
    assert drafted.billed_periods.exists()
    assert [task.title for task in Task.objects.all()] == [
        "“Terrace heating” could not be billed: Brasserie du Midi SRL has no postal address. Add one."
    ]


def test_a_period_that_was_skipped_while_an_earlier_one_was_owed_is_passed_over() -> None:
    subscription = an_active_one(next_on=dt.date(2026, 10, 1))
    SkippedPeriod.objects.create(
        subscription=subscription, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 30), skipped_at=NOW
    )
    bill(subscription.account, on=FIRST, at=NOW)
    assert [first for first, __ in billed_days(subscription)] == [dt.date(2026, 10, 1), FIRST]
