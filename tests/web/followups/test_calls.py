"""Planning a call and telling how it went."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.followups.calls import complete_call, edit_call
from comptoir.followups.models import Call, CallOutcome
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_link,
    a_user,
    an_account,
    an_unknown_id,
)

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": "http://testserver/follow-ups/?kind=calls"}


def filled(user: User, **facts: Any) -> dict[str, Any]:
    """The form as somebody sends it."""
    usual = {"on": "2026-12-01", "at": "14:30", "assignee": user.pk, "description": "Ask about the awning"}
    return {**usual, "request_key": an_unknown_id(), **facts}


def words(html: str) -> str:
    return " ".join(html.split())


def test_a_new_one_is_for_oneself_within_the_hour(client: Client, jan: User) -> None:
    form = client.get("/follow-ups/calls/new/").context["form"]
    assert form["assignee"].value() == jan.pk
    assert form["at"].value().minute == 0


def test_on_another_day_it_is_at_nine(client: Client, jan: User) -> None:
    form = client.get("/follow-ups/calls/new/?on=2030-01-31").context["form"]
    assert (form["on"].value(), form["at"].value()) == (dt.date(2030, 1, 31), dt.time(9))
    assert client.get("/follow-ups/calls/new/?on=soon").context["form"]["on"].value() is not None


def test_it_is_planned_and_leads_back_to_the_customers_tab(client: Client, jan: User) -> None:
    gone, luc = a_company(jan.account, deactivated_at=NOW), a_contact(jan.account)
    a_link(luc, gone)
    deal = a_deal(gone)
    page = client.get(f"/follow-ups/calls/new/?customer={gone.pk}")
    assert "was deactivated on" in page.text
    assert [str(label) for __, label in page.context["form"].fields["contact"].choices] == [
        "Nobody in particular",
        "Luc Martin",
    ]
    answer = client.post("/follow-ups/calls/new/", filled(jan, customer=gone.pk, contact=luc.pk, deal=deal.pk))
    assert (answer.status_code, answer["Location"]) == (302, "/follow-ups/")
    call = Call.objects.get()
    assert (call.customer, call.contact, call.deal, call.assignee) == (gone, luc, deal, jan)
    assert call.scheduled_at == dt.datetime(2026, 12, 1, 13, 30, tzinfo=dt.UTC)
    told = client.get(url_of(gone)).text
    assert "Call to Luc Martin planned for 1 Dec 2026, 14:30" in words(told).replace("\N{NO-BREAK SPACE}", " ")


def test_of_a_deal_it_knows_the_customer_and_leads_back_there(client: Client, jan: User) -> None:
    deal = a_deal(a_company(jan.account))
    form = client.get(f"/follow-ups/calls/new/?deal={deal.pk}").context["form"]
    assert (form.customer, form["deal"].value()) == (deal.customer, deal.pk)
    answer = client.post(f"/follow-ups/calls/new/?deal={deal.pk}", filled(jan, customer=deal.customer_id, deal=deal.pk))
    assert answer["Location"] == f"{url_of(deal)}?tab=follow-ups"


def test_sent_twice_it_is_planned_once(client: Client, jan: User) -> None:
    sent = filled(jan, customer=a_company(jan.account).pk)
    for __ in range(2):
        assert client.post("/follow-ups/calls/new/", sent).status_code == 302
    assert (Call.objects.count(), Activity.objects.count()) == (1, 1)


def test_what_was_typed_is_kept_beside_what_is_wrong(client: Client, jan: User) -> None:
    other = a_user(an_account(name="Other"))
    wrong = filled(jan, customer="", on="x", at="25:00", assignee=other.pk, description="<b>Bring</b>")
    answer = client.post("/follow-ups/calls/new/", wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"customer", "on", "at", "assignee"}
    for kept in ("&lt;b&gt;Bring&lt;/b&gt;", "25:00", "This is not a time. Write it like 14:30."):
        assert kept in answer.text
    far = client.post("/follow-ups/calls/new/", filled(jan, customer=a_company(jan.account).pk, on="2206-12-01"))
    assert "This day is too far away. Is the year right?" in far.text
    assert not Call.objects.exists()


def test_a_deal_of_somebody_else_is_refused_beside_its_field(client: Client, jan: User) -> None:
    company, elsewhere = a_company(jan.account), a_deal(a_company(jan.account, "Other SRL"))
    answer = client.post("/follow-ups/calls/new/", filled(jan, customer=company.pk, deal=elsewhere.pk))
    assert set(answer.context["form"].errors) == {"deal"}
    theirs = a_deal(a_company(an_account(name="Other")))
    answer = client.post("/follow-ups/calls/new/", filled(jan, customer=company.pk, deal=theirs.pk))
    assert set(answer.context["form"].errors) == {"deal"}
    assert not Call.objects.exists()


def test_whoever_does_not_see_deals_is_asked_about_none_and_takes_none_away(client: Client, jan: User) -> None:
    deal = a_deal(a_company(jan.account))
    call = a_call(deal.customer, jan, deal=deal)
    User.objects.filter(pk=jan.pk).update(hidden=["deals"])
    assert "New terrace" not in client.get(f"/follow-ups/calls/{call.pk}/").text
    assert "New terrace" not in client.get("/follow-ups/?kind=calls").text
    for address in ("", "new/", "calls/new/", "meetings/new/"):
        assert client.get(f"/follow-ups/{address}?deal={deal.pk}").status_code == 403
    client.post(f"/follow-ups/calls/{call.pk}/", filled(jan, customer=deal.customer_id))
    call.refresh_from_db()
    assert (call.description, call.deal) == ("Ask about the awning", deal)


def test_it_is_edited_by_anybody(client: Client, jan: User) -> None:
    call = a_call(a_company(jan.account), a_user(jan.account))
    sent = filled(jan, customer=call.customer_id, seen=call.updated_at.isoformat())
    answer = client.post(f"/follow-ups/calls/{call.pk}/", sent, follow=True)
    assert "Call saved: Brasserie du Midi SRL" in answer.text
    call.refresh_from_db()
    assert (call.assignee, call.description) == (jan, "Ask about the awning")
    told = words(client.get(url_of(call.customer)).text).replace("\N{NO-BREAK SPACE}", " ")
    for sentence in (
        "Call to Brasserie du Midi SRL edited",
        "When: 1 Dec 2026, 14:30 (was 24 Nov 2026, 10:30)",
        "Assigned to: Jan Peeters (was Sofie Vermeulen)",
    ):
        assert sentence in told


def test_what_is_not_touched_keeps_its_seconds(client: Client, jan: User) -> None:
    at = NOW.replace(second=42)
    call = a_call(a_company(jan.account), jan, at=at)
    client.post(f"/follow-ups/calls/{call.pk}/", filled(jan, customer=call.customer_id, on="2026-11-24", at="10:30"))
    call.refresh_from_db()
    assert (call.scheduled_at, call.description) == (at, "Ask about the awning")


def test_a_colleagues_change_is_not_overwritten_unseen(client: Client, jan: User) -> None:
    call = a_call(a_company(jan.account), jan)
    seen = call.updated_at.isoformat()
    edit_call(call, by=jan, at=NOW + dt.timedelta(minutes=1), description="A colleague's")
    answer = client.post(f"/follow-ups/calls/{call.pk}/", filled(jan, customer=call.customer_id, seen=seen))
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile." in answer.text
    assert Call.objects.get().description == "A colleague's"
    again = answer.context["thing"].updated_at.isoformat()
    sent = filled(jan, customer=call.customer_id, seen=again)
    assert client.post(f"/follow-ups/calls/{call.pk}/", sent).status_code == 302
    assert Call.objects.get().description == "Ask about the awning"


def test_the_dialog_tells_whom_to_dial_and_asks_how_it_went(client: Client, jan: User) -> None:
    luc = a_contact(jan.account, telephones=[{"type": "phone", "number": "+32 2 123 45 67"}])
    CallOutcome.objects.create(account=jan.account, name="Sent a fax", archived_at=NOW)
    call = a_call(a_company(jan.account), jan, contact=luc)
    page = client.get(f"/follow-ups/calls/{call.pk}/made/")
    assert 'href="tel:+3221234567"' in page.text
    names = [str(label) for __, label in page.context["form"].fields["outcome"].choices]
    assert names == ["Not said", "Call back later", "Left a message", "No answer", "Reached", "Wrong number"]


def test_it_is_made_once_and_the_toast_offers_undo(client: Client, jan: User) -> None:
    call = a_call(a_company(jan.account), a_user(jan.account))
    reached = CallOutcome.objects.of(jan.account).get(name="Reached")
    for summary in ("He wants it in May.", "Nobody answered."):
        sent = {"outcome": reached.pk, "outcome_summary": summary, "next": "/follow-ups/?kind=calls"}
        answer = client.post(f"/follow-ups/calls/{call.pk}/made/", sent, follow=True)
    assert answer.request["QUERY_STRING"] == "kind=calls"
    assert "Made: Call Brasserie du Midi SRL" in answer.text
    assert f'<form method="post" action="/follow-ups/calls/{call.pk}/reopen/">' in answer.text
    call.refresh_from_db()
    assert (call.completed_by, call.outcome, call.outcome_summary) == (jan, reached, "He wants it in May.")
    assert "Reached · He wants it in May." in client.get("/follow-ups/?kind=calls&tab=done").text
    told = words(client.get(url_of(call.customer)).text)
    assert "Brasserie du Midi SRL was called: Reached" in told
    answer = client.post(f"/follow-ups/calls/{call.pk}/reopen/", follow=True)
    assert "To do again: Call Brasserie du Midi SRL" in answer.text
    assert list(Call.objects.open()) == [call]


def test_the_next_one_is_planned_with_the_same_people_in_a_week(client: Client, jan: User) -> None:
    company, luc = a_company(jan.account), a_contact(jan.account)
    a_link(luc, company)
    deal = a_deal(company)
    call = a_call(company, jan, contact=luc, deal=deal)
    sent = {"outcome": "", "outcome_summary": "", "then_next": "1", "next": "/follow-ups/?kind=calls"}
    answer = client.post(f"/follow-ups/calls/{call.pk}/made/", sent)
    address = urlsplit(answer["Location"])
    on = (jan.account.day(Call.objects.get().completed_at) + dt.timedelta(days=7)).isoformat()
    assert (address.path, parse_qs(address.query)) == (
        "/follow-ups/calls/new/",
        {
            "customer": [str(company.pk)],
            "contact": [str(luc.pk)],
            "deal": [str(deal.pk)],
            "on": [on],
            "next": ["/follow-ups/?kind=calls"],
        },
    )
    page = client.get(answer["Location"])
    assert 'name="next" value="/follow-ups/?kind=calls"' in page.text
    form = page.context["form"]
    assert (form["contact"].value(), form["deal"].value(), form["on"].value().isoformat()) == (luc.pk, deal.pk, on)


def test_an_outcome_of_another_account_is_refused(client: Client, jan: User) -> None:
    call = a_call(a_company(jan.account), jan)
    theirs = CallOutcome.objects.of(an_account(name="Other")).get(name="Reached")
    answer = client.post(f"/follow-ups/calls/{call.pk}/made/", {"outcome": theirs.pk, "outcome_summary": ""})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"outcome"})
    assert list(Call.objects.open()) == [call]


def test_one_that_was_made_is_looked_at_and_not_edited(client: Client, jan: User) -> None:
    call = a_call(a_company(jan.account), jan)
    complete_call(call, by=jan, at=NOW, outcome_summary="First line\n<b>Second</b>")
    for address in (f"/follow-ups/calls/{call.pk}/", f"/follow-ups/calls/{call.pk}/made/"):
        page = client.get(address, headers=DIALOG).text
        assert "First line<br>&lt;b&gt;Second&lt;/b&gt;" in page
        assert f'action="/follow-ups/calls/{call.pk}/reopen/"' in page
    answer = client.post(f"/follow-ups/calls/{call.pk}/", filled(jan, customer=call.customer_id), follow=True)
    assert "This is done already. Reopen it to change it." in answer.text
    assert Call.objects.get().description == "Ask about the terrace"


def test_before_it_is_deleted_it_is_said_what_will_be_gone(client: Client, jan: User) -> None:
    call = a_call(a_company(jan.account), jan)
    page = client.get(f"/follow-ups/calls/{call.pk}/delete/", headers=DIALOG).text
    assert "“Call Brasserie du Midi SRL”, planned for" in page
    assert "The activities of Brasserie du Midi SRL keep that it was there." in words(page)
    sent = {"next": "http://testserver/follow-ups/?kind=calls"}
    answer = client.post(f"/follow-ups/calls/{call.pk}/delete/", sent, headers=DIALOG)
    assert answer["HX-Redirect"] == "http://testserver/follow-ups/?kind=calls"
    assert not Call.objects.exists()
    assert "Call deleted: Call Brasserie du Midi SRL" in client.get("/follow-ups/").text
    assert "removed, which was planned for" in client.get(url_of(call.customer)).text


def test_those_of_another_account_are_not_found(client: Client, jan: User) -> None:
    owner = a_user(an_account(name="Other"))
    theirs = a_call(a_company(owner.account), owner)
    for id in (theirs.pk, an_unknown_id()):
        for verb in ("", "made/", "delete/"):
            assert client.get(f"/follow-ups/calls/{id}/{verb}").status_code == 404
        for verb in ("", "made/", "reopen/", "delete/"):
            assert client.post(f"/follow-ups/calls/{id}/{verb}").status_code == 404
    for name, thing in (("customer", theirs.customer), ("deal", a_deal(theirs.customer)), ("contact", theirs.customer)):
        assert client.get(f"/follow-ups/calls/new/?{name}={thing.pk}").status_code == 404
    assert list(Call.objects.open()) == [theirs]
