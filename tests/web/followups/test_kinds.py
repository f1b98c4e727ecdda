"""The lists of calls and meetings beside that of tasks, and what is only about one customer or deal."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.followups.calls import complete_call
from comptoir.followups.meetings import complete_meeting
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_task,
    a_user,
    an_account,
    an_unknown_id,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(client: Client, query: str) -> list[str]:
    """What the page lists, from top to bottom."""
    answer = client.get(f"/follow-ups/{query}")
    assert answer.status_code == 200
    return [item.title for item in answer.context["items"]]


def test_calls_by_whose_they_are_the_most_urgent_first(client: Client, jan: User) -> None:
    account = jan.account
    for days, name, assignee in ((2, "Later", jan), (-1, "Sooner", jan), (0, "The owner's", a_user(account))):
        a_call(a_company(account, name), assignee, at=NOW + days * DAY)
    a_call(a_company(account, "Nobody's"), None, at=NOW + 3 * DAY)
    for minutes, name in enumerate(("Made first", "Made last")):
        complete_call(a_call(a_company(account, name), jan), by=jan, at=NOW + dt.timedelta(minutes=minutes))
    assert titles(client, "?kind=calls") == ["Call Sooner", "Call Later"]
    everyones = ["Call Sooner", "Call The owner's", "Call Later", "Call Nobody's"]
    assert titles(client, "?kind=calls&tab=everyone") == everyones
    assert titles(client, "?kind=calls&tab=nobody") == ["Call Nobody's"]
    assert titles(client, "?kind=calls&tab=done") == ["Call Made last", "Call Made first"]


def test_meetings_by_who_goes(client: Client, jan: User) -> None:
    company, colleague = a_company(jan.account), a_user(jan.account)
    left = a_user(jan.account, deactivated_at=NOW)
    a_meeting(company, jan, colleague, title="Together", at=NOW + DAY)
    a_meeting(company, colleague, title="Without me", at=NOW)
    a_meeting(company, left, title="Of somebody who left", at=NOW + 2 * DAY)
    complete_meeting(a_meeting(company, jan, title="Was held"), by=jan, at=NOW)
    assert titles(client, "?kind=meetings") == ["Together"]
    assert titles(client, "?kind=meetings&tab=everyone") == ["Without me", "Together", "Of somebody who left"]
    assert titles(client, "?kind=meetings&tab=nobody") == ["Of somebody who left"]
    assert titles(client, "?kind=meetings&tab=done") == ["Was held"]


def test_the_kinds_stand_side_by_side_and_keep_the_tab(client: Client, jan: User) -> None:
    page = client.get("/follow-ups/?kind=calls&tab=done")
    assert [(each.label, each.url, each.current) for each in page.context["kinds"]] == [
        ("Tasks", "?tab=done", False),
        ("Calls", "?kind=calls&tab=done", True),
        ("Meetings", "?kind=meetings&tab=done", False),
    ]
    assert 'href="/follow-ups/calls/new/"' in page.text
    assert client.get("/follow-ups/?kind=letters").context["kind"] == "tasks"


def test_a_row_says_when_and_who_and_what_is_late(client: Client, jan: User) -> None:
    now = timezone.now()
    gone = a_company(jan.account, "Gone SRL", deactivated_at=NOW)
    luc = a_contact(jan.account, telephones=[{"type": "phone", "number": "+32 2 123"}])
    a_call(gone, jan, at=now - DAY, contact=luc)
    html = client.get("/follow-ups/?kind=calls").text
    for words in ("Overdue", ">Deactivated</span>", 'href="tel:+322123"', "Call Luc Martin", "Made…"):
        assert words in html
    a_meeting(gone, jan, a_user(jan.account), at=NOW - 40 * DAY, minutes=45, contacts=(luc,), location="Rue Haute 1")
    a_meeting(gone, jan, at=NOW + 400 * DAY, minutes=2 * 24 * 60)
    html = " ".join(client.get("/follow-ups/?kind=meetings").text.replace("\N{NO-BREAK SPACE}", " ").split())
    plain = re.sub(r"<[^>]+>", "", html)
    for words in ("15 Oct 2026, 11:30–12:15", "29 Dec 2027, 10:30 – 31 Dec 2027, 10:30", "Luc Martin and 2 others"):
        assert words in plain
    assert "Rue Haute 1" in plain


def test_a_priority_is_said_unless_it_is_the_usual_one(client: Client, jan: User) -> None:
    for priority in "ABCD":
        a_task(a_company(jan.account), jan, priority=priority)
    html = client.get("/follow-ups/").text
    found = re.findall(r'<span class="badge ?(\w*)">\s*Priority (\w)', html)
    assert sorted(found) == [("", "B"), ("amber", "A"), ("outline", "D")]


def test_only_about_one_customer_or_deal(client: Client, jan: User) -> None:
    company = a_company(jan.account)
    deal = a_deal(company)
    a_task(company, a_user(jan.account), "About them")
    a_task(company, jan, "About the deal", deal=deal, days=1)
    a_task(a_company(jan.account, "Other SRL"), jan, "About others")
    page = client.get(f"/follow-ups/?customer={company.pk}")
    assert [item.title for item in page.context["items"]] == ["About them", "About the deal"]
    assert "Only about" in page.text
    assert [each.url for each in page.context["tabs"]][-1] == f"?tab=done&customer={company.pk}"
    assert f'href="/follow-ups/new/?customer={company.pk}"' in page.text
    assert titles(client, f"?deal={deal.pk}") == ["About the deal"]
    theirs = a_company(an_account(name="Other"))
    for wrong in (theirs.pk, an_unknown_id(), "x"):
        assert client.get(f"/follow-ups/?customer={wrong}").status_code == 404


def test_nothing_of_another_account_is_listed(client: Client, jan: User) -> None:
    owner = a_user(an_account(name="Other"))
    company = a_company(owner.account)
    a_call(company, owner), a_call(company, None), a_meeting(company, owner), a_meeting(company)
    complete_call(a_call(company, owner), by=owner, at=NOW), complete_meeting(a_meeting(company), by=owner, at=NOW)
    for kind in ("calls", "meetings"):
        for tab in ("mine", "everyone", "nobody", "done"):
            assert titles(client, f"?kind={kind}&tab={tab}") == []


def test_empty_it_says_what_comes_here(client: Client, jan: User) -> None:
    for query, sentence in {
        "calls": "You have nobody to call",
        "calls&tab=everyone": "Nobody has anybody to call",
        "calls&tab=done": "No call was made yet",
        "calls&tab=nobody": "Somebody sees to every call",
        "meetings": "You have no meeting to go to",
        "meetings&tab=everyone": "No meeting is scheduled",
        "meetings&tab=done": "No meeting was held yet",
        "meetings&tab=nobody": "Somebody goes to every meeting",
    }.items():
        assert sentence in client.get(f"/follow-ups/?kind={query}").text


def test_pages_begin_after_one_another(client: Client, jan: User) -> None:
    for number in range(53):
        a_call(a_company(jan.account, f"{number:02}"), jan, at=NOW + number // 7 * DAY)
    first = client.get("/follow-ups/?kind=calls").context["page"]
    assert (len(first.rows), first.previous_url) == (50, "")
    assert titles(client, first.next_url) == ["Call 50", "Call 51", "Call 52"]


def queries(ask: Callable[[], Any]) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


@pytest.mark.parametrize("tab", ["mine", "everyone", "nobody", "done"])
@pytest.mark.parametrize("kind", ["calls", "meetings"])
def test_as_many_queries_for_three_as_for_one(client: Client, jan: User, kind: str, tab: str) -> None:
    def another() -> None:
        gone = a_company(jan.account, deactivated_at=NOW)
        deal, luc, left = a_deal(gone), a_contact(jan.account), a_user(jan.account, deactivated_at=NOW)
        a_call(gone, jan, deal=deal, contact=luc), a_call(gone, left, deal=deal)
        a_meeting(gone, jan, a_user(jan.account), contacts=(luc,), deal=deal), a_meeting(gone, left)
        complete_call(a_call(gone, jan, contact=luc), by=a_user(jan.account), at=NOW)
        complete_meeting(a_meeting(gone, jan, contacts=(luc,)), by=a_user(jan.account), at=NOW)

    address = f"/follow-ups/?kind={kind}&tab={tab}"
    another()
    with_one = queries(lambda: client.get(address))
    another(), another()
    assert queries(lambda: client.get(address)) == with_one
