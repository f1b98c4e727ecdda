"""The start page: what is due, and by whom it is ticked off."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.invoicing import holds
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_company,
    a_deal,
    a_draft,
    a_meeting,
    a_member,
    a_quotation,
    a_reminder,
    a_task,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HTMX = {"HX-Request": "true"}


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def due(client: Client) -> list[str]:
    return [item.title for item in client.get("/today/").context["items"]]


def navigation(client: Client) -> str:
    """What stands beside "Today"."""
    found = re.search(r'<span class="count" id="due">(.*?)</span>\s*</a>', client.get("/settings/").text, re.S)
    assert found
    return words(found[1])


def test_it_begins_with_the_day_and_a_greeting(client: Client, sofie: User) -> None:
    page = client.get("/today/").text
    assert "<h1>Tuesday 24 November 2026</h1>" in page
    assert "Good morning, Sofie." in page
    for hours, greeting in ((2, "Good afternoon, Sofie."), (8, "Good evening, Sofie.")):
        with time_machine.travel(NOW + dt.timedelta(hours=hours)):
            assert greeting in client.get("/today/").text


def test_what_is_overdue_comes_first_then_today_by_the_clock(client: Client, sofie: User) -> None:
    customer, colleague = a_company(sofie.account), a_user(sofie.account)
    a_meeting(customer, sofie, title="Visit", at=NOW + dt.timedelta(hours=3))
    a_call(customer, sofie, at=NOW)
    a_task(customer, sofie, "Send the drawings")
    a_task(customer, sofie, "Ask for the keys", days=-4)
    a_task(customer, sofie, "Later", days=1), a_task(customer, colleague, "The colleague’s")
    assert due(client) == ["Ask for the keys", "Send the drawings", "Call Brasserie du Midi SRL", "Visit"]
    rows = [words(row) for row in re.findall(r"<tr>.*?</tr>", client.get("/today/").text.split("<tbody>")[1], re.S)]
    assert "Overdue 20 Nov 2026" in rows[0]
    assert "Today 13:30–14:30" in rows[3]


def test_it_is_ticked_off_where_it_stands(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    task, meeting = a_task(customer, sofie), a_meeting(customer, sofie)
    page = client.get("/today/").text
    for address in (f"/follow-ups/{task.pk}/done/", f"/follow-ups/meetings/{meeting.pk}/held/"):
        assert f'hx-post="{address}"' in page
    part = client.post(f"/follow-ups/{task.pk}/done/", {"mixed": "yes"}, headers=HTMX).text
    assert part.lstrip().startswith('<tr class="quiet-row">')
    assert "<svg" in part.split("<a ")[0]  # of which kind it is, still
    assert '<span class="count" id="due" hx-swap-oob="true">' in part
    assert due(client) == ["Visit"]
    answer = client.post(f"/follow-ups/meetings/{meeting.pk}/held/", headers={"Referer": "http://testserver/today/"})
    assert answer["Location"] == "http://testserver/today/"
    assert "Nothing is due" in client.get("/today/").text


def test_only_the_first_of_very_many_are_listed(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    for number in range(21):
        a_task(customer, sofie, f"Task {number}", days=number - 30)
    page = client.get("/today/")
    assert [item.title for item in page.context["items"]] == [f"Task {number}" for number in range(20)]
    assert "More is due: see all your follow-ups" in page.text


def test_an_empty_desk_says_what_comes_here(client: Client, sofie: User) -> None:
    page = words(client.get("/today/").text)
    for sentence in (
        "Nothing is due Tasks, calls and meetings come here on their day",
        "None of your deals has rested too long in its phase.",
        "Nobody answered a quotation of your deals in the last seven days",
        "None leaves: nobody is to be reminded.",
        "No invoice is on hold: all that are overdue are chased.",
    ):
        assert sentence in page
    assert "Drafts" not in page


def test_who_does_not_see_a_module_does_not_see_its_part(client: Client, sofie: User) -> None:
    for hidden, seen, unseen in (
        (["deals"], "Longest on hold", "Deals that need attention"),
        (["invoices"], "Deals that need attention", "Longest on hold"),
    ):
        client.force_login(a_member(sofie.account, hidden=hidden))
        page = client.get("/today/")
        assert (page.status_code, seen in page.text, unseen in page.text) == (200, True, False)
        assert ("leaving" in page.context, "resting" in page.context) == ("deals" in hidden, "invoices" in hidden)


def test_it_is_where_everybody_arrives(client: Client, sofie: User) -> None:
    assert client.get("/")["Location"] == "/today/"
    assert '<a class="brand" href="/today/">' in client.get("/settings/").text
    assert client.get("/today/", follow=True).status_code == 200
    client.logout()
    assert client.get("/today/")["Location"] == "/login/?next=/today/"


def test_the_navigation_counts_what_is_due(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    assert navigation(client) == ""
    (
        a_task(customer, sofie, days=-9),
        a_call(customer, sofie),
        a_meeting(customer, sofie),
        a_task(customer, sofie, days=1),
    )
    a_task(customer, a_user(sofie.account)), a_task(customer, sofie, completed_at=NOW, completed_by=sofie)
    assert navigation(client) == "3 3 due today or earlier"
    for __ in range(100):
        a_task(customer, sofie)
    assert navigation(client) == "99+ more than 99 due today or earlier"


def test_the_count_is_one_query_however_much_is_due(client: Client, sofie: User) -> None:
    def counting() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/settings/")
        return len([query for query in captured if "followups_task" in query["sql"]])

    assert counting() == 1
    customer = a_company(sofie.account)
    for __ in range(3):
        a_task(customer, sofie, on=TODAY - 3650 * DAY), a_call(customer, sofie), a_meeting(customer, sofie)
    assert counting() == 1


def test_another_accounts_rows_are_nowhere(client: Client, sofie: User) -> None:
    stranger = a_user(an_account(name="Other"))
    _something(stranger)
    page = client.get("/today/").context
    lists = ("items", "resting", "expiring", "answered", "held")
    assert [list(page[name]) for name in lists] == [[], [], [], [], []]
    assert (page["leaving"].count, page["drafts"]) == (0, 0)


def queries(ask: Callable[[], Any]) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_as_many_queries_for_three_as_for_one(client: Client, sofie: User) -> None:
    _something(sofie)
    with_one = queries(lambda: client.get("/today/"))
    _something(sofie), _something(sofie)
    assert queries(lambda: client.get("/today/")) == with_one


def _something(user: User) -> None:
    """One more of everything that the page shows."""
    gone = a_company(user.account, deactivated_at=NOW)
    a_task(gone, user), a_call(gone, user), a_meeting(gone, user, a_user(user.account))
    deal = a_deal(gone, responsible_user=user, inactive_for=99)
    a_quotation(deal, expires_after=TODAY)
    other = a_deal(gone, responsible_user=user)
    a_quotation(other, status="accepted", answered_at=NOW, answered_name="Luc")
    an_invoice(gone, overdue_by=10), a_draft(gone)
    holds.put_on_hold(an_invoice(gone, overdue_by=3), by=user, at=NOW)
    a_reminder(an_invoice(gone, overdue_by=30), state="sent", claimed_at=NOW - 9 * DAY)
