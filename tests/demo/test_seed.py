"""The demo business is what its makers promise: so many customers, invoices and subscriptions, in every state."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from comptoir.accounts.models import Account, User
from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import Right, Role
from comptoir.activities.models import Activity
from comptoir.core.mail import Sent
from comptoir.custom_fields.models import CustomValue
from comptoir.customers import validation
from comptoir.customers.models import Customer, CustomerQuerySet, Link, Tag
from comptoir.deals.models import Deal
from comptoir.demo.companies import MIDI, NORD
from comptoir.demo.management.commands.demo import LOG_INS, PASSWORD
from comptoir.demo.people import SOFIE, STIJN
from comptoir.demo.seed import seed
from comptoir.dossier.models import Note
from comptoir.followups import agenda
from comptoir.followups.models import Call, Meeting
from comptoir.invoicing.models import CreditNote, Invoice, Payment, Reminder
from comptoir.jobs import nightly
from comptoir.lifecycle import deactivation
from comptoir.quotations.models import Quotation
from comptoir.segments.models import Segment
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import NOW, TODAY

TOMORROW = TODAY + dt.timedelta(days=1)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo's data, made once for all tests here; what each of them changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed(now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def boost() -> Account:
    return Account.objects.get(plan=Plan.BOOST)


@pytest.fixture
def go() -> Account:
    return Account.objects.get(plan=Plan.GO)


def customers(account: Account) -> CustomerQuerySet:
    return Customer.objects.of(account)


# --- How much, in which states ---------------------------------------------------------------------


def test_the_numbers_promised(boost: Account, go: Account) -> None:
    assert (customers(boost).companies().count(), customers(boost).contacts().count()) == (40, 80)
    assert Invoice.objects.of(boost).count() == 300
    assert Subscription.objects.of(boost).count() == 25
    assert (customers(go).companies().count(), customers(go).contacts().count()) == (6, 6)
    assert Invoice.objects.of(go).count() == 25
    assert not Subscription.objects.of(go).exists()


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_customers_in_every_situation(boost: Account, kind: str) -> None:
    of_kind = customers(boost).filter(kind=kind)
    invoices = Invoice.objects.of(boost)
    owing, billed = invoices.outstanding(), Subscription.objects.of(boost).active()
    open_ones = invoices.unsettled().values("customer")
    active = of_kind.active()
    assert active.filter(pk__in=owing.values("customer")).filter(pk__in=billed.values("customer")).count() >= 3
    assert active.filter(pk__in=owing.values("customer")).exclude(pk__in=billed.values("customer")).count() >= 3
    assert active.exclude(pk__in=open_ones).exclude(pk__in=billed.values("customer")).count() >= 3
    gone = of_kind.deactivated()
    assert gone.count() >= 2
    assert len(set(gone.values_list("deactivation_reason", flat=True))) >= 2
    with_all_stopped = gone.filter(pk__in=invoices.on_hold().values("customer"), subscriptions__isnull=False)
    assert with_all_stopped.exists()
    assert not billed.filter(customer__in=with_all_stopped).exists()
    assert Activity.objects.filter(kind="customer.reactivated", customer_id__in=active.values("pk")).exists()


def test_invoices_in_every_state(boost: Account) -> None:
    invoices = Invoice.objects.of(boost)
    outstanding = list(invoices.outstanding())
    states = {
        "draft": invoices.drafts().count(),
        "not due yet": sum(not invoice.is_overdue(on=TODAY) for invoice in outstanding),
        "overdue": len({invoice.days_overdue(on=TODAY) for invoice in outstanding} - {0}),
        "partly paid": sum(invoice.is_partly_paid for invoice in outstanding),
        "on hold": invoices.on_hold().count(),
        "paid": invoices.settled().filter(paid_amount__gt=0).count(),
        "credited": CreditNote.objects.of(boost).count(),
        "in another currency": invoices.exclude(currency="EUR").count(),
    }
    least = {"draft": 5, "not due yet": 20, "overdue": 15, "partly paid": 5, "on hold": 8, "paid": 150, "credited": 3}
    assert [state for state, number in states.items() if number < least.get(state, 3)] == []


def test_reminders_in_the_past(boost: Account) -> None:
    reminders = Reminder.objects.of(boost)
    sent = reminders.filter(state=Reminder.State.SENT)
    assert set(sent.values_list("step__days_overdue", flat=True)) == {7, 21, 35}
    assert 60 <= sent.count() <= 140
    assert reminders.uncertain().count() == 1
    assert not reminders.on_their_way().exists()
    assert Activity.objects.filter(account=boost, kind="reminder.unreachable").exists()


def test_subscriptions_on_many_cycles(boost: Account) -> None:
    subscriptions = Subscription.objects.of(boost)
    assert len(set(subscriptions.values_list("unit", "period"))) >= 8
    assert subscriptions.deactivated().count() >= 4
    assert subscriptions.ended().count() == 1
    assert not subscriptions.due(on=TODAY).exists()
    assert 2 <= subscriptions.due(on=TODAY + dt.timedelta(days=14)).count() < 20


# --- What holds of everything ----------------------------------------------------------------------


def test_every_number_and_address_is_valid_as_typed(boost: Account) -> None:
    for customer in Customer.objects.prefetch_related("addresses"):
        assert validation.vat_number(customer.vat_number) == customer.vat_number
        assert validation.iban(customer.iban) == customer.iban
        assert validation.bic(customer.bic) == customer.bic
        for telephone in customer.telephones:
            assert validation.telephone(telephone["number"]) == telephone["number"]
        for email in customer.emails:
            assert validation.email(email["email"]) == email["email"]
            assert email["email"].endswith(".example")
        (address,) = customer.addresses.all()
        assert all([address.line_1, address.postal_code, address.city, address.country])
    countries = customers(boost).values_list("addresses__country", flat=True)
    assert set(countries) == {"BE", "FR", "NL", "DE"}
    assert set(customers(boost).values_list("language", flat=True)) == {"fr", "nl", "de", "en"}


def test_no_two_customers_are_called_alike() -> None:
    names = list(Customer.objects.values_list("name", flat=True))
    assert len(names) == len(set(names))


def test_what_is_due_follows_from_what_was_paid_and_credited() -> None:
    for invoice in Invoice.objects.prefetch_related("lines", "payments", "credit_notes"):
        paid = sum((payment.amount for payment in invoice.payments.all()), Decimal(0))
        credited = sum((note.tax_inclusive for note in invoice.credit_notes.all()), Decimal(0))
        assert (invoice.paid_amount, invoice.credited_amount) == (paid, credited)
        assert invoice.due == invoice.tax_inclusive - paid - credited
        assert invoice.tax_exclusive == sum(line.tax_exclusive for line in invoice.lines.all())


def test_numbers_follow_the_calendar_without_gap(boost: Account) -> None:
    for department in boost.departments.all():
        booked = Invoice.objects.filter(department=department, number__isnull=False)
        for year in set(booked.values_list("fiscal_year", flat=True)):
            rows = list(booked.filter(fiscal_year=year).order_by("number").values_list("number", "invoice_date"))
            assert [number for number, __ in rows] == list(range(1, len(rows) + 1))
            assert [day for __, day in rows] == sorted(day for __, day in rows)


def test_all_of_it_lies_in_the_past() -> None:
    assert not Activity.objects.filter(at__gt=NOW).exists()
    assert not Payment.objects.filter(paid_on__gt=TODAY).exists()
    first = Activity.objects.earliest("at").at
    assert 500 < (NOW - first).days < 620


def test_links_join_people_with_their_companies(boost: Account) -> None:
    links = Link.objects.of(boost)
    assert set(customers(boost).companies()) == {link.company for link in links.select_related("company")}
    assert links.filter(decision_maker=True).count() >= 30
    assert not links.filter(position="").exists()


def test_the_two_accounts_share_nothing(boost: Account, go: Account) -> None:
    for model in (Invoice, CreditNote, Subscription):
        assert not model.objects.of(go).filter(customer__account=boost).exists()
    assert not Reminder.objects.of(go).filter(invoice__account=boost).exists()
    assert not Tag.objects.of(go).filter(customers__account=boost).exists()
    assert not Activity.objects.filter(account=go, by__account=boost).exists()
    assert not Customer.objects.of(go).filter(responsible_user__account=boost).exists()
    assert not Segment.objects.filter(account=go).exists()


# --- Who logs in -----------------------------------------------------------------------------------


def test_everybody_named_at_the_start_can_log_in() -> None:
    for email in LOG_INS:
        user = User.objects.get(email=email)
        assert user.is_active
        assert user.language == "en"
        assert user.check_password(PASSWORD)
    assert User.objects.get(email="owner@demo.example").role == Role.OWNER
    sales = User.objects.get(email="sales@demo.example")
    assert [right for right in Right if sales.may(right)] == [Right.CUSTOMERS, Right.DEALS]


def test_a_colleague_has_left_and_is_still_named(boost: Account) -> None:
    (left,) = boost.users.exclude(deactivated_at=None)
    assert Activity.objects.filter(kind="customer.deactivated", by=left).exists()
    assert not Activity.objects.filter(by=left, at__gt=left.deactivated_at).exists()


# --- What happens next -----------------------------------------------------------------------------


class Letters:
    """A way out for mail that keeps it."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    def connect(self) -> None:
        return None

    def send(self, message: Any, *, sender: str, recipients: list[str]) -> Sent:
        self.recipients += recipients
        return Sent()


def morning(account: Account, on: dt.date) -> tuple[set[str], set[str]]:
    """Run the morning of `on`. Returns the names of those reminded and of those billed."""
    at = account.morning(on)
    nightly.bill(account, on=on, at=at)
    billed = BilledPeriod.objects.filter(subscription__account=account, billed_at=at)
    nightly.remind(account, on=on, clock=lambda: at, transport=Letters())  # type: ignore[arg-type]
    reminded = Reminder.objects.of(account).filter(sent_at=at)
    return (
        set(reminded.values_list("invoice__customer__name", flat=True)),
        set(billed.values_list("subscription__customer__name", flat=True)),
    )


def test_nothing_is_left_over_from_this_morning(boost: Account, go: Account) -> None:
    assert [morning(account, TODAY) for account in (boost, go)] == [(set(), set())] * 2


def test_tomorrow_only_a_handful_leaves(boost: Account) -> None:
    reminded, billed = morning(boost, TOMORROW)
    assert {MIDI, NORD, SOFIE, STIJN} <= reminded & billed
    assert len(reminded) <= 12
    assert len(billed) <= 12


@pytest.mark.parametrize(("stopped", "twin"), [(MIDI, NORD), (SOFIE, STIJN)])
def test_business_with_one_twin_is_stopped_and_the_other_still_gets_both(
    boost: Account, stopped: str, twin: str
) -> None:
    customer, owner = customers(boost).get(name=stopped), boost.users.get(role=Role.OWNER)
    shown = deactivation.preview(customer, at=NOW)
    assert len(shown.invoices) >= 3
    assert len(shown.subscriptions) == 1
    deactivation.deactivate(
        customer,
        by=owner,
        at=NOW,
        hold_invoices=True,
        end_subscriptions=True,
        reason="payment_difficulties",
        fingerprint=shown.fingerprint,
    )
    reminded, billed = morning(boost, TOMORROW)
    assert {stopped, twin} & reminded == {twin}
    assert {stopped, twin} & billed == {twin}
    deactivation.reactivate(customer, by=owner, at=NOW + dt.timedelta(days=2))
    assert customer.invoices.on_hold().count() == len(shown.invoices)


def test_what_was_billed_is_what_the_subscriptions_say(boost: Account) -> None:
    for period in BilledPeriod.objects.select_related("subscription", "invoice"):
        assert period.invoice.tax_inclusive == period.tax_inclusive
        assert period.invoice.customer_id == period.subscription.customer_id
    billed = Subscription.objects.of(boost).aggregate(Sum("periods_behind"))["periods_behind__sum"]
    assert billed == BilledPeriod.objects.count()


# --- Selling -----------------------------------------------------------------------------------------


def test_custom_fields_are_filled_in_on_some(boost: Account) -> None:
    filled = CustomValue.objects.filter(field__account=boost).values_list("field__about", "record_id").distinct()
    assert Counter(about for about, __ in filled)["subscription"] == 8
    assert {about for about, __ in filled} == {"company", "subscription"}


def test_deals_stand_in_every_phase_and_at_every_end(boost: Account) -> None:
    deals = Deal.objects.of(boost)
    in_phases = deals.open().values_list("phase__position", flat=True)
    assert set(in_phases) == {1, 2, 3, 4, 5}
    assert (deals.won().count(), deals.lost().count()) == (3, 3)
    assert 2 <= deals.needing_attention(on=TODAY).count() < deals.open().count()


def test_deals_go_on_with_customers_that_were_deactivated(boost: Account) -> None:
    kinds = Deal.objects.of(boost).open().filter(customer__deactivated_at__isnull=False)
    assert set(kinds.values_list("customer__kind", flat=True)) == {"contact", "company"}


def test_quotations_were_answered_in_every_way(boost: Account) -> None:
    quotations = Quotation.objects.of(boost)
    assert set(quotations.values_list("status", flat=True)) == {"open", "accepted", "rejected"}
    assert quotations.expired(on=TODAY).exists()
    accepted = quotations.accepted()
    assert {quotation.invoice is not None and quotation.invoice.is_draft for quotation in accepted} == {True}
    assert {quotation.deal.status for quotation in accepted} == {"won"}


def test_everybody_has_something_to_do_today(boost: Account) -> None:
    for user in User.objects.active(boost).exclude(first_name="Amélie"):
        assert {item.kind for item in agenda.due(user, at=NOW)} >= {"task", "meeting"}


def test_what_was_planned_for_the_past_is_mostly_done(boost: Account) -> None:
    assert Call.objects.of(boost).done().count() == 3
    assert Meeting.objects.of(boost).done().count() == 3
    assert Note.objects.of(boost).count() == 6
