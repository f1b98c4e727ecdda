"""The timeline of a customer: filtered by what is chosen above it, one page after the other, without what one does not see."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.activities.record import record
from comptoir.customers.models import Customer
from comptoir.deals.moving import win as deal_won
from comptoir.deals.records import add_deal, edit_deal
from comptoir.dossier.notes import add_note
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_deal, a_member, a_task, a_user, an_account, an_invoice, an_unknown_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def notes(customer: Customer, by: User, number: int) -> None:
    for one in range(number):
        add_note(customer, content=f"Note {one}", by=by, at=NOW + dt.timedelta(minutes=one))


def told(client: Client, address: str) -> list[str]:
    """What the timeline tells, in the words of the notes."""
    return [activity.effects["excerpt"] for activity in client.get(address).context["activities"]]


def done(kind: str, customer: Customer, by: User) -> None:
    subject = a_task(customer, by) if kind.startswith("task") else customer
    record(
        kind,
        account=by.account,
        by=by,
        at=NOW,
        subject=subject,
        customer_id=customer.pk,
        title="x",
        due_on="2026-11-24",
    )


def test_a_filter_shows_its_kinds_only(client: Client, user: User) -> None:
    midi = a_company(user.account)
    add_note(midi, content="Likes parasols", by=user, at=NOW)
    done("task.created", midi, user)
    done("customer.reactivated", midi, user)

    def kinds(query: str) -> set[str]:
        return {activity.kind for activity in client.get(url_of(midi) + query).context["activities"]}

    everything = {"note.added", "task.created", "customer.reactivated"}
    assert kinds("") == kinds("?activities=") == kinds("?activities=whatever") == everything
    assert kinds("?activities=notes") == {"note.added"}
    assert kinds("?activities=follow-ups") == {"task.created"}
    assert kinds("?activities=changes") == {"customer.reactivated"}
    assert kinds("?activities=documents") == kinds("?activities=deals") == set()
    assert "Nothing of this kind has happened yet." in client.get(f"{url_of(midi)}?activities=deals").text


def test_a_filter_keeps_the_tab_and_marks_itself(client: Client, user: User) -> None:
    midi = a_company(user.account)
    add_note(midi, content="Likes parasols", by=user, at=NOW)
    page = client.get(f"{url_of(midi)}?tab=notes&activities=notes&older_than={an_unknown_id()}").text
    assert re.search(
        r'<a href="\?tab=notes&amp;activities=notes#timeline"\s+id="activities-5" aria-current="true"', page
    )
    assert '<a href="?tab=notes#timeline"' in page


def test_without_any_activity_there_is_nothing_to_filter(client: Client, user: User) -> None:
    page = client.get(url_of(a_company(user.account))).text
    assert "Nothing has happened yet." in page
    assert 'class="chips"' not in page


def test_pages_follow_one_another_without_gap_and_keep_the_filter(client: Client, user: User) -> None:
    midi = a_company(user.account)
    notes(midi, user, 45)
    found, address = [], f"{url_of(midi)}?activities=notes"
    while address:
        answer = client.get(address)
        found += [activity.effects["excerpt"] for activity in answer.context["activities"]]
        query = answer.context["older_url"]
        assert not query or "activities=notes" in query
        address = query and url_of(midi) + query
    assert found == [f"Note {one}" for one in reversed(range(45))]


def test_activities_of_one_moment_are_not_lost_between_pages(client: Client, user: User) -> None:
    midi = a_company(user.account)
    for one in range(25):
        add_note(midi, content=f"Note {one}", by=user, at=NOW)
    first = client.get(url_of(midi))
    rest = client.get(url_of(midi) + first.context["older_url"])
    seen = [activity.pk for answer in (first, rest) for activity in answer.context["activities"]]
    assert (len(seen), len(set(seen))) == (25, 25)


def test_an_older_page_leads_back_to_the_newest(client: Client, user: User) -> None:
    midi = a_company(user.account)
    notes(midi, user, 21)
    older = client.get(url_of(midi) + client.get(url_of(midi)).context["older_url"])
    assert "Newest activities" in older.text
    assert "Show older" not in older.text
    assert told(client, f"{url_of(midi)}?older_than={an_unknown_id()}") == told(client, url_of(midi))
    assert told(client, f"{url_of(midi)}?older_than=x") == told(client, url_of(midi))


def test_a_document_has_one_too_without_filters(client: Client, user: User) -> None:
    invoice = an_invoice(a_company(user.account))
    for one in range(25):
        at = NOW + dt.timedelta(minutes=one)
        effects = {"invoice": {"id": invoice.pk, "number": invoice.invoice_number}}
        record("invoice.released", account=user.account, by=user, at=at, subject=invoice, **effects)
    first = client.get(url_of(invoice))
    rest = client.get(url_of(invoice) + first.context["older_url"])
    assert [len(answer.context["activities"]) for answer in (first, rest)] == [20, 5]
    assert 'class="chips"' not in first.text


def test_a_deal_tells_what_was_done_about_it_and_nothing_else(client: Client, user: User) -> None:
    midi = a_company(user.account)
    deal, other = a_deal(midi), a_deal(midi)
    add_note(midi, content="About the deal", by=user, at=NOW, deal=deal)
    add_note(midi, content="About another", by=user, at=NOW, deal=other)
    add_note(midi, content="About them", by=user, at=NOW)
    deal_won(deal, by=user, at=NOW + dt.timedelta(hours=1))
    answer = client.get(url_of(deal))
    assert [activity.kind for activity in answer.context["activities"]] == ["deal.won", "note.added"]
    assert [choice.label for choice in answer.context["activity_filters"]] == [
        *("All", "Documents", "Deals", "Follow-ups", "Notes and files")
    ]
    assert told(client, f"{url_of(deal)}?activities=notes") == ["About the deal"]


def test_a_deal_keeps_its_story_when_it_goes_to_another_customer(client: Client, user: User) -> None:
    midi, nord = a_company(user.account), a_company(user.account, "Brasserie du Nord SRL")
    deal = add_deal(midi, title="New terrace", by=user, at=NOW)
    add_note(midi, content="About the deal", by=user, at=NOW + dt.timedelta(minutes=1), deal=deal)
    edit_deal(deal, customer=nord, by=user, at=NOW + dt.timedelta(hours=1))
    answer = client.get(url_of(deal))
    assert [activity.kind for activity in answer.context["activities"]] == ["deal.edited", "note.added", "deal.added"]


@pytest.mark.parametrize("target", ["timeline", "older-activities"])
def test_for_htmx_the_timeline_is_the_whole_answer(client: Client, user: User, target: str) -> None:
    midi = a_company(user.account)
    notes(midi, user, 2)
    answer = client.get(url_of(midi), headers={"HX-Request": "true", "HX-Target": target})
    assert answer.text.strip().startswith('<section class="section" id="timeline"')
    assert "Note 1" in answer.text
    assert "HX-Target" in answer["Vary"]


def test_the_timeline_of_another_account_is_not_there(client: Client, user: User) -> None:
    elsewhere = a_user(an_account(name="Elsewhere"))
    theirs = a_company(elsewhere.account)
    add_note(theirs, content="Theirs", by=elsewhere, at=NOW)
    headers = {"HX-Request": "true", "HX-Target": "timeline"}
    assert client.get(url_of(theirs), headers=headers).status_code == 404


def test_what_happened_in_a_module_one_does_not_see_is_not_told(client: Client, user: User) -> None:
    midi = a_company(user.account)
    for kind in ("quotation.opened", "deal.reopened", "reminder.unreachable", "customer.reactivated"):
        done(kind, midi, user)
    client.force_login(a_member(user.account, hidden=["deals", "invoices"]))
    answer = client.get(url_of(midi), headers={"HX-Request": "true", "HX-Target": "timeline"})
    assert [activity.kind for activity in answer.context["activities"]] == ["customer.reactivated"]
    assert "activities=deals" not in answer.text


def queries(ask: Callable[[], Any]) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_as_many_queries_for_three_as_for_one(client: Client, user: User) -> None:
    midi = a_company(user.account)
    headers = {"HX-Request": "true", "HX-Target": "timeline"}
    ask = lambda: client.get(url_of(midi), headers=headers)  # noqa: E731
    notes(midi, user, 1)
    with_one = queries(ask)
    notes(midi, a_user(user.account), 2)
    assert queries(ask) == with_one
