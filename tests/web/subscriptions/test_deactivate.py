"""The dialog that cannot be undone."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.invoicing.models import CreditDraft
from comptoir.subscriptions import ending
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_subscription, a_user
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


def address(subscription: Subscription) -> str:
    return f"{url_of(subscription)}deactivate/"


def test_it_names_the_invoice_that_will_not_be_made_and_that_there_is_no_way_back(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    page = text_of(client.get(address(subscription)))
    for words in ("Deactivate Terrace heating", "€\xa0121.00", "This cannot be undone", "Deactivate subscription"):
        assert words in page
    subscription.refresh_from_db()
    assert subscription.is_active


def test_over_the_page_it_is_a_part_only(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    part = text_of(client.get(address(subscription), headers={"HX-Request": "true", "HX-Target": "dialog"}))
    assert part.lstrip().startswith("<form")


def test_answered_it_is_done_and_said(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    answer = client.post(address(subscription), {"fingerprint": subscription.fingerprint}, follow=True)
    subscription.refresh_from_db()
    assert (subscription.deactivated_at, subscription.deactivated_by) == (NOW, user)
    assert "“Terrace heating” is deactivated. Nothing more is billed from it." in text_of(answer)


def test_a_post_that_saw_nothing_only_shows_the_dialog(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    assert client.post(address(subscription)).status_code == 200
    subscription.refresh_from_db()
    assert subscription.is_active


def test_when_it_was_billed_meanwhile_the_fresh_dialog_comes_back(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    shown = subscription.fingerprint
    bill(user.account, on=dt.date(2026, 12, 1), at=NOW)
    page = text_of(client.post(address(subscription), {"fingerprint": shown}), status=409)
    assert "Please look again" in page
    subscription.refresh_from_db()
    assert subscription.is_active
    assert subscription.fingerprint in page


def test_the_second_of_two_people_is_told_who_was_first(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    ending.deactivate(subscription, by=a_user(user.account, first_name="Luc", last_name="Martin"), at=NOW)
    answer = client.post(address(subscription), {"fingerprint": subscription.fingerprint}, follow=True)
    assert "has already been deactivated by Luc Martin on" in text_of(answer)
    assert Activity.objects.filter(kind="subscription.deactivated").count() == 1


def test_a_member_without_the_right_is_refused_with_a_sentence(client: Client, user: User, member: User) -> None:
    subscription = a_subscription(a_company(user.account))
    for answer in (
        client.get(address(subscription)),
        client.post(address(subscription), {"fingerprint": subscription.fingerprint}),
    ):
        assert "You do not have the right to change subscriptions" in text_of(answer, status=403)
    subscription.refresh_from_db()
    assert subscription.is_active


def billed_until_9_december(user: User) -> Subscription:
    subscription = a_subscription(a_company(user.account), next_on=dt.date(2026, 11, 10))
    bill(user.account, on=dt.date(2026, 11, 10), at=NOW)
    subscription.refresh_from_db()
    return subscription


def test_it_can_end_with_what_was_billed(client: Client, user: User) -> None:
    subscription = billed_until_9_december(user)
    assert "At the end of the period that was billed, 9 December 2026" in text_of(client.get(address(subscription)))
    answer = {"fingerprint": subscription.fingerprint, "when": "paid_period", "reason": "bankruptcy"}
    page = text_of(client.post(address(subscription), answer | {"credit_prepaid": "on"}, follow=True))
    assert "“Terrace heating” is deactivated on 10 December 2026. Nothing more is billed from it." in page
    subscription.refresh_from_db()
    assert (subscription.is_ending, subscription.deactivation_reason) == (True, "bankruptcy")
    assert CreditDraft.objects.count() == 0
    assert "You can deactivate it now instead." in text_of(client.get(address(subscription)))


def test_what_was_billed_beyond_today_is_credited_when_asked(client: Client, user: User) -> None:
    subscription = billed_until_9_december(user)
    assert "€\xa060.50" in text_of(client.get(address(subscription)))
    answer = {"fingerprint": subscription.fingerprint, "when": "now", "credit_prepaid": "on"}
    client.post(address(subscription), answer)
    assert str(CreditDraft.objects.get().tax_inclusive) == "60.50"


def test_where_nothing_is_paid_ahead_neither_is_asked(client: Client, user: User) -> None:
    page = text_of(client.get(address(a_subscription(a_company(user.account)))))
    assert ("At the end of the period" in page, "prepare credit notes" in page) == (False, False)
