"""Several people answering, changing and stopping at once, on PostgreSQL: one answer, one invoice, the whole story."""

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError

from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups.models import Task
from comptoir.invoicing.models import Invoice
from comptoir.lifecycle.deactivation import StalePreview, deactivate, preview
from comptoir.quotations import answering, records, starting
from comptoir.quotations.answering import accept, note_opened, reject
from comptoir.quotations.models import Quotation
from comptoir.quotations.refusals import AlreadyAnswered, ChangedMeanwhile, Closed, DealHasAccepted, NotOpen
from comptoir.quotations.with_deal import create_with_deal
from comptoir.subscriptions.models import Subscription
from tests.at_once import at_once
from tests.factories import NOW, a_company, a_deal, a_quotation, a_user, an_account, the_department
from tests.quotations.offering import a_line

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATER = NOW + dt.timedelta(hours=1)
TURNS = 15


def kinds(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def a_sent_quotation(**facts: object) -> Quotation:
    account = an_account(name=f"Atelier {Quotation.objects.count()}")
    return a_quotation(a_deal(a_company(account), responsible_user=a_user(account)), **facts)


def yes(quotation: Quotation, **facts: object) -> Callable[[], Quotation]:
    """The customer's click, with what a request of its own has read."""
    shown = Quotation.objects.get(pk=quotation.pk)
    return partial(accept, shown, name="Luc", at=LATER, **facts)


def test_eight_clicks_on_accept_make_one_invoice_and_one_story() -> None:
    quotation = a_sent_quotation(optional="12.10")
    chosen = [quotation.lines.get(is_optional=True).pk]
    answers = at_once(*(yes(quotation, chosen=chosen) for __ in range(8)))
    assert kinds(answers) == ["AlreadyAnswered"] * 7 + ["Quotation"]
    assert (Invoice.objects.count(), Task.objects.count()) == (1, 1)
    assert sorted(Activity.objects.values_list("kind", flat=True)) == [
        "deal.won",
        "invoice.drafted",
        "quotation.accepted",
        "task.created",
    ]
    assert all(isinstance(error, Quotation) or error.quotation.is_accepted for error in answers)


def unlocked_at(meet: threading.Barrier) -> Callable[[Quotation], Quotation]:
    """The guard switched off: a plain read, and everybody reads before anybody writes."""

    def read(quotation: Quotation) -> Quotation:
        found = Quotation.objects.select_related("account", "department", "customer", "deal__account").get(
            pk=quotation.pk
        )
        meet.wait()
        return found

    return read


def test_control_without_the_locks_two_clicks_make_two_invoices(monkeypatch: pytest.MonkeyPatch) -> None:
    quotation = a_sent_quotation()
    meet = threading.Barrier(2, timeout=10)
    monkeypatch.setattr(answering, "locked", unlocked_at(meet))
    monkeypatch.setattr(answering, "locked_customer", lambda pk: Customer.objects.select_related("account").get(pk=pk))
    at_once(yes(quotation), yes(quotation))
    assert Invoice.objects.count() == 2


def test_of_two_quotations_of_a_deal_one_is_accepted_and_the_other_closed() -> None:
    for __ in range(TURNS):
        first = a_sent_quotation()
        second = a_quotation(first.deal)
        answers = at_once(yes(first), yes(second))
        assert kinds(answers) == ["Closed", "Quotation"]
        mine = Quotation.objects.filter(deal=first.deal)
        assert sorted(mine.values_list("status", flat=True)) == ["accepted", "closed"]
        assert Invoice.objects.filter(account=first.account).count() == 1


def test_control_without_the_locks_the_database_itself_refuses_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    first = a_sent_quotation()
    second = a_quotation(first.deal)
    meet = threading.Barrier(2, timeout=10)
    monkeypatch.setattr(answering, "locked", unlocked_at(meet))
    monkeypatch.setattr(answering, "locked_customer", lambda pk: Customer.objects.select_related("account").get(pk=pk))
    monkeypatch.setattr(answering, "_close_others", lambda *args, **facts: [])
    answers = at_once(yes(first), yes(second))
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [IntegrityError]
    assert Invoice.objects.count() == 1


def test_yes_and_no_at_once_are_one_answer() -> None:
    for __ in range(TURNS):
        quotation = a_sent_quotation()
        shown = Quotation.objects.get(pk=quotation.pk)
        answers = at_once(yes(quotation), partial(reject, shown, name="Anne", at=LATER))
        assert kinds(answers) == ["AlreadyAnswered", "Quotation"]
        quotation.refresh_from_db()
        drafts = Invoice.objects.filter(account=quotation.account).count()
        assert (quotation.status, drafts) in [("accepted", 1), ("rejected", 0)]


def test_what_is_edited_at_that_moment_is_not_accepted_unseen() -> None:
    for turn in range(TURNS):
        quotation = a_sent_quotation()
        lines = [a_line(quotation.account, "999")]
        edited, accepted = at_once(
            partial(records.edit, Quotation.objects.get(pk=quotation.pk), by=None, at=LATER, lines=lines),
            yes(quotation, seen=quotation.updated_at.isoformat()),
        )
        quotation.refresh_from_db()
        if isinstance(accepted, ChangedMeanwhile):
            assert (str(quotation.tax_inclusive), quotation.status, edited) == ("1208.79", "open", quotation), turn
        else:
            assert isinstance(edited, NotOpen)
            assert (str(quotation.tax_inclusive), quotation.status) == ("121.00", "accepted")
            assert str(Invoice.objects.get(account=quotation.account).tax_inclusive) == "121.00"


def test_what_is_added_to_the_deal_at_that_moment_is_closed_with_the_rest_or_refused() -> None:
    for __ in range(TURNS):
        quotation = a_sent_quotation()
        lines = [a_line(quotation.account)]
        deal = Deal.objects.select_related("account", "customer").get(pk=quotation.deal_id)
        added, accepted = at_once(
            partial(records.create, deal, name="Another", lines=lines, by=None, at=LATER), yes(quotation)
        )
        assert isinstance(accepted, Quotation)
        if isinstance(added, Quotation):
            added.refresh_from_db()
            assert added.status == "closed"
        else:
            assert isinstance(added, DealHasAccepted)


def test_a_deactivation_at_that_moment_is_either_told_or_comes_after() -> None:
    for turn in range(TURNS):
        quotation = a_sent_quotation()
        customer = quotation.customer
        shown = preview(customer, at=NOW).fingerprint
        boxes = {"hold_invoices": True, "fingerprint": shown}
        accepted, stopped = at_once(
            yes(quotation), partial(deactivate, customer, by=a_user(quotation.account), at=LATER, **boxes)
        )
        customer.refresh_from_db()
        task = Task.objects.get(customer=customer)
        told = Activity.objects.get(kind="quotation.accepted", customer_id=customer.pk).effects["deactivated_on"]
        assert isinstance(accepted, Quotation)
        if isinstance(stopped, StalePreview):
            # The draft was there first, so whoever deactivates is shown it.
            assert (customer.is_deactivated, task.priority, told) == (False, "B", None), turn
        else:
            assert (customer.is_deactivated, task.priority, told) == (True, "A", "2026-11-24"), turn


def test_control_without_the_customers_lock_a_deactivation_goes_untold(monkeypatch: pytest.MonkeyPatch) -> None:
    quotation = a_sent_quotation()
    customer, user = quotation.customer, a_user(quotation.account)
    shown = preview(customer, at=NOW).fingerprint

    def unlocked(customer_id: object) -> Customer:
        found = Customer.objects.select_related("account", "responsible_user").get(pk=customer_id)
        [outcome] = at_once(partial(deactivate, customer, by=user, at=NOW, fingerprint=shown))
        assert not isinstance(outcome, Exception)
        return found

    monkeypatch.setattr(answering, "locked_customer", unlocked)
    accept(quotation, name="Luc", at=LATER)
    customer.refresh_from_db()
    assert (customer.is_deactivated, Task.objects.get().priority) == (True, "B")


def test_nobody_waits_for_another_in_a_circle() -> None:
    for __ in range(TURNS):
        quotation = a_sent_quotation()
        other = a_quotation(quotation.deal)
        user = a_user(quotation.account)
        customer = quotation.customer
        shown = preview(customer, at=NOW).fingerprint
        refusals = (AlreadyAnswered, ChangedMeanwhile, Closed, NotOpen, StalePreview)
        answers = at_once(
            yes(quotation),
            yes(other),
            partial(note_opened, Quotation.objects.get(pk=quotation.pk), at=LATER),
            partial(records.edit, Quotation.objects.get(pk=other.pk), by=user, at=LATER, name="Larger"),
            partial(records.close, Quotation.objects.get(pk=other.pk), by=user, at=LATER),
            partial(deactivate, customer, by=user, at=LATER, hold_invoices=True, fingerprint=shown),
        )
        assert [
            answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, refusals)
        ] == []


def test_a_subscription_is_started_once_whoever_asks() -> None:
    quotation = accept(a_sent_quotation(monthly="12.10"), name="Luc", at=LATER)
    day = dt.date(2026, 12, 1)
    answers = at_once(
        *(
            partial(
                starting.start,
                Quotation.objects.get(pk=quotation.pk),
                unit="month",
                period=1,
                starts_on=day,
                by=None,
                at=LATER,
            )
            for __ in range(8)
        )
    )
    [made] = Subscription.objects.all()
    assert answers == [made] * 8
    assert Activity.objects.filter(kind="quotation.subscription_started").count() == 1


def test_references_have_no_gap_and_no_double() -> None:
    account = an_account()
    deals = [a_deal(a_company(account), f"Deal {number}") for number in range(8)]
    at_once(*(partial(records.create, deal, name="N", lines=[a_line(account)], by=None, at=NOW) for deal in deals))
    assert sorted(Quotation.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_eight_clicks_on_a_new_quotation_make_it_and_its_deal_once() -> None:
    account, id = an_account(), new_id()
    customer, owner, lines = a_company(account), a_user(account), [a_line(account, "100")]
    given = {"title": "New terrace", "name": "Terrace", "department": the_department(account), "lines": lines}
    make = partial(create_with_deal, customer, id=id, by=owner, at=NOW, **given)
    answers = at_once(*(make for __ in range(8)))
    assert {answer.pk for answer in answers} == {id}
    assert (Quotation.objects.count(), Deal.objects.count()) == (1, 1)
    assert sorted(Activity.objects.values_list("kind", flat=True)) == ["deal.added", "quotation.created"]
