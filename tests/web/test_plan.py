"""The page of the plan: what each contains, what the smallest takes away, and what is left to read."""

import pytest
from django.test import Client

from comptoir.accounts.models import Account
from comptoir.accounts.plans import Plan
from comptoir.web.links import url_of
from tests.factories import a_company, a_subscription, a_user, an_account
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged_in(client: Client) -> Client:
    client.force_login(a_user(an_account(plan=Plan.BOOST), role="owner"))
    return client


def the_account() -> Account:
    return Account.objects.get()


def test_each_plan_says_what_it_contains_and_the_others_can_be_chosen(logged_in: Client) -> None:
    page = text_of(logged_in.get("/settings/plan/"))
    for words in ("GO", "MOVE", "BOOST", "Your plan", "Change to GO", "Change to MOVE"):
        assert words in page
    assert "Change to BOOST" not in page


def test_going_down_names_what_is_lost_and_asks_for_its_number(logged_in: Client) -> None:
    subscription = a_subscription(a_company(the_account()))
    page = text_of(logged_in.get("/settings/plan/go/"))
    for words in ("Terrace heating", "deactivated for good", "Type 1 to confirm"):
        assert words in page
    for typed in ("", "7", "one"):
        assert logged_in.post("/settings/plan/go/", {"confirmed": typed}).status_code == 422
    subscription.refresh_from_db()
    assert subscription.is_active
    assert logged_in.post("/settings/plan/go/", {"confirmed": "1"}).status_code in (302, 303)
    subscription.refresh_from_db()
    assert subscription.is_deactivated
    assert the_account().plan == Plan.GO


def test_afterwards_the_module_is_gone_and_the_data_can_be_read(logged_in: Client) -> None:
    subscription = a_subscription(a_company(the_account()))
    logged_in.post("/settings/plan/go/", {"confirmed": "1"})
    page = text_of(logged_in.get("/settings/plan/"))
    assert "Former subscriptions" in page
    assert "Plan changed to GO (was BOOST)" in page
    assert "Terrace heating" in text_of(logged_in.get("/subscriptions/?tab=all"))
    its = logged_in.get(url_of(subscription))
    assert its.status_code == 200
    for words in ("Duplicate as new", "New subscription", f"{url_of(subscription)}edit/"):
        assert words not in its.content.decode()
    for gone in ("new/", f"{subscription.pk}/edit/", f"{subscription.pk}/duplicate/", "revenue/", "calendar/"):
        assert logged_in.get(f"/subscriptions/{gone}").status_code == 404
    assert "tab=subscriptions" not in text_of(logged_in.get(url_of(subscription.customer)))


def test_a_plan_that_does_not_exist_is_a_missing_page(logged_in: Client) -> None:
    assert logged_in.get("/settings/plan/platinum/").status_code == 404


def test_a_member_is_refused(client: Client) -> None:
    client.force_login(a_user(an_account(plan=Plan.BOOST), role="member"))
    assert client.get("/settings/plan/").status_code == 403
    assert client.post("/settings/plan/go/").status_code == 403
