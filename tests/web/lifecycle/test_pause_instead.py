"""The dialog of R3 with subscriptions that may be paused instead."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.lifecycle.deactivation import preview
from comptoir.subscriptions import pausing
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of
from tests.factories import NOW, TODAY, a_company, a_member, a_subscription, a_user, an_account
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user(client: Client) -> User:
    """An owner, logged in."""
    user = a_user(an_account())
    client.force_login(user)
    return user


def dialog(client: Client, subscription: Subscription) -> str:
    return text_of(client.get(f"{url_of(subscription.customer)}deactivate/"))


def answer(client: Client, subscription: Subscription, **said: str) -> str:
    shown = preview(subscription.customer, at=NOW).fingerprint
    address = f"{url_of(subscription.customer)}deactivate/"
    return text_of(client.post(address, {"fingerprint": shown} | said, follow=True))


def test_nothing_is_ticked_and_the_two_boxes_come_first(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    page = dialog(client, subscription)
    boxes = re.findall(r'<input type="checkbox"\s+name="(\w+)"([^>]*)>', page)
    assert [name for name, __ in boxes] == ["end_subscriptions", "pause", "credit_prepaid"]
    assert not any("checked" in rest for __, rest in boxes)
    assert "Terrace heating: Pause instead" in page


def test_ticked_it_is_paused_and_the_customer_deactivated_with_an_undo(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    page = answer(client, subscription, pause=str(subscription.pk))
    subscription.refresh_from_db()
    assert (subscription.is_paused, subscription.paused_by) == (True, user)
    assert "deactivated: 1 subscription paused" in page
    assert "Undo" in page


def test_what_is_no_subscription_is_not_minded(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    answer(client, subscription, pause="x")
    subscription.refresh_from_db()
    assert subscription.is_running
    assert subscription.customer.is_deactivated


def test_what_was_ticked_stays_ticked_in_a_fresh_preview(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    address = f"{url_of(subscription.customer)}deactivate/"
    page = text_of(client.post(address, {"fingerprint": "old", "pause": str(subscription.pk)}), status=409)
    assert re.search(r'name="pause"[^>]*checked', page)


def test_when_and_what_to_credit_are_asked_only_if_something_was_billed_beyond_today(
    client: Client, user: User
) -> None:
    subscription = a_subscription(a_company(user.account), next_on=dt.date(2026, 11, 1))
    assert '<fieldset class="when if-ticked if-later">' in dialog(client, subscription)  # for a later day only
    bill(user.account, on=TODAY, at=NOW)
    page = dialog(client, subscription)
    assert "at the end of what was billed, 30 November 2026 at the latest" in page
    assert "Prepare credit notes for what was billed beyond today" in page
    page = answer(client, subscription, end_subscriptions="on", when="paid_period")
    subscription.refresh_from_db()
    assert subscription.deactivates_on == dt.date(2026, 12, 1)
    assert "1 subscription ends with what was billed" in page


def test_a_paused_one_is_named_so_and_promises_no_invoice(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    pausing.pause(subscription, by=user, at=NOW)
    page = dialog(client, subscription)
    assert "Keep paused" in page
    assert "next invoice" not in page


def test_without_the_right_for_subscriptions_no_pause_is_offered(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    client.force_login(a_member(user.account, Right.CUSTOMERS))
    page = dialog(client, subscription)
    assert 'name="pause"' not in page
    assert 'name="when"' not in page
