"""The part of a form that follows its customer, with JavaScript and without."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.followups.models import Call
from tests.factories import NOW, a_company, a_contact, a_deal, a_link, an_account, an_unknown_id

pytestmark = pytest.mark.django_db


def choices(client: Client, kind: str, **query: Any) -> str:
    answer = client.get(f"/follow-ups/choices/{kind}/", query)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_the_open_deals_of_the_customer_are_offered_the_newest_first(client: Client, jan: User) -> None:
    company = a_company(jan.account)
    for title, facts in (("Old", {}), ("Won", {"status": "won"}), ("New", {})):
        a_deal(company, title, **facts)
    a_deal(a_company(jan.account, "Other SRL"), "Elsewhere")
    for kind in ("task", "call", "meeting"):
        part = choices(client, kind, customer=company.pk)
        assert part.index("New ·") < part.index("Old ·")
        assert ("Won" in part, "Elsewhere" in part) == (False, False)


def test_without_a_customer_there_is_nothing_to_choose(client: Client, jan: User) -> None:
    assert choices(client, "task") == choices(client, "call") == ""
    assert "Guests" not in choices(client, "meeting")


def test_nor_with_one_of_another_account(client: Client, jan: User) -> None:
    theirs = a_company(an_account(name="Other"))
    a_deal(theirs), a_link(a_contact(theirs.account), theirs)
    assert choices(client, "call", customer=theirs.pk) == ""
    assert client.get("/follow-ups/choices/letter/").status_code == 404


def test_a_guest_who_is_picked_joins_those_who_are_ticked(client: Client, jan: User) -> None:
    company, luc, anne = a_company(jan.account), a_contact(jan.account), a_contact(jan.account, "Anne Dubois")
    a_link(luc, company)
    part = choices(client, "meeting", customer=company.pk, contacts=luc.pk, guest=anne.pk, guest_typed="Anne Dubois")
    assert (part.count("checked"), part.count('name="contacts"')) == (2, 2)
    assert 'name="guest_typed" value=""' in part


def test_a_contact_that_a_meeting_is_about_is_ticked(client: Client, jan: User) -> None:
    assert choices(client, "meeting", customer=a_contact(jan.account).pk).count("checked") == 1


def test_nonsense_is_no_matter(client: Client, jan: User) -> None:
    part = choices(client, "meeting", customer="x", deal="x", contacts="x", guest="x")
    assert 'name="contacts"' not in part


def test_without_javascript_a_button_shows_them_and_nothing_is_made_yet(client: Client, jan: User) -> None:
    company, luc = a_company(jan.account), a_contact(jan.account, deactivated_at=NOW)
    a_link(luc, company)
    sent = {"customer": company.pk, "description": "Kept", "show_choices": "1", "request_key": an_unknown_id()}
    answer = client.post("/follow-ups/calls/new/", sent)
    assert answer.status_code == 200
    for words in ("Luc Martin · Deactivated", "Kept", str(sent["request_key"])):
        assert words in answer.text
    assert 'class="error"' not in answer.text
    assert not Call.objects.exists()


def test_without_javascript_guests_are_added_one_after_the_other(client: Client, jan: User) -> None:
    luc, anne = a_contact(jan.account), a_contact(jan.account, "Anne Dubois")
    sent = {"title": "x", "contacts": [luc.pk], "guest": anne.pk, "guest_typed": "Anne Dubois", "show_choices": "1"}
    answer = client.post("/follow-ups/meetings/new/", sent)
    form = answer.context["form"]
    assert sorted(label for __, label in form.fields["contacts"].choices) == ["Anne Dubois", "Luc Martin"]
    assert sorted(form["contacts"].value()) == sorted(str(each.pk) for each in (luc, anne))


@pytest.mark.parametrize("kind", ["call", "meeting"])
def test_as_many_queries_for_three_people_and_deals_as_for_one(client: Client, jan: User, kind: str) -> None:
    company = a_company(jan.account)

    def another() -> None:
        a_deal(company), a_link(a_contact(jan.account), company)

    def queries() -> int:
        choices(client, kind, customer=company.pk)
        with CaptureQueriesContext(connection) as captured:
            choices(client, kind, customer=company.pk)
        return len(captured)

    another()
    with_one = queries()
    another(), another()
    assert queries() == with_one
