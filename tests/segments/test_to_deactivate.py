"""The ready-made segments that suggest whom to deactivate hold exactly whom they name."""

import datetime as dt
from typing import Any

import pytest

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.segments.asked import Asked
from comptoir.segments.choosing import NoSuchSegment, choose
from comptoir.segments.counting import Count, counts
from comptoir.segments.matching import matching
from comptoir.segments.readymade import TO_DEACTIVATE, to_deactivate
from comptoir.subscriptions import pausing
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_link,
    a_meeting,
    a_member,
    a_paid_invoice,
    a_quotation,
    a_reminder,
    a_subscription,
    a_task,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db

YEAR = 365


@pytest.fixture
def account() -> Account:
    return an_account()


def names_in(account: Account, slug: str) -> list[str]:
    segment = choose(slug, by=a_user(account))
    found = matching(Customer.objects.of(account), segment, asked=Asked(account, TODAY))
    return sorted(found.values_list("name", flat=True))


def quiet(account: Account, name: str, *, since: int = YEAR + 1, **facts: Any) -> Customer:
    """A company with which nothing happened for so many days."""
    company = a_company(account, name, added_at=NOW - dt.timedelta(days=since), **facts)
    happened(company, since)
    return company


def person(account: Account, name: str) -> Customer:
    """A contact with whom nothing happened for as long."""
    contact = a_contact(account, name, added_at=NOW - dt.timedelta(days=YEAR + 1))
    happened(contact, YEAR + 1)
    return contact


def happened(customer: Customer, days_ago: int) -> None:
    at = NOW - dt.timedelta(days=days_ago)
    facts = {"account": customer.account, "kind": "customer.added", "at": at, "subject_type": "customer"}
    Activity.objects.create(customer_id=customer.pk, subject_id=customer.pk, **facts)


def test_quiet_are_those_with_whom_nothing_is_open_and_nothing_happened_for_a_year(account: Account) -> None:
    user = a_user(account)
    quiet(account, "Quiet"), quiet(account, "A year to the day", since=YEAR)
    person(account, "Anne Dubois")
    happened(quiet(account, "Heard of again"), 3)
    quiet(account, "Gone", deactivated_at=NOW)
    a_paid_invoice(quiet(account, "Paid"), overdue_by=500)
    a_deactivated_subscription(quiet(account, "Former subscriber"))
    an_invoice(quiet(account, "Owes"), overdue_by=500), a_draft(quiet(account, "Draft"))
    a_subscription(quiet(account, "Subscriber"))
    pausing.pause(a_subscription(quiet(account, "Paused")), by=user, at=NOW - dt.timedelta(days=YEAR + 1))
    a_deal(quiet(account, "Deal")), a_task(quiet(account, "Task"), user), a_call(quiet(account, "Call"), user)
    a_meeting(quiet(account, "Meeting"), user, at=NOW + dt.timedelta(days=1))
    a_link(person(account, "Of a company"), quiet(account, "Its company", since=1))
    a_link(person(account, "Of one that is gone"), quiet(account, "No more", deactivated_at=NOW))
    won = a_deal(quiet(account, "Quoted"), status="won")
    a_quotation(won)

    assert names_in(account, "to-deactivate-quiet") == [
        "Anne Dubois",
        "Former subscriber",
        "Of one that is gone",
        "Paid",
        "Quiet",
    ]


def test_unpaid_are_those_still_overdue_90_days_after_their_last_reminder(account: Account) -> None:
    def reminded(name: str, *days_ago: int, **facts: Any) -> None:
        invoice = an_invoice(a_company(account, name), overdue_by=200, **facts)
        for days, step in zip(days_ago, (7, 21), strict=False):
            a_reminder(invoice, days=step, state="sent", sent_at=NOW - dt.timedelta(days=days))

    reminded("Long ago", 91), reminded("Just now", 3), reminded("Twice", 120, 95), reminded("Again", 120, 30)
    reminded("To the day", 90), reminded("Never"), reminded("Paid", 120, paid="all")
    gone = a_company(account, "Gone", deactivated_at=NOW)
    a_reminder(an_invoice(gone, overdue_by=200), state="sent", sent_at=NOW - dt.timedelta(days=120))

    assert names_in(account, "to-deactivate-unpaid") == ["Long ago", "Twice"]


def test_an_account_without_subscriptions_has_both(account: Account) -> None:
    go = an_account(name="Small", plan="go")
    quiet(go, "Quiet")

    assert [segment.slug for segment in to_deactivate(a_user(go))] == list(TO_DEACTIVATE)
    assert names_in(go, "to-deactivate-quiet") == ["Quiet"]


def test_whoever_does_not_see_what_they_ask_about_is_not_offered_them(account: Account) -> None:
    member = a_member(account, hidden=["deals"])

    assert [segment.slug for segment in to_deactivate(member)] == ["to-deactivate-unpaid"]
    with pytest.raises(NoSuchSegment):
        choose("to-deactivate-quiet", by=member)


def test_they_are_counted_together(account: Account) -> None:
    quiet(account, "Quiet")

    found = counts(to_deactivate(a_user(account)), asked=Asked(account, TODAY))

    assert found == [
        {"contacts": Count(0), "companies": Count(1)},
        {"contacts": Count(0), "companies": Count(0)},
    ]
