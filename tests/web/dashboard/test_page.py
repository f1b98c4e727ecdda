"""The dashboard: how the business stands, and every figure a link to what it consists of."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.customers.models import Customer
from comptoir.lifecycle.deactivation import deactivate, preview
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_deal,
    a_draft,
    a_member,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
    the_phase,
)

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").split())


def stop(customer: Customer, *, by: User, at: dt.datetime = NOW, reason: str = "", end: bool = False) -> None:
    fingerprint = preview(customer, at=at).fingerprint
    deactivate(customer, by=by, at=at, reason=reason, end_subscriptions=end, fingerprint=fingerprint)


def test_what_needs_the_reader_is_counted(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    a_draft(customer)
    an_invoice(customer, overdue_by=3)
    an_invoice(customer, overdue_by=9)
    needs = {need.label: (need.number, need.said) for need in client.get("/dashboard/").context["needs"]}
    assert needs == {
        "Follow-ups due": (0, "–"),
        "Drafts to book": (1, "1"),
        "Invoices overdue": (2, "2"),
        "Reminders to decide about": (0, "–"),
        "My deals at rest": (0, "–"),
        "My open quotations": (0, "–"),
    }


def test_what_is_owed_stands_by_age_with_held_amounts_apart(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    an_invoice(customer, overdue_by=9, total="121.00")
    an_invoice(customer, overdue_by=9, total="242.00", on_hold=NOW.date())
    late = next(row for __, row in client.get("/dashboard/").context["ages"] if row.chased.owed.count)
    assert (late.chased.owed.amount, late.held.owed.amount) == (Decimal(121), Decimal(242))
    assert len(client.get(late.held.url).context["page"].rows) == 1


def test_recurring_revenue_is_said_per_month(client: Client, sofie: User) -> None:
    a_subscription(a_company(sofie.account), next_on=NOW.date())
    assert client.get("/dashboard/").context["revenue"].now == Decimal(100)


def test_the_phases_of_the_pipeline_open_their_deals(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account), phase=the_phase(sofie.account), estimated_value=Decimal(500))
    rows = [row for row in client.get("/dashboard/").context["phases"] if row.phase.count]
    assert [(row.phase.count, row.value) for row in rows] == [(1, Decimal(500))]
    assert client.get(rows[0].url).context["page"].rows == [deal]


def test_each_number_of_deactivated_customers_opens_exactly_them(client: Client, sofie: User) -> None:
    gone = a_company(sofie.account, "Gone")
    stop(gone, by=sofie, reason="bankruptcy")
    earlier = a_company(sofie.account, "Gone before")
    stop(earlier, by=sofie, at=NOW - dt.timedelta(days=40))
    a_company(sofie.account, "Here")
    month = client.get("/dashboard/").context["departed"][-1]
    assert (month.count, [(part.reason, part.count) for part in month.parts if part.count]) == (1, [("bankruptcy", 1)])
    part = next(part for part in month.parts if part.count)
    for url in (month.url, part.url):
        assert client.get(url).context["page"].rows == [gone]


def test_the_list_of_companies_leads_on_to_the_contacts_that_left(client: Client, sofie: User) -> None:
    gone = [a_company(sofie.account), a_contact(sofie.account)]
    for customer in gone:
        stop(customer, by=sofie)
    companies = client.get(client.get("/dashboard/").context["departed"][-1].url)
    [elsewhere] = companies.context["segment_elsewhere"]
    assert companies.context["page"].rows + client.get(elsewhere.url).context["page"].rows == gone


def test_the_revenue_that_left_opens_its_movements(client: Client, sofie: User) -> None:
    gone = a_company(sofie.account)
    subscription = a_subscription(gone)
    stop(gone, by=sofie, end=True)
    context = client.get("/dashboard/").context
    assert context["left"] == Decimal(100)
    for url in (context["left_url"], context["departed"][-1].left_url):
        movements = client.get(url).context["page"].rows
        assert [(each.subscription, each.amount) for each in movements] == [(subscription, Decimal(-100))]


def test_what_is_hidden_from_a_member_is_neither_shown_nor_asked(client: Client, sofie: User) -> None:
    jan = a_member(sofie.account, hidden=["invoices", "subscriptions", "deals"])
    gone = a_company(sofie.account)
    a_subscription(gone)
    stop(gone, by=sofie, end=True)
    client.force_login(jan)
    text = words(client.get("/dashboard/").text)
    assert "Deactivated customers" in text
    for hidden in ("Receivables", "Recurring revenue", "Pipeline", "that left", "Drafts"):
        assert hidden not in text


def test_a_plan_without_subscriptions_has_no_recurring_revenue(client: Client, sofie: User) -> None:
    owner = a_user(an_account(plan=Plan.GO, name="Go"))
    stop(a_contact(owner.account), by=owner)
    client.force_login(owner)
    text = words(client.get("/dashboard/").text)
    assert "Recurring revenue" not in text
    assert "Revenue per month that left" not in text


def test_an_empty_business_says_so(client: Client, sofie: User) -> None:
    text = words(client.get("/dashboard/").text)
    for sentence in (
        "Nothing is outstanding: every booked invoice is paid.",
        "Nothing recurs yet.",
        "No deal is open.",
        "No customer was deactivated in the last twelve months.",
    ):
        assert sentence in text


def test_as_many_queries_for_three_as_for_one(client: Client, sofie: User) -> None:
    def some(number: int) -> int:
        for place in range(number):
            customer = a_company(sofie.account, f"Company {number} {place}")
            an_invoice(customer, overdue_by=9)
            a_subscription(customer)
            a_deal(customer)
            stop(customer, by=sofie, end=True)
        with CaptureQueriesContext(connection) as queries:
            client.get("/dashboard/")
        return len(queries)

    some(1)
    assert some(1) == some(3)


def test_what_is_in_other_currencies_opens_as_well(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    an_invoice(customer, currency="USD", overdue_by=9)
    a_deal(customer, estimated_value=Decimal(500), currency="USD")
    gone = a_company(sofie.account, "Gone")
    a_subscription(gone, currency="USD", next_on=NOW.date())
    stop(gone, by=sofie, end=True)
    an_invoice(customer)
    context = client.get("/dashboard/").context
    links = [context[name] for name in ("owed_elsewhere", "pipeline_elsewhere", "left_elsewhere")]
    assert [[code for __, code, __ in each] for each in links] == [["USD"]] * 3
    assert [client.get(url).status_code for [(__, __, url)] in links] == [200] * 3


def test_the_revenue_of_a_year_ago_opens_its_movements(client: Client, sofie: User) -> None:
    a_subscription(a_company(sofie.account), next_on=NOW.date())
    early = a_subscription(a_company(sofie.account, "Early"), starts_on=dt.date(2025, 1, 1))
    context = client.get("/dashboard/").context
    rows = client.get(context["revenue_before_url"]).context["page"].rows
    assert [movement.subscription for movement in rows] == [early]
