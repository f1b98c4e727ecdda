"""The page of one subscription."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.lifecycle import deactivation
from comptoir.subscriptions import ending
from comptoir.subscriptions.billing import bill
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    a_company,
    a_subscription,
    a_user,
    an_account,
    an_unknown_id,
    the_vat,
)
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db


def test_it_says_what_comes_next_and_what_was_billed(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account), next_on=dt.date(2026, 9, 30), note="Key under the mat")
    bill(user.account, on=dt.date(2026, 11, 1), at=NOW)
    page = text_of(client.get(url_of(subscription)))
    for words in (
        "Terrace heating",
        "Brasserie du Midi SRL",
        "monthly",
        "30 Nov 2026 to 29 Dec 2026",
        "30 Apr 2027 to 29 May 2027",
        "30 Sept 2026 to 29 Oct 2026",
        "2026/1",
        "€\xa0242.00",
        "Key under the mat",
        "30 days after the invoice date",
    ):
        assert words in page
    for period in subscription.billed_periods.all():
        assert url_of(period.invoice) in page


def test_a_deactivated_one_says_since_when_and_by_whom_and_offers_a_new_one_only(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    ending.deactivate(subscription, by=user, at=NOW)
    page = text_of(client.get(url_of(subscription)))
    assert "<strong>Deactivated</strong> on 24 November 2026 by Sofie Vermeulen" in page
    assert f"{url_of(subscription)}duplicate/" in page
    for gone in ("edit/", "deactivate/"):
        assert f"{url_of(subscription)}{gone}" not in page


def test_one_that_ended_with_its_customer_tells_that_too(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    seen = deactivation.preview(subscription.customer, at=NOW)
    deactivation.deactivate(
        subscription.customer, by=user, at=NOW, end_subscriptions=True, fingerprint=seen.fingerprint
    )
    page = text_of(client.get(url_of(subscription)))
    assert "1 subscription deactivated for good" in page


def test_one_of_a_deactivated_customer_warns_that_it_keeps_running(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account, deactivated_at=NOW))
    assert "is deactivated, but this subscription keeps running" in text_of(client.get(url_of(subscription)))


def test_one_that_could_not_be_billed_says_why(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account), next_on=dt.date(2026, 11, 1))
    rate = the_vat(user.account)
    rate.archived_at = NOW
    rate.save()
    bill(user.account, on=dt.date(2026, 11, 24), at=NOW)
    assert "one of its VAT rates is archived" in text_of(client.get(url_of(subscription)))


def test_many_billed_periods_are_shown_when_asked_for(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account), next_on=dt.date(2025, 9, 1), generation="draft")
    bill(user.account, on=dt.date(2026, 11, 24), at=NOW)
    assert len(client.get(url_of(subscription)).context["periods"]) == 12
    assert len(client.get(url_of(subscription) + "?all").context["periods"]) == 15


def test_a_member_without_the_right_is_offered_nothing(client: Client, user: User, member: User) -> None:
    subscription = a_subscription(a_company(user.account))
    page = text_of(client.get(url_of(subscription)))
    for offered in ("/edit/", "/deactivate/", "/duplicate/"):
        assert offered not in page


def test_a_foreign_or_unknown_id_is_not_found(client: Client, user: User) -> None:
    theirs = a_subscription(a_company(a_user(an_account()).account))
    for id in (theirs.pk, an_unknown_id()):
        for page in ("", "edit/", "duplicate/", "deactivate/"):
            assert client.get(f"/subscriptions/{id}/{page}").status_code == 404
            assert (
                client.post(f"/subscriptions/{id}/{page}", {"fingerprint": "x"}).status_code in (404, 405) or not page
            )
    theirs.refresh_from_db()
    assert theirs.is_active


def test_three_periods_and_lines_cost_as_many_queries_as_one(client: Client, user: User) -> None:
    one = a_subscription(a_company(user.account), next_on=dt.date(2026, 11, 1))
    three = a_subscription(a_company(user.account, "Another"), next_on=dt.date(2026, 9, 1))
    bill(user.account, on=dt.date(2026, 11, 24), at=NOW)
    assert queries_of(client, url_of(three)) == queries_of(client, url_of(one))
