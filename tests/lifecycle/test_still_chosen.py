"""Deactivated customers are still found, and chosen in deals, quotations and follow-ups (R12, R13)."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.activities.models import Activity
from comptoir.deals.records import add_deal, edit_deal
from comptoir.followups.calls import add_call
from comptoir.followups.meetings import schedule_meeting
from comptoir.followups.tasks import add_task
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.quotations import records as quotations
from comptoir.quotations.records import QuotationLineData
from comptoir.web.customers.picker import found
from tests.factories import NOW, TODAY, a_company, a_contact, a_deal, a_user, an_account, the_vat

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=3)


@pytest.fixture
def sofie():
    return a_user(an_account())


@pytest.fixture(params=[a_company, a_contact], ids=["company", "contact"])
def gone(request, sofie):
    """Somebody with whom business was stopped."""
    customer = request.param(sofie.account)
    deactivate(customer, by=sofie, at=NOW, reason="bankruptcy", fingerprint=preview(customer, at=NOW).fingerprint)
    customer.refresh_from_db()
    return customer


def a_line(account):
    return QuotationLineData(
        description="Terrace", quantity=Decimal(1), unit_price=Decimal("100.00"), tax_rate=the_vat(account)
    )


def make(kind, customer, user):
    """One of the kind, by its verb."""
    account, tomorrow = customer.account, LATER + dt.timedelta(days=1)
    facts = {"by": user, "at": LATER}
    if kind == "deal":
        return add_deal(customer, title="New terrace", **facts)
    if kind == "quotation":
        deal = add_deal(customer, title="New terrace", **facts)
        return quotations.create(deal, name="Terrace", lines=[a_line(account)], **facts)
    if kind == "task":
        return add_task(customer, title="Fetch the furniture", due_on=TODAY, assignee=user, **facts)
    if kind == "call":
        return add_call(customer, scheduled_at=tomorrow, assignee=user, **facts)
    return schedule_meeting(
        account,
        title="With the receiver",
        starts_at=tomorrow,
        ends_at=tomorrow + dt.timedelta(hours=1),
        users=[user],
        customer=customer,
        **facts,
    )


@pytest.mark.parametrize("kind", ["deal", "quotation", "task", "call", "meeting"])
def test_each_of_the_five_kinds_is_made_for_them_and_told_as_ever(kind, gone, sofie):
    before = type(gone).objects.filter(pk=gone.pk).values().get()
    made = make(kind, gone, sofie)
    assert (made._meta.model_name, made.customer) == (kind, gone)
    assert type(gone).objects.filter(pk=gone.pk).values().get() == before
    told = Activity.objects.about_customer(gone.pk)[0]
    assert (told.subject_type, told.subject_id, told.by) == (kind, made.pk, sofie)


def test_a_deal_changes_to_them(gone, sofie):
    deal = a_deal(a_company(sofie.account, "Twin"))
    assert edit_deal(deal, by=sofie, at=LATER, customer=gone).customer == gone


def test_deactivated_people_are_still_asked_for_and_invited(sofie):
    company, luc = a_company(sofie.account), a_contact(sofie.account, deactivated_at=NOW)
    deal = add_deal(company, title="New terrace", contact_person=luc, by=sofie, at=LATER)
    call = add_call(company, scheduled_at=LATER, assignee=sofie, contact=luc, by=sofie, at=LATER)
    hour = dt.timedelta(hours=1)
    meeting = schedule_meeting(
        sofie.account,
        title="Visit",
        starts_at=LATER,
        ends_at=LATER + hour,
        users=[sofie],
        contacts=[luc],
        by=sofie,
        at=LATER,
    )
    assert (deal.contact_person, call.contact) == (luc, luc)
    assert luc in [attendee.contact for attendee in meeting.attendees.all()]


@pytest.mark.parametrize(
    "query", ["midi", "Martin", "", "example"], ids=["company", "contact", "nothing typed", "e-mail"]
)
def test_the_picker_finds_them_like_others(query, sofie):
    for make_one in (a_company, a_contact):
        make_one(sofie.account), make_one(sofie.account, deactivated_at=NOW)
    rows = found(sofie.account, query)
    kinds = {"midi": 1, "Martin": 1, "": 2, "example": 2}[query]
    assert sorted(customer.is_deactivated for customer in rows) == [False] * kinds + [True] * kinds
