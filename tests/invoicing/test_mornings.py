"""Forty-five mornings of a business: whatever people do in between, the guarantees hold (G1, G2, G8), letters included."""

import datetime as dt
import itertools
from collections import defaultdict
from contextlib import suppress
from random import Random
from typing import Any
from uuid import UUID

import pytest

from comptoir.accounts.models import Account
from comptoir.core.mail import transport
from comptoir.invoicing import exempting, holds, payments, posting
from comptoir.invoicing.by_hand import ReminderRefused, remind_by_hand
from comptoir.invoicing.models import Invoice, LateCostRule, Reminder, ReminderStep
from comptoir.invoicing.refusals import Refusal
from comptoir.jobs import nightly
from tests.factories import TODAY, a_company, a_contact, a_user, an_account, an_invoice
from tests.smtp import SmtpSink

pytestmark = pytest.mark.django_db
DAYS, INVOICES = 45, 24


@pytest.mark.parametrize("seed", [3])
def test_the_guarantees_hold_on_every_morning(seed: int, smtp_sink: SmtpSink) -> None:
    dice, account = Random(seed), a_business()
    owner = a_user(account)
    silent: defaultdict[UUID, set[dt.date]] = defaultdict(set)
    with transport(smtp_sink.url) as way_out:
        for day in range(DAYS):
            on = TODAY + dt.timedelta(days=day)
            at = account.morning(on)
            if dice.random() < 0.85:  # else an outage
                nightly.remind(account, on=on, clock=lambda at=at: at, transport=way_out)  # type: ignore[misc]
            for invoice in Invoice.objects.chased(on=on).filter(customer__no_reminders_since__isnull=False):
                silent[invoice.pk].add(on)
            for invoice in Invoice.objects.on_hold():
                silent[invoice.pk].add(on)
            noon = at + dt.timedelta(hours=4)
            for __ in range(4):
                somebody_does_something(account, owner, dice, at=noon)
    check(account, silent)
    assert len(smtp_sink.deliveries) == Reminder.objects.filter(channel="email", state="sent").count() > 15
    assert Reminder.objects.letters().filter(state="sent").count() > 5
    assert Reminder.objects.filter(late_fixed_cost__gt=0).exists()


def a_business() -> Account:
    account = an_account()
    ReminderStep.objects.update(adds_late_costs=True)
    ReminderStep.objects.filter(days_overdue=21).update(channel="letter")
    for kind in ("company", "contact"):
        LateCostRule.objects.create(
            department=account.departments.get(), customer_kind=kind, interest=8, fixed_amount=40
        )
    customers = [a_company(account, f"Company {n}") for n in range(4)] + [a_contact(account), a_contact(account)]
    for number in range(INVOICES):
        an_invoice(customers[number % 6], overdue_by=number - 12)
    return account


def somebody_does_something(account: Account, owner: Any, dice: Random, *, at: dt.datetime) -> None:
    invoice = dice.choice(list(Invoice.objects.order_by("pk")))
    until = dice.choice([None, account.day(at) + dt.timedelta(days=dice.randrange(1, 15))])
    customer, by = invoice.customer, {"by": owner, "at": at}
    match dice.randrange(9):
        case 0 if not invoice.is_settled:
            holds.put_on_hold(invoice, until=until, **by)
        case 1:
            holds.release(invoice, **by)
        case 2 if dice.random() < 0.3:
            exempting.exempt(customer, until=until, **by)
        case 3:
            exempting.chase_again(customer, **by)
        case 4:
            with suppress(ReminderRefused):
                remind_by_hand(invoice, with_late_costs=True, **by)
        case 5 if dice.random() < 0.2:
            with suppress(Refusal):
                payments.register(invoice, amount=invoice.due, paid_on=account.day(at), method="", **by)
        case 6:
            posting.print_letters(account, **by)
        case 7 | 8:
            on_the_desk = list(posting.printed(account).values_list("pk", flat=True))
            verb = posting.mark_posted if dice.random() < 0.8 else posting.mark_not_posted
            verb(account, on_the_desk, **by)


def check(account: Account, silent: dict[UUID, set[dt.date]]) -> None:
    interval = dt.timedelta(days=account.departments.get().reminder_interval)
    for invoice in Invoice.objects.of(account):
        left = list(invoice.reminders.filter(claimed_at__isnull=False).select_related("step").order_by("claimed_at"))
        days = [account.day(each.claimed_at) for each in left if each.claimed_at]
        assert all(later - earlier >= interval for earlier, later in itertools.pairwise(days))
        steps = [each.step.days_overdue for each in left if each.step]
        assert steps == sorted(set(steps))
        of_mornings = {
            day
            for day, each in zip(days, left, strict=True)
            if not each.is_asked_for and not each.is_letter and each.claimed_at == account.morning(day)
        }
        assert not of_mornings & silent[invoice.pk]
        if left:
            assert left[0].late_costs == 0
