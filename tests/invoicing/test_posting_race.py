"""Letters printed while invoices are held, and by two at once, on PostgreSQL (G1, G2)."""

import datetime as dt
import random
import time

import pytest
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.invoicing import holds, posting
from comptoir.invoicing.claiming import Claim, Prepared
from comptoir.invoicing.models import Invoice, Reminder, ReminderStep
from comptoir.invoicing.posting import Printed, print_letters, to_print
from tests.at_once import at_once
from tests.factories import a_user
from tests.invoicing.test_reminder_race import overdue_invoices

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LETTERS = 40


def letters() -> User:
    """The owner of an account in which LETTERS letters wait to be printed."""
    account = overdue_invoices(LETTERS)
    ReminderStep.objects.update(channel="letter")
    Reminder.objects.update(channel="letter")
    return a_user(account)


def hold_each(seed: int) -> set[object]:
    """Hold the invoices one by one in some order; the reminders named as leaving."""
    named = set()
    dice = random.Random(seed)
    invoices = list(Invoice.objects.order_by("pk"))
    dice.shuffle(invoices)
    for invoice in invoices:
        leaving = holds.put_on_hold(invoice, by=None, at=timezone.now()).leaving
        if leaving:
            named.add(leaving.pk)
        time.sleep(dice.uniform(0, 0.004))
    return named


def race(owner: User, seed: int) -> tuple[set[object], set[object]]:
    """Print while everything is being held: what was printed, and what the holds named or had not reached yet."""

    def print_all() -> Printed:
        return print_letters(owner.account, by=owner, at=timezone.now())

    done, named = at_once(print_all, lambda: hold_each(seed))
    assert isinstance(done, Printed), done
    assert isinstance(named, set), named
    return {reminder.pk for reminder in done.printed}, named


def test_each_letter_is_either_printed_and_named_by_its_hold_or_withdrawn() -> None:
    owner = letters()
    printed, named = race(owner, 1)
    print(f"\n{len(printed)} printed, all of them named by the hold that came later")
    assert printed == named
    assert to_print(owner.account).count() == 0
    states = Reminder.objects.filter(state="withdrawn").count()
    assert len(printed) + states == LETTERS


def test_control_to_look_and_then_print_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_then_print(prepared: Prepared, *, at: dt.datetime) -> Claim:
        """The claim without the locks."""
        row = Reminder.objects.filter(pk=prepared.reminder.pk)
        if not Invoice.objects.filter(pk=prepared.reminder.invoice_id).remindable(on=at.date()).exists():
            return Claim.WITHDRAWN if row.withdraw() else Claim.GONE
        time.sleep(0.01)
        return Claim.TAKEN if row.queued().update(state="leaving", claimed_at=at) else Claim.GONE

    monkeypatch.setattr(posting, "claim", look_then_print)
    owner = letters()
    missed = 0
    for seed in range(8):
        printed, named = race(owner, seed)
        missed += len(printed - named)
        Invoice.objects.all().release(on=timezone.now().date())
        Reminder.objects.update(state="queued", claimed_at=None)
    print(f"\n{missed} letters printed during a hold that did not name them")
    assert missed > 0


def test_of_two_who_print_at_once_each_letter_is_ones() -> None:
    owner = letters()

    def print_all() -> Printed:
        return print_letters(owner.account, by=owner, at=timezone.now())

    one, two = at_once(print_all, print_all)
    assert isinstance(one, Printed), one
    assert isinstance(two, Printed), two
    both = [reminder.pk for done in (one, two) for reminder in done.printed]
    assert sorted(both) == sorted(Reminder.objects.values_list("pk", flat=True))
    assert len(both) == LETTERS
