"""What is still to be done, on the pages of a customer and of a deal."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups.calls import complete_call
from comptoir.followups.meetings import complete_meeting
from comptoir.followups.tasks import complete
from comptoir.web.followups import parts
from comptoir.web.links import url_of
from tests.factories import NOW, TODAY, a_call, a_company, a_contact, a_deal, a_meeting, a_task, a_user

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def asked_by(user: User) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return request


def titles(part: dict[str, Any]) -> list[str]:
    return [item.title for item in part["page"].rows]


def test_tasks_calls_and_meetings_stand_in_one_list_by_day_and_time(client: Client, jan: User) -> None:
    customer, luc = a_company(jan.account), a_contact(jan.account)
    a_meeting(customer, jan, title="Visit", at=NOW + HOUR)
    a_call(customer, jan, at=NOW + DAY)
    a_call(customer, jan, at=NOW - DAY, contact=luc)
    a_task(customer, jan, "Prepare it")
    a_task(customer, jan, "Prepare it well", priority="A")
    complete(a_task(customer, jan, "Was done"), by=jan, at=NOW)
    complete_call(a_call(customer, jan), by=jan, at=NOW)
    complete_meeting(a_meeting(customer, jan), by=jan, at=NOW)
    a_task(a_company(jan.account, "Other SRL"), jan, "Not here")
    part = parts.of_customer(asked_by(jan), customer)
    assert titles(part) == ["Call Luc Martin", "Prepare it well", "Prepare it", "Visit", "Call Brasserie du Midi SRL"]
    assert parts.count_of_customer(customer) == 5


def test_of_a_deal_only_what_is_about_it(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    deal = a_deal(customer)
    a_task(customer, jan, "About the deal", deal=deal)
    a_call(customer, jan, deal=deal, at=NOW + HOUR)
    a_meeting(customer, jan, deal=deal, at=NOW + DAY)
    a_task(customer, jan, "About something else")
    part = parts.of_deal(asked_by(jan), deal)
    assert titles(part) == ["About the deal", "Call Brasserie du Midi SRL", "Visit"]
    assert (part["about"], parts.count_of_deal(deal)) == (f"deal={deal.pk}", 3)


def test_the_customers_page_offers_all_three_and_shows_each(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    empty = client.get(f"{url_of(customer)}?tab=follow-ups").text
    assert "Tasks, calls and meetings about Brasserie du Midi SRL come here." in " ".join(empty.split())
    for kind in ("", "calls/", "meetings/"):
        assert f'href="/follow-ups/{kind}new/?customer={customer.pk}"' in empty
    a_task(customer, jan), a_call(customer, jan), a_meeting(customer, jan)
    page = client.get(f"{url_of(customer)}?tab=follow-ups").text
    for words in ("Done: Call them", "Made: Call Brasserie du Midi SRL", "Held: Visit"):
        assert f'aria-label="{words}"' in page


def test_beyond_fifty_of_a_kind_the_overview_has_the_others(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    for number in range(51):
        a_task(customer, jan, f"Task {number:02}", days=number)
    page = parts.of_customer(asked_by(jan), customer)["page"]
    assert ([row.title for row in page.rows][::49], page.is_cut) == (["Task 00", "Task 49"], True)
    assert [task.title for task in client.get(page.all_url).context["page"].rows][-1] == "Task 49"
    assert client.get(page.all_url).context["page"].count == 51


@pytest.mark.parametrize("of", ["customer", "deal"])
def test_as_many_queries_for_three_of_each_as_for_one(client: Client, jan: User, of: str) -> None:
    customer = a_company(jan.account)
    deal = a_deal(customer)

    def another() -> None:
        a_task(customer, a_user(jan.account), deal=deal)
        a_call(customer, a_user(jan.account), deal=deal, contact=a_contact(jan.account))
        a_meeting(customer, jan, a_user(jan.account), deal=deal, contacts=(a_contact(jan.account),))

    another()
    with_one = _queries(jan, customer, deal, of)
    another(), another()
    assert _queries(jan, customer, deal, of) == with_one


def _queries(user: User, customer: Customer, deal: Deal, of: str) -> int:
    request = asked_by(User.objects.get(pk=user.pk))
    request._now = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(12)))
    with CaptureQueriesContext(connection) as captured:
        part = parts.of_customer(request, customer) if of == "customer" else parts.of_deal(request, deal)
        render_to_string(f"followups/_of_{of}.html", part | {"sees": {"deals": False}})
    return len(captured)
