"""Beginning the subscription that follows from an accepted quotation."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.quotations import answering
from comptoir.quotations.models import Quotation
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_deal, a_member, a_quotation, a_user, an_account
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


def an_accepted(user: User) -> Quotation:
    """One with a monthly line, accepted."""
    quotation = a_quotation(a_deal(a_company(user.account)), monthly="121.00")
    return answering.accept(quotation, name="Hilde Maes", at=NOW)


def at(quotation: Quotation, cycle: str = "month-1") -> str:
    return f"{url_of(quotation)}subscription/{cycle}/"


def test_it_says_what_is_billed_how_often_from_next_month_on(client: Client, user: User) -> None:
    quotation = an_accepted(user)
    page = text_of(client.get(at(quotation)))
    for words in ("is billed €\xa0121.00 every month", "Heating", 'value="2026-12-01"'):
        assert words in page
    assert not Subscription.objects.exists()


def test_it_is_made_once_and_linked_from_the_quotation(client: Client, user: User) -> None:
    quotation = an_accepted(user)
    given = {"starts_on": "2027-01-15", "generation": "draft"}
    answer = client.post(at(quotation), given, follow=True)
    made = Subscription.objects.get()
    assert answer.request["PATH_INFO"] == url_of(made)
    assert (made.starts_on, made.generation, made.title) == (dt.date(2027, 1, 15), "draft", "Terrace with heating")
    page = text_of(client.get(url_of(quotation)))
    assert f'<a href="{url_of(made)}">Subscription “Terrace with heating”</a>, €\xa0121.00 every month' in page
    assert "Create the subscription" not in page
    for answer in (client.get(at(quotation), follow=True), client.post(at(quotation), given, follow=True)):
        assert "has already been started." in text_of(answer)
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"starts_on": "", "generation": "book"}, "Please fill this in."),
        ({"starts_on": "0202-01-01", "generation": "book"}, "This day is too far away."),
        ({"starts_on": "2026-12-01", "generation": "send"}, "Select a valid choice."),
    ],
)
def test_a_fault_is_said(client: Client, user: User, given: dict[str, str], message: str) -> None:
    assert message in text_of(client.post(at(an_accepted(user)), given), status=422)
    assert not Subscription.objects.exists()


def test_only_what_was_accepted_leads_to_one(client: Client, user: User) -> None:
    quotation = an_accepted(user)
    waiting = a_quotation(a_deal(a_company(user.account)), monthly="121.00")
    for address in (at(quotation, "year-1"), at(quotation, "month-99"), at(quotation, "day-1"), at(waiting)):
        assert client.get(address).status_code == 404
        assert client.post(address, {"starts_on": "2026-12-01", "generation": "book"}).status_code == 404


def test_on_a_plan_without_subscriptions_there_is_no_such_page(client: Client) -> None:
    user = a_user(an_account(plan=Plan.GO))
    client.force_login(user)
    assert client.get(at(an_accepted(user))).status_code == 404


def test_the_quotation_of_another_account_is_not_found(client: Client, user: User) -> None:
    theirs = an_accepted(a_user(an_account()))
    assert client.get(at(theirs)).status_code == 404
    assert client.post(at(theirs), {"starts_on": "2026-12-01", "generation": "book"}).status_code == 404


def test_it_needs_the_right_to_subscriptions(client: Client, user: User) -> None:
    quotation = an_accepted(user)
    client.force_login(a_member(user.account, "deals"))
    for answer in (client.get(at(quotation)), client.post(at(quotation))):
        assert "You do not have the right to change subscriptions" in text_of(answer, status=403)
