"""A plan without subscriptions has none of their pages, links or boxes (R8)."""

import pytest
from django.test import Client

from comptoir.accounts.plans import Plan
from comptoir.web.links import url_of
from tests.factories import a_company, a_subscription, a_user, an_account
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


def test_on_go_every_address_is_a_missing_page(client: Client) -> None:
    user = a_user(an_account(plan=Plan.GO))
    client.force_login(user)
    left_over = a_subscription(a_company(user.account))
    for page in (
        "",
        "new/",
        "dates/",
        *(f"{left_over.pk}/{what}" for what in ("", "edit/", "duplicate/", "deactivate/")),
    ):
        assert client.get(f"/subscriptions/{page}").status_code == 404
        assert client.post(f"/subscriptions/{page}", {"fingerprint": left_over.fingerprint}).status_code == 404
    left_over.refresh_from_db()
    assert left_over.is_active


def test_on_go_a_customers_page_does_not_speak_of_them(client: Client) -> None:
    user = a_user(an_account(plan=Plan.GO))
    client.force_login(user)
    customer = a_company(user.account)
    a_subscription(customer)
    for address in (url_of(customer), f"{url_of(customer)}?tab=subscriptions"):
        page = text_of(client.get(address))
        for word in ("Terrace heating", "/subscriptions/", "Recurring"):
            assert word not in page


@pytest.mark.parametrize("plan", [Plan.MOVE, Plan.BOOST])
def test_on_the_larger_plans_they_are_there(client: Client, plan: str) -> None:
    user = a_user(an_account(plan=plan))
    client.force_login(user)
    subscription = a_subscription(a_company(user.account))
    assert "Terrace heating" in text_of(client.get("/subscriptions/"))
    page = text_of(client.get(f"{url_of(subscription.customer)}?tab=subscriptions"))
    assert url_of(subscription) in page
