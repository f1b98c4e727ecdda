"""The settings page of the outcomes of calls."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.followups.calls import complete_call
from comptoir.followups.models import CallOutcome
from tests.factories import NOW, a_call, a_company, a_user, an_account, an_unknown_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    """Logged in."""
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


def test_it_lists_them_with_their_calls_archived_ones_last(client: Client, owner: User) -> None:
    reached = CallOutcome.objects.of(owner.account).get(name="Reached")
    complete_call(a_call(a_company(owner.account), owner), by=owner, at=NOW, outcome=reached)
    CallOutcome.objects.create(account=owner.account, name="A fax was sent", archived_at=NOW)
    page = client.get("/settings/calls/")
    assert [(outcome.name, calls) for outcome, calls in page.context["outcomes"]] == [
        ("Call back later", 0),
        ("Left a message", 0),
        ("No answer", 0),
        ("Reached", 1),
        ("Wrong number", 0),
        ("A fax was sent", 0),
    ]
    assert "Archived" in page.text


def test_one_is_added_renamed_archived_and_chosen_again(client: Client, owner: User) -> None:
    answer = client.post("/settings/calls/new/", {"name": "Wants a quotation"}, follow=True)
    assert "Wants a quotation is added." in answer.text
    outcome = CallOutcome.objects.get(name="Wants a quotation")
    answer = client.post(f"/settings/calls/{outcome.pk}/", {"name": "Wants an offer"}, follow=True)
    assert "Wants an offer is saved." in answer.text
    answer = client.post(f"/settings/calls/{outcome.pk}/archive/", follow=True)
    assert "Wants an offer is archived." in answer.text
    assert f'action="/settings/calls/{outcome.pk}/restore/"' in answer.text
    answer = client.post(f"/settings/calls/{outcome.pk}/restore/", follow=True)
    assert "Wants an offer can be chosen again." in answer.text
    outcome.refresh_from_db()
    assert (outcome.name, outcome.is_archived) == ("Wants an offer", False)


def test_a_name_that_is_missing_or_taken_is_refused_beside_its_field(client: Client, owner: User) -> None:
    for name, sentence in (("", "Please fill this in."), ("REACHED", "There is an outcome of this name already.")):
        answer = client.post("/settings/calls/new/", {"name": name})
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"name"})
        assert sentence in answer.text
    assert CallOutcome.objects.of(owner.account).count() == 5


def test_without_any_it_says_what_they_are_for(client: Client, owner: User) -> None:
    CallOutcome.objects.all().delete()
    assert "There is no outcome yet" in client.get("/settings/calls/").text


def test_only_owners_and_admins_come_here(client: Client, jan: User) -> None:
    outcome = CallOutcome.objects.of(jan.account).get(name="Reached")
    for address in ("", "new/", f"{outcome.pk}/"):
        assert client.get(f"/settings/calls/{address}").status_code == 403
    for address in ("new/", f"{outcome.pk}/", f"{outcome.pk}/archive/", f"{outcome.pk}/restore/"):
        assert client.post(f"/settings/calls/{address}", {"name": "x"}).status_code == 403
    outcome.refresh_from_db()
    assert (outcome.name, outcome.is_archived) == ("Reached", False)


def test_those_of_another_account_are_not_found(client: Client, owner: User) -> None:
    theirs = CallOutcome.objects.of(an_account(name="Other")).get(name="Reached")
    for id in (theirs.pk, an_unknown_id()):
        assert client.get(f"/settings/calls/{id}/").status_code == 404
        for verb in ("", "archive/", "restore/"):
            assert client.post(f"/settings/calls/{id}/{verb}", {"name": "x"}).status_code == 404


def test_as_many_queries_for_three_with_calls_as_for_one(client: Client, owner: User) -> None:
    outcomes = iter(CallOutcome.objects.of(owner.account))

    def another() -> None:
        complete_call(a_call(a_company(owner.account), owner), by=owner, at=NOW, outcome=next(outcomes))

    def queries() -> int:
        client.get("/settings/calls/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/settings/calls/")
        return len(captured)

    another()
    with_one = queries()
    another(), another()
    assert queries() == with_one
