"""Segments of invoices, subscriptions and deals filter their lists and exports; rules in an address do as well."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import Account
from comptoir.segments.unsaved import Unsaved
from comptoir.web.segments.links import url_of_rules
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_member,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
)
from tests.web.segments.test_pages import a_segment, logged_in

pytestmark = pytest.mark.django_db

GONE = {"field": "customer_active", "operator": "equals", "value": "no"}
ABOUT = {"invoices": "invoice", "subscriptions": "subscription", "deals": "deal"}


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def theirs(account: Account) -> dict[str, Any]:
    """An invoice, a subscription and a deal of a customer that left; others stayed."""
    for customer in (a_company(account, "Here"), gone := a_company(account, "Gone", deactivated_at=NOW)):
        found = {
            "invoices": an_invoice(customer),
            "subscriptions": a_subscription(customer),
            "deals": a_deal(customer),
        }
    assert found["invoices"].customer == gone
    return found


def ids_shown(client: Client, url: str) -> set[str]:
    return {str(row.pk) for row in client.get(url).context["page"].rows}


def ids_exported(client: Client, url: str) -> set[str]:
    answer = client.get(url)
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return {row["Id"] for row in csv.DictReader(io.StringIO(text[1:]))}


@pytest.mark.parametrize("name", ABOUT)
def test_a_kept_segment_and_rules_in_the_address_narrow_list_and_export(
    account: Account, theirs: dict[str, Any], name: str
) -> None:
    user = a_user(account)
    client, expected = logged_in(user), {str(theirs[name].pk)}
    kept = a_segment(user, about=ABOUT[name], rules=[GONE], name="Of those who left")
    page = client.get(f"/segments/{kept.key}/").content.decode()
    assert f"1 {ABOUT[name]}" in page
    path = "/deals/list/" if name == "deals" else f"/{name}/"
    for key in (kept.key, Unsaved(ABOUT[name], "all", [GONE]).key):
        assert ids_shown(client, f"{path}?segment={key}") == expected
        assert ids_exported(client, f"/{name}/export.csv?segment={key}") == expected
    assert ids_shown(client, url_of_rules(ABOUT[name], [GONE])) == expected
    assert "Customer: Active equals no" in client.get(f"{path}?segment={kept.key}").content.decode()


def test_figures_lead_to_all_rows_whatever_the_tab_that_is_usual(account: Account) -> None:
    customer = a_company(account)
    stopped = a_deactivated_subscription(customer)
    lost = a_deal(customer, status="lost")
    a_deal(customer)
    client = logged_in(a_user(account))
    rule = {"field": "status", "operator": "equals", "value": "deactivated"}
    assert ids_shown(client, url_of_rules("subscription", [rule])) == {str(stopped.pk)}
    assert ids_shown(client, url_of_rules("deal", [rule | {"value": "lost"}])) == {str(lost.pk)}


def test_rules_in_the_address_are_named_and_can_be_kept(account: Account) -> None:
    a_company(account, "Gone", deactivated_at=NOW)
    client = logged_in(a_user(account))
    rule = {"field": "active", "operator": "equals", "value": "no"}
    url = url_of_rules("customer", [rule], kind="company", name="Left in November")
    page = client.get(url).content.decode()
    assert "Left in November" in page
    assert "Save as a segment" in page
    key = Unsaved("customer", "all", [rule], "Left in November").key
    builder = client.get(f"/segments/new/?copy={key}").content.decode()
    assert 'value="Left in November"' in builder
    assert '<option value="active" selected>' in builder


def test_a_segment_of_another_subject_is_missing_on_a_list(account: Account) -> None:
    user = a_user(account)
    segment = a_segment(user)
    client = logged_in(user)
    for url in ("/invoices/", "/subscriptions/", "/deals/list/", "/invoices/export.csv"):
        assert client.get(url, {"segment": segment.key}).status_code == 404
        assert client.get(url, {"segment": "deactivated"}).status_code == 404
    assert client.get("/companies/", {"segment": "held-90-days"}).status_code == 404


@pytest.mark.parametrize("key", ["~", "~x", "~!!", "~" + "A" * 7000, "~W10", "~bnVsbA", "~WyJhIiwiYiIsW10sIiJd"])
def test_what_stands_for_no_rules_is_missing(account: Account, key: str) -> None:
    client = logged_in(a_user(account))
    assert client.get("/companies/", {"segment": key}).status_code == 404
    assert client.get(f"/segments/{key}/").status_code == 404


def test_rules_about_what_is_hidden_are_broken_and_match_nothing(account: Account) -> None:
    an_invoice(a_company(account), overdue_by=40)
    member = a_member(account, hidden=["invoices"])
    rule = {"field": "overdue", "operator": "more_than", "value": "30"}
    client = logged_in(member)
    url = url_of_rules("customer", [rule])
    assert ids_shown(client, url) == set()
    assert "hidden from you" in client.get(url).content.decode()
    assert client.get(f"/segments/{Unsaved('invoice', 'all', [rule]).key}/").status_code == 404


def test_tabs_of_invoices_keep_the_segment_and_count_within_it(account: Account) -> None:
    gone = a_company(account, deactivated_at=NOW)
    an_invoice(gone, overdue_by=10)
    a_draft(gone)
    an_invoice(a_company(account), overdue_by=10, on_hold=TODAY)
    answer = logged_in(a_user(account)).get(url_of_rules("invoice", [GONE]))
    counts = {str(tab["label"]): tab["count"] for tab in answer.context["tabs"]}
    assert (counts["Overdue"], counts["Draft"], counts["On hold"]) == ("1", "1", "0")
    assert all("segment=~" in tab["url"] or "segment=%7E" in tab["url"] for tab in answer.context["tabs"])
