"""Merging while others write for the very same customers, on PostgreSQL: nothing is lost, nothing is done twice."""

import datetime as dt
import threading
import time
from functools import partial

import pytest
from django.db import transaction

from comptoir.core.mail import Sent
from comptoir.customers.models import Customer
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.drafting import draft
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.sending import LEASE, send_queued
from comptoir.lifecycle.comparing import compare
from comptoir.lifecycle.deactivation import StalePreview, deactivate, preview
from comptoir.lifecycle.merging import Merged, StaleComparison, merge
from comptoir.quotations.answering import accept
from comptoir.quotations.refusals import ChangedMeanwhile
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod
from tests.at_once import at_once
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_deal,
    a_draft,
    a_quotation,
    a_reminder,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
    the_department,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TURNS = 8


def merging(survivor, other):
    """What merges the two when it is called, as they are now."""
    shown = compare(survivor, other).fingerprint
    return partial(merge, survivor, other, choices={}, by=None, at=NOW, fingerprint=shown)


def while_merged(survivor, other, *works):
    """Do the works, each on a connection of its own, while the two are merged and nobody knows yet."""
    done = threading.Event()

    def merge_slowly():
        with transaction.atomic():
            merging(survivor, other)()
            done.set()
            time.sleep(0.4)

    def wait_and(work):
        done.wait(timeout=10)
        return work()

    __, *answers = at_once(merge_slowly, *(partial(wait_and, work) for work in works))
    return answers


class Mailbox:
    """Takes every message at once."""

    def connect(self) -> None:
        return None

    def send(self, message: object, *, sender: str, recipients: list[str]) -> Sent:
        return Sent({})


def test_a_period_that_is_billed_meanwhile_is_billed_once_and_its_invoice_goes_over():
    account = an_account()
    for turn in range(TURNS):
        midi, double = a_company(account, f"Company {turn}"), a_company(account, f"Double {turn}")
        subscription = a_subscription(double, next_on=TODAY)

        merged, __ = at_once(merging(midi, double), partial(bill, account, on=TODAY, at=NOW))
        if isinstance(merged, StaleComparison):
            merging(midi, double)()
        bill(account, on=TODAY, at=NOW)

        subscription.refresh_from_db()
        [period] = BilledPeriod.objects.filter(subscription=subscription)
        assert {subscription.customer, period.invoice.customer} == {midi}


def test_whoever_waited_for_a_document_finds_it_at_its_new_customer():
    account = an_account()
    midi, double = a_company(account), a_company(account, "Double")
    invoice, reminder = a_draft(double), a_reminder(an_invoice(double, overdue_by=10))
    quotation = a_quotation(a_deal(double))

    booked, sent, answered = while_merged(
        midi,
        double,
        partial(book, invoice, by=None, at=NOW, on=TODAY),
        partial(send_queued, Mailbox(), clock=lambda: NOW, account=account),
        partial(accept, quotation, name="Luc", at=NOW),
    )

    assert (booked.customer, booked.invoicee_name) == (midi, midi.name)
    assert sent.sent == 0
    assert isinstance(answered, ChangedMeanwhile)
    # The reminder is looked at again when its turn comes, and the customer may say yes again.
    assert send_queued(Mailbox(), clock=lambda: NOW + LEASE + dt.timedelta(seconds=1), account=account).sent == 1
    reminder.refresh_from_db(), quotation.refresh_from_db()
    assert reminder.state == "sent"
    assert accept(quotation, name="Luc", at=NOW).customer == midi


def test_an_invoice_that_is_credited_meanwhile_goes_over_with_its_credit_note():
    account = an_account()
    for turn in range(TURNS):
        midi, double = a_company(account, f"Company {turn}"), a_company(account, f"Double {turn}")
        invoice = an_invoice(double)

        merged, credited = at_once(merging(midi, double), partial(credit, invoice, by=None, at=NOW, on=TODAY))
        if isinstance(merged, StaleComparison):
            merging(midi, double)()

        invoice.refresh_from_db(), credited.refresh_from_db()
        assert {invoice.customer, credited.customer} == {midi}


def test_a_reminder_that_leaves_meanwhile_leaves_once():
    account = an_account()
    for turn in range(TURNS):
        midi, double = a_company(account, f"Company {turn}"), a_company(account, f"Double {turn}")
        reminder = a_reminder(an_invoice(double, overdue_by=10))

        merged, run = at_once(
            merging(midi, double), partial(send_queued, Mailbox(), clock=lambda: NOW, account=account)
        )
        later = NOW + LEASE + dt.timedelta(seconds=1)
        rest = send_queued(Mailbox(), clock=lambda later=later: later, account=account)

        assert isinstance(merged, Merged)
        assert run.sent + rest.sent == 1
        reminder.refresh_from_db()
        assert (reminder.state, reminder.invoice.customer) == ("sent", midi)


def test_a_draft_made_meanwhile_goes_over_or_finds_its_customer_gone():
    account = an_account()
    department = the_department(account)
    for turn in range(TURNS):
        midi, double = a_company(account, f"Company {turn}"), a_company(account, f"Double {turn}")
        new = partial(draft, account=account, department=department, customer=double, by=None, at=NOW, lines=[])

        merged, made = at_once(merging(midi, double), new)

        if isinstance(merged, StaleComparison):
            assert made.customer == double
        elif isinstance(made, Exception):
            assert isinstance(made, Invoice.DoesNotExist)
        else:
            made.refresh_from_db()
            assert made.customer == midi


def test_one_that_is_deactivated_meanwhile_is_looked_at_anew_or_gone():
    account = an_account()
    user = a_user(account)
    for turn in range(TURNS):
        midi, double = a_company(account, f"Company {turn}"), a_company(account, f"Double {turn}")
        an_invoice(double, overdue_by=10)
        shown = preview(double, at=NOW).fingerprint

        merged, stopped = at_once(
            merging(midi, double), partial(deactivate, double, by=user, at=NOW, fingerprint=shown)
        )

        if isinstance(merged, Merged):
            assert isinstance(stopped, Customer.DoesNotExist)
            assert not Customer.objects.get(pk=midi.pk).is_deactivated
        else:
            assert isinstance(merged, StaleComparison)
            assert Customer.objects.get(pk=double.pk).is_deactivated


def test_the_survivor_that_is_deactivated_meanwhile_knows_of_all_its_invoices():
    account = an_account()
    user = a_user(account)
    for turn in range(TURNS):
        midi, double = a_company(account, f"Company {turn}"), a_company(account, f"Double {turn}")
        invoice = an_invoice(double, overdue_by=10)
        shown = preview(midi, at=NOW).fingerprint

        merged, stopped = at_once(
            merging(midi, double),
            partial(deactivate, midi, by=user, at=NOW, hold_invoices=True, fingerprint=shown),
        )

        invoice.refresh_from_db()
        if isinstance(merged, Merged):
            assert (type(stopped), invoice.customer) == (StalePreview, midi)
        else:
            assert (type(merged), invoice.customer) == (StaleComparison, double)
        assert invoice.on_hold_since is None


def test_two_people_who_merge_the_two_either_way_leave_one():
    account = an_account()
    for turn in range(TURNS):
        midi, double = a_company(account, f"Company {turn}"), a_company(account, f"Double {turn}")
        invoice = an_invoice(midi), an_invoice(double)

        outcomes = at_once(merging(midi, double), merging(double, midi), merging(midi, double))

        done = [each for each in outcomes if isinstance(each, Merged) and each.activity]
        assert len(done) == 1
        left = Customer.objects.get(pk__in=[midi.pk, double.pk])
        assert left == done[0].survivor
        assert {each.customer for each in Invoice.objects.filter(pk__in=[i.pk for i in invoice])} == {left}
