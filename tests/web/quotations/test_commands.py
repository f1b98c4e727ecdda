"""What is done to a quotation: accept, refuse, close, renew the link, delete."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.quotations import answering, records
from comptoir.quotations.models import Quotation
from comptoir.web.links import url_of
from tests.factories import NOW, TODAY, a_company, a_contact, a_deal, a_quotation, an_account, an_unknown_id
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db

VERBS = ("accept", "refuse", "close", "link", "delete")


@pytest.fixture
def quotation(user: User) -> Quotation:
    """An open one with a monthly and an optional line."""
    return a_quotation(a_deal(a_company(user.account)), total="1210.00", monthly="121.00", optional="242.00")


def at(quotation: Quotation, verb: str) -> str:
    return f"{url_of(quotation)}{verb}/"


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("accept", "The deal “New terrace” is won, a draft invoice is made"),
        ("refuse", "The deal “New terrace” stays open"),
        ("close", "It can no longer be sent, accepted or refused."),
        ("link", "no longer opens the quotation"),
        ("delete", "This cannot be undone."),
    ],
)
def test_each_dialog_says_what_will_happen(client: Client, quotation: Quotation, verb: str, words: str) -> None:
    assert words in text_of(client.get(at(quotation, verb)))
    part = text_of(client.get(at(quotation, verb), headers={"HX-Request": "true", "HX-Target": "dialog"}))
    assert part.lstrip().startswith("<form")
    quotation.refresh_from_db()
    assert quotation.is_open


def test_an_acceptance_names_who_and_what_was_chosen(client: Client, user: User, quotation: Quotation) -> None:
    optional = quotation.lines.get(is_optional=True)
    given = {"name": "Hilde Maes", "comment": "After Easter", "chosen": [optional.pk]}
    answer = client.post(at(quotation, "accept"), given | {"seen": quotation.updated_at.isoformat()}, follow=True)
    assert f"{quotation.reference} is accepted in the name of Hilde Maes." in text_of(answer)
    quotation.refresh_from_db()
    facts = (quotation.status, quotation.answered_name, quotation.answered_by, quotation.answer_comment)
    assert facts == ("accepted", "Hilde Maes", user, "After Easter")
    assert (quotation.answered_ip, quotation.tax_inclusive) == (None, Decimal("1452.00"))


def test_what_is_ticked_is_totalled_before_it_is_accepted(client: Client, quotation: Quotation) -> None:
    optional = quotation.lines.get(is_optional=True)
    assert "€\xa01,452.00" not in text_of(client.get(at(quotation, "accept")))
    assert "€\xa01,452.00" in text_of(client.get(at(quotation, "accept"), {"chosen": [optional.pk, "nonsense"]}))


def test_the_dialog_says_what_becomes_of_the_others(client: Client, quotation: Quotation) -> None:
    assert "other open quotation" not in text_of(client.get(at(quotation, "accept")))
    a_quotation(quotation.deal)
    assert "The other open quotation of this deal is closed." in text_of(client.get(at(quotation, "accept")))


def test_the_name_is_guessed_where_there_is_one(client: Client, user: User) -> None:
    person = a_quotation(a_deal(a_contact(user.account)))
    assert 'name="name" value="Luc Martin"' in text_of(client.get(at(person, "accept")))
    company = a_quotation(a_deal(a_company(user.account)), for_attention_of_name="Anne Dubois")
    assert 'name="name" value="Anne Dubois"' in text_of(client.get(at(company, "refuse")))


def test_a_deactivated_customer_is_warned_about_and_accepted(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account, deactivated_at=NOW)))
    assert "You can accept all the same" in text_of(client.get(at(quotation, "accept")))
    client.post(at(quotation, "accept"), {"name": "Hilde Maes"})
    quotation.refresh_from_db()
    assert quotation.is_accepted


@pytest.mark.parametrize("verb", ["accept", "refuse"])
def test_without_a_name_nothing_is_answered_and_everything_typed_is_kept(
    client: Client, quotation: Quotation, verb: str
) -> None:
    optional = quotation.lines.get(is_optional=True)
    given = {"name": " ", "comment": "After Easter", "chosen": [optional.pk]}
    page = text_of(client.post(at(quotation, verb), given), status=422)
    assert "Please fill this in." in page
    assert "After Easter" in page
    assert verb == "refuse" or "checked" in page
    quotation.refresh_from_db()
    assert quotation.is_open


def test_a_line_of_another_quotation_is_not_chosen(client: Client, quotation: Quotation) -> None:
    other = a_quotation(quotation.deal, optional="12.10").lines.get(is_optional=True)
    given = {"name": "Hilde Maes", "chosen": [other.pk]}
    assert "choose the optional lines again" in text_of(client.post(at(quotation, "accept"), given), status=422)
    quotation.refresh_from_db()
    assert quotation.is_open


@pytest.mark.parametrize("verb", VERBS)
def test_what_changed_meanwhile_is_shown_first(client: Client, user: User, quotation: Quotation, verb: str) -> None:
    seen = quotation.updated_at.isoformat()
    records.edit(quotation, by=user, at=NOW + dt.timedelta(minutes=1), name="Garden")
    given = {"name": "Hilde Maes", "seen": seen, "chosen": [an_unknown_id()]}
    page = text_of(client.post(at(quotation, verb), given), status=409)
    assert "Please look again." in page
    quotation.refresh_from_db()
    assert quotation.is_open
    assert f'name="seen" value="{quotation.updated_at.isoformat()}"' in page


def test_a_refusal_names_who_and_why(client: Client, user: User, quotation: Quotation) -> None:
    answer = client.post(at(quotation, "refuse"), {"name": "Hilde Maes", "comment": "Too dear"}, follow=True)
    assert f"{quotation.reference} is refused in the name of Hilde Maes." in text_of(answer)
    quotation.refresh_from_db()
    assert (quotation.status, quotation.answer_comment, quotation.answered_by) == ("rejected", "Too dear", user)


def test_closed_it_can_no_longer_be_answered(client: Client, quotation: Quotation) -> None:
    page = text_of(client.post(at(quotation, "close"), follow=True))
    assert f"{quotation.reference} is closed. It can no longer be answered." in page
    quotation.refresh_from_db()
    assert quotation.status == "closed"


def test_a_renewed_link_is_another_one(client: Client, quotation: Quotation) -> None:
    before = quotation.link_token
    page = text_of(client.post(at(quotation, "link"), follow=True))
    quotation.refresh_from_db()
    assert quotation.link_token != before
    assert f"/q/{quotation.link_token}/" in page
    assert before not in page


def test_deleted_it_leads_to_its_deal_and_a_second_click_says_so(client: Client, quotation: Quotation) -> None:
    answer = client.post(at(quotation, "delete"))
    assert answer.headers["Location"] == url_of(quotation.deal)
    assert not Quotation.objects.exists()
    assert "This quotation has already been deleted." in text_of(client.post(at(quotation, "delete"), follow=True))
    assert Activity.objects.filter(kind="quotation.deleted").count() == 1


@pytest.mark.parametrize("verb", ["accept", "refuse", "close", "delete"])
def test_the_second_of_two_people_is_told_who_answered(client: Client, quotation: Quotation, verb: str) -> None:
    answering.accept(quotation, name="Hilde Maes", at=NOW)
    for answer in (
        client.get(at(quotation, verb), follow=True),
        client.post(at(quotation, verb), {"name": "Somebody else"}, follow=True),
    ):
        assert f"{quotation.reference} has been accepted by Hilde Maes." in text_of(answer)
    quotation.refresh_from_db()
    assert quotation.answered_name == "Hilde Maes"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "rejected", "answered_name": "Hilde Maes"}, "has been refused by Hilde Maes."),
        ({"status": "closed"}, "is closed. It can no longer be answered."),
        ({"expires_after": TODAY - dt.timedelta(days=1)}, "Edit it to make it stand longer."),
    ],
)
def test_what_cannot_be_accepted_says_why(client: Client, user: User, facts: dict[str, Any], words: str) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), **facts)
    assert words in text_of(client.get(at(quotation, "accept"), follow=True))


@pytest.mark.parametrize("verb", VERBS)
def test_the_quotation_of_another_account_is_not_found(client: Client, user: User, verb: str) -> None:
    theirs = a_quotation(a_deal(a_company(an_account())))
    for method in (client.get, client.post):
        assert method(at(theirs, verb)).status_code == 404
        assert method(f"/quotations/{an_unknown_id()}/{verb}/").status_code == 404
    assert Quotation.objects.get() == theirs


@pytest.mark.parametrize("verb", VERBS)
def test_a_member_without_the_right_is_refused_with_a_sentence(
    client: Client, quotation: Quotation, member: User, verb: str
) -> None:
    for method in (client.get, client.post):
        assert "You do not have the right to" in text_of(method(at(quotation, verb)), status=403)
    quotation.refresh_from_db()
    assert quotation.is_open
