"""What there is to do is seen, and ticked off."""

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
from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.followups.tasks import complete
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_task, a_user, an_account, an_unknown_id

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def titles(client: Client, query: str = "") -> list[str]:
    """The tasks that the page lists, from top to bottom."""
    answer = client.get(f"/follow-ups/{query}")
    assert answer.status_code == 200
    return [task.title for task in answer.context["page"].rows]


def today_of(user: User) -> dt.date:
    return user.account.day(timezone.now())


def badge(client: Client) -> str:
    """What stands beside "Today" in the navigation."""
    html = client.get("/settings/").content.decode()
    found = re.search(r'<span class="count" id="due">(.*?)</span>\s*</a>', html, re.S)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_mine_everyones_and_what_is_done_the_most_urgent_first(client: Client, jan: User) -> None:
    customer, owner = a_company(jan.account), a_user(jan.account)
    a_task(customer, jan, "Later", days=3)
    a_task(customer, jan, "Sooner", days=-1)
    a_task(customer, owner, "The owner's")
    for minutes, title in enumerate(("Done first", "Done last")):
        complete(a_task(customer, jan, title), by=jan, at=NOW + dt.timedelta(minutes=minutes))
    assert titles(client) == ["Sooner", "Later"]
    assert titles(client, "?tab=everyone") == ["Sooner", "The owner's", "Later"]
    assert titles(client, "?tab=done") == ["Done last", "Done first"]
    assert titles(client, "?tab=whatever") == ["Sooner", "Later"]


def test_what_nobody_sees_to_has_a_tab_as_long_as_there_is_any(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    assert "Nobody’s" not in client.get("/follow-ups/").text
    a_task(customer, None, "For whom?")
    a_task(customer, a_user(jan.account, deactivated_at=NOW), "Of somebody who left")
    a_task(customer, jan, "Mine")
    assert 'Nobody’s <span class="count">2</span>' in client.get("/follow-ups/").text
    assert titles(client, "?tab=nobody") == ["For whom?", "Of somebody who left"]


def test_a_row_says_about_whom_and_what_is_late(client: Client, jan: User) -> None:
    gone = a_company(jan.account, "Gone SRL", deactivated_at=NOW)
    a_task(gone, jan, "Late", days=-1, on=today_of(jan))
    a_task(gone, jan, "Now", on=today_of(jan))
    html = client.get("/follow-ups/").text
    late, now = re.findall(r"<tr>.*?</tr>", html.split("<tbody>")[1], re.S)
    assert f'<a href="{url_of(gone)}">Gone SRL</a> <span class="badge amber">Deactivated</span>' in late
    assert ("Overdue" in late, "Today" in late) == (True, False)
    assert ("Overdue" in now, "Today" in now) == (False, True)


def test_pages_begin_after_one_another(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    for number in range(60):
        a_task(customer, jan, f"Task {number}", days=number // 7)
    first = client.get("/follow-ups/").context["page"]
    assert (len(first.rows), first.previous_url) == (50, "")
    assert titles(client, first.next_url) == [f"Task {number}" for number in range(50, 60)]


def test_empty_it_says_what_comes_here(client: Client, jan: User) -> None:
    assert "You have nothing to do" in client.get("/follow-ups/").text
    assert "Nobody has anything to do" in client.get("/follow-ups/?tab=everyone").text
    assert "Nothing was done yet" in client.get("/follow-ups/?tab=done").text
    assert "Somebody sees to every task" in client.get("/follow-ups/?tab=nobody").text


def test_a_task_is_done_once_and_the_toast_offers_undo(client: Client, jan: User) -> None:
    task = a_task(a_company(jan.account), a_user(jan.account))
    for __ in range(2):
        answer = client.post(f"/follow-ups/{task.pk}/done/", follow=True, headers={"Referer": "/follow-ups/?tab=done"})
    assert answer.request["QUERY_STRING"] == "tab=done"
    assert "Done: Call them" in answer.text
    assert f'<form method="post" action="/follow-ups/{task.pk}/reopen/">' in answer.text
    assert Activity.objects.filter(kind="task.completed").count() == 1
    answer = client.post(f"/follow-ups/{task.pk}/reopen/", follow=True)
    assert "To do again: Call them" in answer.text
    assert list(Task.objects.open()) == [task]


def test_for_htmx_the_row_changes_in_place_with_the_toast_and_the_count(client: Client, jan: User) -> None:
    task = a_task(a_company(jan.account), jan)
    part = client.post(f"/follow-ups/{task.pk}/done/", headers=HTMX).text
    assert part.lstrip().startswith('<tr class="quiet-row">')
    assert "Reopen" in part
    assert "Done: Call them" in part
    assert '<span class="count" id="due" hx-swap-oob="true">' in part
    assert "due today or earlier" not in part
    part = client.post(f"/follow-ups/{task.pk}/reopen/", headers=HTMX).text
    assert part.lstrip().startswith("<tr>")
    assert "1 due today or earlier" in part


def test_the_tasks_of_another_account_are_not_found(client: Client, jan: User) -> None:
    owner = a_user(an_account(name="Other"))
    theirs = a_task(a_company(owner.account), owner)
    for id in (theirs.pk, an_unknown_id()):
        assert client.get(f"/follow-ups/{id}/").status_code == 404
        for verb in ("", "done/", "reopen/"):
            assert client.post(f"/follow-ups/{id}/{verb}").status_code == 404
    for tab in ("mine", "everyone", "nobody", "done"):
        assert titles(client, f"?tab={tab}") == []
    assert (badge(client), Task.objects.get().completed_at) == ("", None)


def test_only_a_post_does_something(client: Client, jan: User) -> None:
    task = a_task(a_company(jan.account), jan)
    for verb in ("done", "reopen"):
        assert client.get(f"/follow-ups/{task.pk}/{verb}/").status_code == 405


def test_the_customers_page_lists_what_is_to_be_done(client: Client, jan: User) -> None:
    customer, other = a_company(jan.account), a_company(jan.account, "Other SRL")
    a_task(customer, a_user(jan.account), "Call the owner")
    a_task(other, jan, "Not here")
    done = complete(a_task(customer, jan, "Was done"), by=jan, at=NOW)
    page = client.get(f"{url_of(customer)}?tab=follow-ups")
    assert [task.title for task in page.context["page"].rows] == ["Call the owner"]
    assert 'Follow-ups <span class="count">1</span>' in page.text
    assert f'href="/follow-ups/new/?customer={customer.pk}"' in page.text
    client.post(f"/follow-ups/{done.pk}/reopen/")
    page = client.get(f"{url_of(customer)}?tab=follow-ups")
    assert [task.title for task in page.context["page"].rows] == ["Call the owner", "Was done"]
    assert "Task to be done after all: Was done" in page.text
    nothing = client.get(f"{url_of(a_company(jan.account))}?tab=follow-ups").text
    assert "Nothing to do" in nothing


def queries(ask: Callable[[], Any]) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


@pytest.mark.parametrize("query", ["", "?tab=everyone", "?tab=nobody", "?tab=done"])
def test_as_many_queries_for_three_as_for_one(client: Client, jan: User, query: str) -> None:
    def another() -> None:
        gone = a_company(jan.account, deactivated_at=NOW)
        a_task(gone, jan)
        a_task(gone, a_user(jan.account, deactivated_at=NOW))
        complete(a_task(gone, jan), by=a_user(jan.account), at=NOW)

    another()
    with_one = queries(lambda: client.get(f"/follow-ups/{query}"))
    another(), another()
    assert queries(lambda: client.get(f"/follow-ups/{query}")) == with_one


def test_as_many_queries_on_the_customers_page(client: Client, jan: User) -> None:
    customer = a_company(jan.account)
    address = f"{url_of(customer)}?tab=follow-ups"
    a_task(customer, a_user(jan.account))
    with_one = queries(lambda: client.get(address))
    a_task(customer, a_user(jan.account)), a_task(customer, jan)
    assert queries(lambda: client.get(address)) == with_one
