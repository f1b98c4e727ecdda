"""Ready-made segments are there from the first day; others are found by those who may see them."""

import pytest

from comptoir.accounts.models import Account
from comptoir.customers.models import Customer
from comptoir.segments import keeping
from comptoir.segments.asked import Asked
from comptoir.segments.choosing import NoSuchSegment, choose
from comptoir.segments.matching import matching
from comptoir.segments.models import About
from comptoir.segments.readymade import READY_MADE, ready_made
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_draft,
    a_member,
    a_paid_invoice,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
    an_unknown_id,
)

pytestmark = pytest.mark.django_db

RULE = {"field": "active", "operator": "equals", "value": "no"}


def names_in(account: Account, slug: str) -> list[str]:
    segment = choose(slug, by=a_user(account))
    found = matching(Customer.objects.of(account), segment, asked=Asked(account, TODAY))
    return sorted(found.values_list("name", flat=True))


def test_the_ready_made_ones_contain_whom_their_names_say() -> None:
    account = an_account()
    a_contact(account, "Gone", deactivated_at=NOW)
    an_invoice(a_company(account, "Late"), overdue_by=31)
    an_invoice(a_company(account, "Nearly late"), overdue_by=30)
    an_invoice(a_company(account, "Later"), overdue_by=61)
    an_invoice(a_company(account, "Latest"), overdue_by=91)
    an_invoice(a_company(account, "Held"), on_hold=TODAY)
    a_draft(a_company(account, "Held draft"), on_hold_since=TODAY)
    a_paid_invoice(a_company(account, "Settled"), on_hold=TODAY, overdue_by=90)
    a_subscription(a_company(account, "Subscriber"))
    a_deactivated_subscription(a_company(account, "Former subscriber"))
    assert {
        segment.slug: names_in(account, segment.slug) for segment in READY_MADE if segment.about == About.CUSTOMER
    } == {
        "deactivated": ["Gone"],
        "overdue-30-days": ["Late", "Later", "Latest"],
        "overdue-60-days": ["Later", "Latest"],
        "overdue-90-days": ["Latest"],
        "invoices-on-hold": ["Held", "Held draft"],
        "active-subscriptions": ["Subscriber"],
        "to-deactivate-quiet": [],
        "to-deactivate-unpaid": [],
    }


def test_the_plan_go_has_no_ready_made_one_about_subscriptions() -> None:
    user = a_user(an_account(plan="go"))
    assert [s.slug for s in ready_made(user)] == [
        "deactivated",
        "overdue-30-days",
        "overdue-60-days",
        "overdue-90-days",
        "invoices-on-hold",
        "held-90-days",
        "chased-though-deactivated",
        "closing-date-passed",
        "to-deactivate-quiet",
        "to-deactivate-unpaid",
    ]
    with pytest.raises(NoSuchSegment):
        choose("active-subscriptions", by=user)


def test_ready_made_ones_about_what_is_hidden_are_not_there() -> None:
    member = a_member(an_account(), hidden=["invoices", "subscriptions", "deals"])
    assert [s.slug for s in ready_made(member)] == ["deactivated"]
    for slug in ("overdue-30-days", "invoices-on-hold", "active-subscriptions"):
        with pytest.raises(NoSuchSegment):
            choose(slug, by=member)


def test_foreign_private_unknown_and_nonsensical_ones_are_all_missing() -> None:
    account = an_account()
    private = keeping.create(name="Mine", match="all", rules=[RULE], by=a_member(account), at=NOW)
    stranger = a_user(an_account(name="Elsewhere"))
    foreign = keeping.create(name="Theirs", match="all", rules=[RULE], by=stranger, at=NOW, shared=True)
    for key in (str(private.pk), str(foreign.pk), str(an_unknown_id()), "unheard-of", ""):
        with pytest.raises(NoSuchSegment):
            choose(key, by=a_user(account))
    assert choose(str(private.pk), by=private.created_by) == private
