"""The page of a quotation."""

import datetime as dt

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.quotations import answering
from comptoir.quotations.links import public_url
from comptoir.quotations.models import Quotation, Sending
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_deal,
    a_member,
    a_quotation,
    a_user,
    an_account,
    an_unknown_id,
)
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - dt.timedelta(days=1)


def accepted(quotation: Quotation, **facts: object) -> Quotation:
    return answering.accept(quotation, **{"name": "Hilde Maes", "at": NOW, "ip": "192.0.2.7"} | facts)


def test_it_says_what_is_offered_to_whom_until_when_and_for_how_much(client: Client, user: User) -> None:
    quotation = a_quotation(
        a_deal(a_company(user.account)),
        total="1210.00",
        monthly="121.00",
        optional="242.00",
        text="As discussed.\n\nOn site.",
        expires_after=dt.date(2026, 12, 24),
    )
    page = text_of(client.get(url_of(quotation)))
    for words in (
        "Terrace with heating",
        quotation.reference,
        "Brasserie du Midi SRL",
        "New terrace",
        "€\xa01,210.00",
        "+ €\xa0121.00/month",
        "24 Dec 2026",
        "not sent yet",
        "<p>On site.</p>",
        ">every month</span>",
        ">Optional</span>",
        ">Once<",
        ">Every month<",
        f'value="{public_url(quotation)}"',
    ):
        assert words in page


def test_of_a_deactivated_customer_it_says_so(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account, deactivated_at=NOW)))
    assert '<span class="badge amber">Deactivated</span>' in text_of(client.get(url_of(quotation)))


def test_it_says_when_it_was_sent_and_opened(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), sent_at=NOW)
    page = text_of(client.get(url_of(quotation)))
    assert "not opened yet" in page
    assert "Send again" in page
    answering.note_opened(quotation, at=NOW)
    page = text_of(client.get(url_of(quotation)))
    assert "opened 24 Nov 2026, 10:30" in page
    assert "was opened for the first time" in page


@pytest.mark.parametrize(
    ("action", "words"), [("lock", "so it can no longer be accepted"), ("none", "The customer can still accept it")]
)
def test_past_its_day_it_says_what_that_means(client: Client, user: User, action: str, words: str) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), expires_after=YESTERDAY, action_after_expiry=action)
    page = text_of(client.get(url_of(quotation)))
    assert words in page
    assert ("/send/" in page, "Accept on the customer’s behalf" in page) == (action == "none", action == "none")


def test_accepted_it_leads_to_the_draft_and_offers_the_subscription(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), total="1210.00", monthly="121.00", optional="242.00")
    optional = quotation.lines.get(is_optional=True)
    accepted(quotation, chosen=[optional.pk], comment="After Easter, please.")
    quotation.refresh_from_db()
    page = text_of(client.get(url_of(quotation)))
    for words in (
        "Accepted by Hilde Maes",
        "from the address 192.0.2.7",
        "After Easter, please.",
        f'<a href="{url_of(quotation.invoice)}">Draft invoice</a> of €\xa01,452.00: check it and book it.',
        "Create the subscription: €\xa0121.00 every month",
        ">Chosen</span>",
        "Chosen besides: Parasols",
        "The deal “New terrace” is won",
    ):
        assert words in page
    assert "/edit/" not in page
    assert "/delete/" not in page


def test_what_somebody_of_ours_noted_says_who(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    answering.reject(quotation, name="Hilde Maes", comment="Too dear", by=user, at=NOW)
    page = text_of(client.get(url_of(quotation)))
    for words in ("Refused by Hilde Maes", "noted by Sofie Vermeulen", "Too dear"):
        assert words in page


def test_on_a_plan_without_subscriptions_it_is_billed_by_hand(client: Client) -> None:
    user = a_user(an_account(plan=Plan.GO))
    client.force_login(user)
    quotation = a_quotation(a_deal(a_company(user.account)), monthly="121.00")
    accepted(quotation)
    page = text_of(client.get(url_of(quotation)))
    assert "€\xa0121.00 every month was accepted too. Your plan has no subscriptions: bill it by hand." in page


def test_without_the_right_to_subscriptions_it_says_who_can_begin_it(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), monthly="121.00")
    accepted(quotation)
    client.force_login(a_member(user.account, "deals"))
    assert "Somebody with the right to change subscriptions" in text_of(client.get(url_of(quotation)))


def test_closed_because_another_was_accepted_it_says_which(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account))
    one, other = a_quotation(deal), a_quotation(deal, name="Smaller terrace")
    accepted(one)
    page = text_of(client.get(url_of(other)))
    assert f'quotation <a href="{url_of(one)}">{one.reference}</a> was accepted.' in page
    assert f'because <a href="{url_of(one)}">{one.reference}</a> was accepted' in page


def test_sendings_are_told_with_what_became_of_them(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    for minutes, facts in enumerate(
        (
            {"state": "sent", "sent_at": NOW},
            {"state": "sent", "sent_at": NOW, "error": "anne@midi.example: 550 unknown"},
            {"state": "failed", "error": "451 try later"},
            {"state": "uncertain", "error": "timed out"},
        )
    ):
        Sending.objects.create(
            account=user.account,
            quotation=quotation,
            recipients=["info@midi.example"],
            subject="Quotation",
            body="Dear",
            by=user,
            claimed_at=NOW - dt.timedelta(minutes=minutes),
            **facts,
        )
    page = text_of(client.get(url_of(quotation)))
    for words in (
        "info@midi.example",
        "Not to everybody. The mail server said: anne@midi.example: 550 unknown",
        "Nothing left. The mail server said: 451 try later",
        "Nobody knows whether it arrived",
    ):
        assert words in page


def test_a_sending_that_nobody_noted_an_answer_for_is_uncertain_after_a_while(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    facts = {"account": user.account, "quotation": quotation, "by": user, "subject": "Q", "body": "Q"}
    sending = Sending.objects.create(claimed_at=NOW, **facts)
    assert "Nobody knows whether it arrived" not in text_of(client.get(url_of(quotation)))
    Sending.objects.filter(pk=sending.pk).update(claimed_at=NOW - dt.timedelta(minutes=16))
    assert "Nobody knows whether it arrived" in text_of(client.get(url_of(quotation)))


def test_somebody_without_the_right_reads_but_is_offered_no_command(client: Client, user: User, member: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    page = text_of(client.get(url_of(quotation)))
    assert "Terrace with heating" in page
    assert "Show as a PDF" in page
    for verb in ("edit", "send", "accept", "refuse", "close", "copy", "link", "delete"):
        assert f"{url_of(quotation)}{verb}/" not in page


def test_the_document_is_shown_and_saved_under_its_name(client: Client, user: User, member: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    answer = client.get(f"{url_of(quotation)}pdf/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    name = f"Quotation {quotation.reference.replace('/', '-')}.pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize("what", ["", "pdf/"])
def test_the_quotation_of_another_account_is_not_found(client: Client, user: User, what: str) -> None:
    theirs = a_quotation(a_deal(a_company(an_account())))
    assert client.get(f"{url_of(theirs)}{what}").status_code == 404
    assert client.get(f"/quotations/{an_unknown_id()}/{what}").status_code == 404


def test_the_page_costs_the_same_for_one_line_and_for_three(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account))
    one, three = a_quotation(deal), a_quotation(deal, monthly="12.10", optional="24.20")
    client.get(url_of(one))
    assert queries_of(client, url_of(one)) == queries_of(client, url_of(three))
