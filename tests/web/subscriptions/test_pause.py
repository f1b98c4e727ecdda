"""The dialogs that pause a subscription and let it run again, and what the page says meanwhile."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from comptoir.accounts.models import User
from comptoir.subscriptions import pausing
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_subscription, a_user, an_account
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db

FEBRUARY = dt.datetime(2027, 2, 10, 9, 30, tzinfo=dt.UTC)


def post(client: Client, subscription: Subscription, what: str, status: int = 200, **answer: str) -> str:
    return text_of(client.post(f"{url_of(subscription)}{what}/", answer, follow=True), status=status)


def test_the_dialog_names_the_invoice_that_is_not_made_and_changes_nothing(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    page = text_of(client.get(f"{url_of(subscription)}pause/"))
    for words in ("Pause Terrace heating", "1 December 2026, €\xa0121.00", "You can resume it at any time."):
        assert words in page
    assert Subscription.objects.running().count() == 1


def test_answered_it_is_paused_and_the_page_says_so(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    shown = subscription.fingerprint
    page = post(client, subscription, "pause", ends="until", until="2027-02-01", missed="each", fingerprint=shown)
    subscription.refresh_from_db()
    assert (subscription.paused_by, subscription.paused_until) == (user, dt.date(2027, 2, 1))
    assert subscription.missed_periods == "each"
    for words in (
        "“Terrace heating” is paused. It runs again on 1 February 2027.",
        "<strong>Paused</strong> on 24 November 2026 by Sofie Vermeulen.",
        "paused until 1 February 2027",
        f"{url_of(subscription)}resume/",
    ):
        assert words in page


def test_without_a_day_it_is_paused_until_somebody_resumes_it(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    shown = subscription.fingerprint
    page = post(client, subscription, "pause", ends="open", until="2027-02-01", missed="each", fingerprint=shown)
    subscription.refresh_from_db()
    assert (subscription.paused_until, subscription.missed_periods) == (None, "skip")
    assert "Nothing is billed until somebody resumes it." in page


@pytest.mark.parametrize(("day", "words"), [("2026-11-24", "Choose a day after today."), ("", "Choose a day.")])
def test_a_day_that_cannot_be_is_refused_beside_it(client: Client, user: User, day: str, words: str) -> None:
    subscription = a_subscription(a_company(user.account))
    page = post(
        client, subscription, "pause", 422, ends="until", until=day, missed="skip", fingerprint=subscription.fingerprint
    )
    assert words in page
    assert Subscription.objects.running().count() == 1


def test_when_it_was_billed_meanwhile_the_fresh_dialog_comes_back(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    shown = subscription.fingerprint
    bill(user.account, on=dt.date(2026, 12, 1), at=NOW)
    assert "Please look again" in post(client, subscription, "pause", 409, ends="open", fingerprint=shown)
    assert Subscription.objects.running().count() == 1


def test_resuming_names_what_was_missed_with_amounts_and_skips_it_unless_told(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account), next_on=dt.date(2026, 11, 1))
    pausing.pause(subscription, by=user, at=NOW)
    with time_machine.travel(FEBRUARY, tick=False):
        client.force_login(user)
        answer = client.get(f"{url_of(subscription)}resume/")
        page = text_of(answer)
        for words in (
            "1 period was due before the pause.",
            "3 periods began while it was paused.",
            "1 Dec 2026 to 31 Dec 2026",
            'value="skip" checked',
            "until 28 February 2027: €\xa0121.00",
            "Bill each of them: 3 invoices, €\xa0363.00",
        ):
            assert words in page
        shown = answer.context["missed"].fingerprint
        done = post(client, subscription, "resume", missed="skip", fingerprint=shown)
    assert "“Terrace heating” runs again. What is due is billed the next morning." in done
    assert done.count("Never billed") == 3
    assert "3 missed periods are never billed" in done


def test_a_pause_in_which_nothing_began_asks_nothing(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    pausing.pause(subscription, by=user, at=NOW)
    answer = client.get(f"{url_of(subscription)}resume/")
    assert "so none was missed" in text_of(answer)
    done = post(client, subscription, "resume", fingerprint=answer.context["missed"].fingerprint)
    assert "The next invoice is made on 1 December 2026." in done


def test_a_paused_one_can_be_paused_otherwise(client: Client, user: User) -> None:
    subscription = pausing.pause(a_subscription(a_company(user.account)), by=user, at=NOW, until=dt.date(2027, 2, 1))
    page = text_of(client.get(f"{url_of(subscription)}pause/"))
    assert "Change the pause of Terrace heating" in page
    assert 'value="2027-02-01"' in page
    shown = subscription.fingerprint
    page = post(client, subscription, "pause", ends="open", fingerprint=shown)
    assert "changed: until somebody resumes it" in page


def test_what_is_over_or_runs_is_led_back_to_its_page(client: Client, user: User) -> None:
    over = a_subscription(a_company(user.account), next_on=None)
    assert "cannot be paused" in text_of(client.get(f"{url_of(over)}pause/", follow=True))
    running = a_subscription(a_company(user.account, "Another"))
    assert "is not paused" in text_of(client.get(f"{url_of(running)}resume/", follow=True))


def test_one_that_is_ending_says_when(client: Client, user: User) -> None:
    ending = a_subscription(a_company(user.account), next_on=None, deactivates_on=dt.date(2027, 1, 1))
    page = text_of(client.get(url_of(ending)))
    assert "<strong>Ending</strong>: nothing more is billed from it" in page
    for gone in ("edit/", "pause/"):
        assert f"{url_of(ending)}{gone}" not in page


def test_without_the_right_it_is_neither_offered_nor_done(client: Client, user: User, member: User) -> None:
    subscription = a_subscription(a_company(user.account))
    assert f"{url_of(subscription)}pause/" not in text_of(client.get(url_of(subscription)))
    for what in ("pause", "resume"):
        assert client.post(f"{url_of(subscription)}{what}/", {"fingerprint": "x"}).status_code == 403


def test_that_of_another_account_is_not_found(client: Client, user: User) -> None:
    theirs = a_subscription(a_company(a_user(an_account()).account))
    for what in ("pause", "resume"):
        assert client.get(f"/subscriptions/{theirs.pk}/{what}/").status_code == 404


def test_three_skipped_periods_cost_as_many_queries_as_one(client: Client, user: User) -> None:
    one = a_subscription(a_company(user.account), next_on=dt.date(2027, 2, 1))
    three = a_subscription(a_company(user.account, "Another"))
    for each in (one, three):
        pausing.pause(each, by=user, at=NOW)
        pausing.resume(each, by=user, at=FEBRUARY, missed="skip")
    assert queries_of(client, url_of(three)) == queries_of(client, url_of(one))
