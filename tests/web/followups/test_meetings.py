"""Scheduling a meeting, changing, holding and cancelling it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.followups import attending
from comptoir.followups.meetings import complete_meeting, edit_meeting
from comptoir.followups.models import Meeting
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_deal,
    a_link,
    a_meeting,
    a_user,
    an_account,
    an_unknown_id,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
DIALOG = {**HTMX, "HX-Target": "dialog", "HX-Current-URL": "http://testserver/follow-ups/?kind=meetings"}


def filled(*users: User, **facts: Any) -> dict[str, Any]:
    """The form as somebody sends it."""
    usual = {"title": "Measure", "on": "2026-12-01", "at": "14:30", "lasts": "90", "location": "Rue Haute 1"}
    return {**usual, "users": [user.pk for user in users], "request_key": an_unknown_id(), **facts}


def utc(*clock: int) -> dt.datetime:
    return dt.datetime(*clock, tzinfo=dt.UTC)  # type: ignore[arg-type]


def test_a_new_one_is_an_hour_that_one_goes_to(client: Client, jan: User) -> None:
    a_user(jan.account, deactivated_at=NOW, last_name="Gone")
    a_user(an_account(name="Other"), last_name="Foreign")
    form = client.get("/follow-ups/meetings/new/").context["form"]
    assert (form["users"].value(), form["lasts"].value(), form["contacts"].value()) == ([jan.pk], "60", [])
    assert [str(label) for __, label in form.fields["users"].choices] == ["Jan Peeters"]


def test_the_people_of_the_customer_are_offered_decision_makers_first(client: Client, jan: User) -> None:
    company = a_company(jan.account, deactivated_at=NOW)
    a_link(a_contact(jan.account, "Anne Dubois"), company)
    a_link(a_contact(jan.account, "Zoé Willems", deactivated_at=NOW), company, decision_maker=True)
    page = client.get(f"/follow-ups/meetings/new/?customer={company.pk}")
    assert "was deactivated on" in page.text
    assert [label for __, label in page.context["form"].fields["contacts"].choices] == [
        "Zoé Willems · Deactivated",
        "Anne Dubois",
    ]


def test_a_contact_that_it_is_about_comes_to_it(client: Client, jan: User) -> None:
    luc = a_contact(jan.account)
    form = client.get(f"/follow-ups/meetings/new/?customer={luc.pk}").context["form"]
    assert form["contacts"].value() == [luc.pk]


def test_it_is_scheduled_with_colleagues_and_guests(client: Client, jan: User) -> None:
    colleague, company = a_user(jan.account), a_company(jan.account, deactivated_at=NOW)
    luc, anne = a_contact(jan.account), a_contact(jan.account, "Anne Dubois", deactivated_at=NOW)
    deal = a_deal(company)
    sent = filled(jan, colleague, customer=company.pk, deal=deal.pk, contacts=[luc.pk], guest=anne.pk)
    answer = client.post("/follow-ups/meetings/new/", sent, follow=True)
    assert "Meeting scheduled: Measure" in answer.text
    meeting = Meeting.objects.get()
    assert (meeting.customer, meeting.deal, meeting.location) == (company, deal, "Rue Haute 1")
    assert (meeting.starts_at, meeting.ends_at) == (utc(2026, 12, 1, 13, 30), utc(2026, 12, 1, 15))
    assert attending.of(meeting) == ([jan, colleague], [anne, luc])
    told = " ".join(client.get(url_of(company)).text.split())
    assert "With Jan Peeters, Sofie Vermeulen, Anne Dubois, Luc Martin · Rue Haute 1" in told


def test_it_can_be_about_nobody(client: Client, jan: User) -> None:
    assert client.post("/follow-ups/meetings/new/", filled(jan)).status_code == 302
    assert Meeting.objects.get().customer is None
    assert "Measure" in client.get("/follow-ups/?kind=meetings").text


def test_it_can_end_at_any_time_and_on_another_day(client: Client, jan: User) -> None:
    for given, ends_at in (
        ({"ends_at": "17:10"}, utc(2026, 12, 1, 16, 10)),
        ({"ends_at": "12:00", "ends_on": "2026-12-03"}, utc(2026, 12, 3, 11)),
    ):
        client.post("/follow-ups/meetings/new/", filled(jan, lasts="until", **given))
        assert Meeting.objects.latest("created_at").ends_at == ends_at


def test_an_end_that_cannot_be_is_refused_beside_its_field(client: Client, jan: User) -> None:
    for given, sentence in (
        ({}, "Say when it ends."),
        ({"ends_at": "14:30"}, "A meeting ends after it begins."),
        ({"ends_at": "9:00", "ends_on": "2027-02-01"}, "A meeting lasts 31 days at most."),
        ({"ends_at": "late"}, "This is not a time. Write it like 14:30."),
    ):
        answer = client.post("/follow-ups/meetings/new/", filled(jan, lasts="until", **given))
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"ends_at"})
        assert sentence in answer.text
    assert not Meeting.objects.exists()


def test_somebody_of_the_account_goes(client: Client, jan: User) -> None:
    theirs = a_user(an_account(name="Other"))
    answer = client.post("/follow-ups/meetings/new/", filled())
    assert "Choose at least one of your colleagues or yourself." in answer.text
    for wrong in (
        {"users": [theirs.pk]},
        {"contacts": [a_contact(theirs.account).pk]},
        {"contacts": ["x"]},
        {"guest": a_contact(theirs.account).pk},
        {"customer": a_company(theirs.account).pk},
    ):
        answer = client.post("/follow-ups/meetings/new/", filled(jan, **wrong))
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, set(wrong))
    assert not Meeting.objects.exists()


def test_sent_twice_it_is_scheduled_once(client: Client, jan: User) -> None:
    sent = filled(jan)
    for __ in range(2):
        assert client.post("/follow-ups/meetings/new/", sent).status_code == 302
    assert (Meeting.objects.count(), Activity.objects.count()) == (1, 1)


def test_it_is_edited_by_anybody_and_shows_what_it_is(client: Client, jan: User) -> None:
    colleague, luc = a_user(jan.account), a_contact(jan.account)
    meeting = a_meeting(a_company(jan.account), colleague, minutes=100, contacts=(luc,))
    form = client.get(f"/follow-ups/meetings/{meeting.pk}/").context["form"]
    shown = [form[name].value() for name in ("lasts", "ends_on", "ends_at", "users", "contacts")]
    assert shown == ["until", dt.date(2026, 11, 24), dt.time(12, 10), [colleague.pk], [luc.pk]]
    sent = filled(jan, customer=meeting.customer_id, seen=meeting.updated_at.isoformat())
    answer = client.post(f"/follow-ups/meetings/{meeting.pk}/", sent, follow=True)
    assert "Meeting saved: Measure" in answer.text
    assert attending.of(Meeting.objects.get()) == ([jan], [])
    told = " ".join(client.get(url_of(meeting.customer)).text.replace("\N{NO-BREAK SPACE}", " ").split())
    for sentence in (
        "Meeting edited: Measure",
        "Begins: 1 Dec 2026, 14:30 (was 24 Nov 2026, 10:30)",
        "Place: Rue Haute 1",
        "Colleagues: Jan Peeters (was Sofie Vermeulen)",
        "Guests removed (was Luc Martin)",
    ):
        assert sentence in told


def test_who_left_is_still_shown_and_may_stay(client: Client, jan: User) -> None:
    left = a_user(jan.account, deactivated_at=NOW)
    meeting = a_meeting(a_company(jan.account), jan, left)
    form = client.get(f"/follow-ups/meetings/{meeting.pk}/").context["form"]
    assert [str(label) for __, label in form.fields["users"].choices] == ["Jan Peeters", "Sofie Vermeulen"]
    assert client.post(f"/follow-ups/meetings/{meeting.pk}/", filled(jan, left)).status_code == 302
    assert attending.of(Meeting.objects.get())[0] == [jan, left]


def test_a_colleagues_change_is_not_overwritten_unseen(client: Client, jan: User) -> None:
    meeting = a_meeting(a_company(jan.account), jan)
    seen = meeting.updated_at.isoformat()
    edit_meeting(meeting, by=jan, at=NOW + dt.timedelta(minutes=1), title="A colleague's")
    answer = client.post(f"/follow-ups/meetings/{meeting.pk}/", filled(jan, seen=seen))
    assert (answer.status_code, Meeting.objects.get().title) == (409, "A colleague's")
    assert 'value="Measure"' in answer.text


def test_held_once_and_the_toast_offers_undo(client: Client, jan: User) -> None:
    meeting = a_meeting(a_company(jan.account), a_user(jan.account))
    for __ in range(2):
        answer = client.post(f"/follow-ups/meetings/{meeting.pk}/held/", follow=True)
    assert "Held: Visit" in answer.text
    assert f'<form method="post" action="/follow-ups/meetings/{meeting.pk}/reopen/">' in answer.text
    assert Activity.objects.filter(kind="meeting.completed").count() == 1
    answer = client.post(f"/follow-ups/meetings/{meeting.pk}/reopen/", follow=True)
    assert "Not held yet: Visit" in answer.text
    assert list(Meeting.objects.open()) == [meeting]


def test_for_htmx_the_row_changes_in_place_and_from_the_dialog_the_page(client: Client, jan: User) -> None:
    meeting = a_meeting(a_company(jan.account), jan)
    part = client.post(f"/follow-ups/meetings/{meeting.pk}/held/", headers=HTMX).text
    assert part.lstrip().startswith('<tr class="quiet-row">')
    part = client.post(f"/follow-ups/meetings/{meeting.pk}/reopen/", headers=HTMX).text
    assert part.lstrip().startswith("<tr>")
    answer = client.post(f"/follow-ups/meetings/{meeting.pk}/held/", headers=DIALOG)
    assert answer["HX-Redirect"] == "http://testserver/follow-ups/?kind=meetings"


def test_one_that_was_held_is_looked_at(client: Client, jan: User) -> None:
    meeting = complete_meeting(a_meeting(a_company(jan.account), jan, location="Room 2"), by=jan, at=NOW)
    page = client.get(f"/follow-ups/meetings/{meeting.pk}/", headers=DIALOG).text
    for words in ("Room 2", "noted by Jan Peeters", f'action="/follow-ups/meetings/{meeting.pk}/reopen/"'):
        assert words in page


def test_before_it_is_cancelled_it_is_said_what_will_be_gone(client: Client, jan: User) -> None:
    meeting = a_meeting(a_company(jan.account), jan, contacts=(a_contact(jan.account),))
    page = " ".join(client.get(f"/follow-ups/meetings/{meeting.pk}/cancel/", headers=DIALOG).text.split())
    assert "“Visit” on 24 Nov 2026, 10:30 disappears" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Comptoir sends no mail about it: tell the guests yourself." in page
    assert "Attending: Jan Peeters, Luc Martin" in page
    answer = client.post(f"/follow-ups/meetings/{meeting.pk}/cancel/", follow=True)
    assert "Meeting cancelled: Visit" in answer.text
    assert not Meeting.objects.exists()
    assert "Meeting cancelled: Visit, which was to begin on" in client.get(url_of(meeting.customer)).text


def test_cancelled_over_its_own_page_it_leads_to_its_customer(client: Client, jan: User) -> None:
    meeting = a_meeting(a_company(jan.account), jan)
    own_page = {**DIALOG, "HX-Current-URL": f"http://testserver/follow-ups/meetings/{meeting.pk}/"}
    page = client.get(f"/follow-ups/meetings/{meeting.pk}/cancel/", headers=own_page)
    assert page.context["next"] == f"{url_of(meeting.customer)}?tab=follow-ups"


def test_those_of_another_account_are_not_found(client: Client, jan: User) -> None:
    owner = a_user(an_account(name="Other"))
    theirs = a_meeting(a_company(owner.account), owner)
    for id in (theirs.pk, an_unknown_id()):
        for verb in ("", "cancel/"):
            assert client.get(f"/follow-ups/meetings/{id}/{verb}").status_code == 404
        for verb in ("", "held/", "reopen/", "cancel/"):
            assert client.post(f"/follow-ups/meetings/{id}/{verb}").status_code == 404
    assert list(Meeting.objects.open()) == [theirs]
