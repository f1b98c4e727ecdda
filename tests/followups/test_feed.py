"""A user's follow-ups in their own calendar program."""

import datetime as dt
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.followups import feed
from comptoir.followups.calls import complete_call
from comptoir.followups.models import CalendarFeed, CallOutcome
from comptoir.followups.tasks import complete
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_task,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NAMES = "UID DTSTAMP CREATED LAST-MODIFIED DTSTART DTEND SUMMARY DESCRIPTION LOCATION URL STATUS TRANSP".split()


def events_of(user: User, *, at: dt.datetime = NOW) -> list[Any]:
    return icalendar.Calendar.from_ical(feed.as_ics(user, at=at)).walk("VEVENT")


def test_an_address_opens_the_calendar_of_its_user() -> None:
    owner = a_user(an_account())
    made = feed.make_feed(owner, at=NOW)
    assert feed.user_of(made.token) == owner
    for other in ("", "x", made.token[:-1], made.token + "x", made.token.swapcase()):
        assert feed.user_of(other) is None
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.effects) == ("calendar_feed.made", owner, {})


def test_a_new_address_takes_the_place_of_the_earlier_one() -> None:
    owner = a_user(an_account())
    earlier = feed.make_feed(owner, at=NOW).token
    later = feed.make_feed(owner, at=NOW).token
    assert (feed.user_of(earlier), feed.user_of(later)) == (None, owner)
    assert (CalendarFeed.objects.count(), Activity.objects.count()) == (1, 2)


def test_a_revoked_address_is_unknown_and_revoking_it_again_changes_nothing() -> None:
    owner = a_user(an_account())
    token = feed.make_feed(owner, at=NOW).token
    for __ in range(2):
        feed.revoke_feed(owner, at=NOW)
    assert feed.user_of(token) is None
    assert list(Activity.objects.order_by("pk").values_list("kind", flat=True)) == [
        "calendar_feed.made",
        "calendar_feed.revoked",
    ]


def test_somebody_who_left_has_no_calendar_any_more() -> None:
    owner = a_user(an_account())
    token = feed.make_feed(owner, at=NOW).token
    User.objects.update(deactivated_at=NOW)
    assert feed.user_of(token) is None


def test_it_holds_what_its_user_has_to_do_and_did() -> None:
    account = an_account()
    jan, colleague = a_member(account, first_name="Jan", last_name="Peeters"), a_user(account)
    company, luc = a_company(account), a_contact(account)
    a_task(company, jan, "Prepare it", days=1)
    a_call(company, jan, at=NOW, contact=luc)
    a_meeting(company, colleague, jan, at=NOW, minutes=90, location="Rue Haute 1", contacts=(luc,))
    complete(a_task(company, jan, "Was done", days=-1), by=jan, at=NOW)
    for theirs in (a_task(company, colleague), a_call(company, colleague), a_meeting(company, colleague)):
        assert theirs.account == account
    task, done, call, meeting = events_of(jan)
    assert [str(each["SUMMARY"]) for each in (task, done, call, meeting)] == [
        "Prepare it",
        "Was done",
        "Call Luc Martin",
        "Visit",
    ]
    assert (task.decoded("DTSTART"), task.decoded("DTEND")) == (TODAY + DAY, TODAY + 2 * DAY)
    assert (str(task["TRANSP"]), str(call["TRANSP"])) == ("TRANSPARENT", "OPAQUE")
    assert (call.decoded("DTSTART"), call.decoded("DTEND")) == (NOW, NOW + dt.timedelta(minutes=15))
    assert (meeting.decoded("DTSTART"), meeting.decoded("DTEND")) == (NOW, NOW + dt.timedelta(minutes=90))
    assert (str(meeting["LOCATION"]), str(meeting["STATUS"])) == ("Rue Haute 1", "CONFIRMED")
    assert "With Sofie Vermeulen, Jan Peeters, Luc Martin" in meeting["DESCRIPTION"]
    assert str(done["DESCRIPTION"]).startswith("Done\nBrasserie du Midi SRL\n")


def test_every_event_leads_to_what_it_is_about(settings: Any) -> None:
    settings.BASE_URL = "https://comptoir.example"
    account = an_account()
    owner = a_user(account)
    call = a_call(a_company(account), owner)
    (event,) = events_of(owner)
    url = f"https://comptoir.example/follow-ups/calls/{call.pk}/"
    assert (str(event["URL"]), str(event["DESCRIPTION"]).splitlines()[-1]) == (url, url)
    assert (str(event["UID"]), event.decoded("DTSTAMP")) == (f"call-{call.pk}@comptoir", call.updated_at)


def test_how_a_call_went_is_said() -> None:
    account = an_account()
    owner = a_user(account)
    outcome = CallOutcome.objects.of(account).get(name="No answer")
    complete_call(a_call(a_company(account), owner, description=""), by=owner, at=NOW, outcome=outcome)
    (event,) = events_of(owner)
    assert str(event["DESCRIPTION"]).startswith("Made: No answer\n")


def test_the_same_follow_ups_give_the_same_file() -> None:
    account = an_account()
    owner = a_user(account)
    company = a_company(account)
    a_task(company, owner), a_call(company, owner), a_meeting(company, owner)
    assert feed.as_ics(owner, at=NOW) == feed.as_ics(owner, at=NOW + dt.timedelta(hours=3))


def test_from_ninety_days_ago_to_a_year_ahead() -> None:
    account = an_account()
    owner = a_user(account)
    for days in (-91, -90, 365, 366):
        a_task(a_company(account), owner, f"{days}", days=days)
    assert [str(event["SUMMARY"]) for event in events_of(owner)] == ["-90", "365"]


def test_times_are_utc_whatever_the_accounts_zone() -> None:
    account = an_account(time_zone="Atlantic/Azores")
    owner = a_user(account)
    a_meeting(a_company(account), owner, at=dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC))
    file = feed.as_ics(owner, at=NOW).decode()
    assert "DTSTART:20261025T003000Z" in file
    assert "TZID" not in file


@pytest.mark.parametrize(
    "text",
    [
        "Bring: bread, wine; and \\backslash\\",
        "First line\nSecond line\r\nThird line",
        "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Not mine",
        "x\rEND:VEVENT\rATTENDEE:mailto:someone@example.org",
        "é" * 500,
        '"quoted" <b>bold</b> 漢字 🦆',
    ],
)
def test_whatever_is_written_comes_back_as_it_was(text: str) -> None:
    account = an_account()
    owner = a_user(account)
    a_meeting(a_company(account), owner, title=text[:200], description=text, location=text[:300])
    (event,) = events_of(owner)
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    assert str(event["SUMMARY"]) == clean[:200]
    assert str(event["DESCRIPTION"]).startswith(clean + "\n")
    assert sorted(event) == sorted(NAMES)
    assert all(len(line) <= 75 for line in feed.as_ics(owner, at=NOW).split(b"\r\n"))


def test_signs_that_no_file_can_hold_are_left_out() -> None:
    account = an_account()
    owner = a_user(account)
    a_task(a_company(account), owner, "Bell\x07 and \x1bescape")
    assert str(events_of(owner)[0]["SUMMARY"]) == "Bell and escape"


def test_whoever_does_not_see_deals_reads_none_there() -> None:
    account = an_account()
    member = a_member(account)
    company = a_company(account)
    a_task(company, member, deal=a_deal(company))
    assert "Deal: New terrace" in str(events_of(member)[0]["DESCRIPTION"])
    member.hidden = ["deals"]
    assert "New terrace" not in str(events_of(member)[0]["DESCRIPTION"])


def test_in_the_language_of_its_user() -> None:
    account = an_account()
    member = a_member(account, language="fr")
    complete(a_task(a_company(account), member), by=member, at=NOW)
    with translation.override("fr"):
        done = gettext("Done")
    assert done != "Done"
    assert str(events_of(member)[0]["DESCRIPTION"]).startswith(f"{done}\n")


def test_as_many_queries_for_three_of_each_as_for_one() -> None:
    account = an_account()
    owner = a_user(account)

    def another() -> None:
        company = a_company(account)
        deal = a_deal(company)
        a_task(company, owner, deal=deal), a_call(company, owner, contact=a_contact(account), deal=deal)
        a_meeting(company, owner, a_user(account), contacts=(a_contact(account),), deal=deal)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            feed.as_ics(owner, at=NOW)
        return len(captured)

    another()
    with_one = queries()
    another(), another()
    assert queries() == with_one
