"""What a customer sees under the link of a quotation, and answers there."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.quotations import answering, links, records
from comptoir.quotations.links import renew_link
from comptoir.quotations.models import Quotation
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_deal,
    a_quotation,
    a_user,
    an_account,
)
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db

YESTERDAY, LATER = TODAY - dt.timedelta(days=1), NOW + dt.timedelta(minutes=5)


@pytest.fixture
def client() -> Client:
    """Somebody who is not logged in, and whose browser speaks French."""
    return Client(headers={"Accept-Language": "fr"})


@pytest.fixture
def ours() -> User:
    """An owner of the account that offers."""
    cache.clear()
    owner = a_user(an_account())
    facts = {
        "line_1": "Kaai 3",
        "postal_code": "9000",
        "city": "Gent",
        "email": "office@nord.example",
        "phone": "+32 9",
    }
    owner.account.departments.update(**facts)
    return owner


@pytest.fixture
def quotation(ours: User) -> Quotation:
    """An open one with a monthly and an optional line."""
    deal = a_deal(a_company(ours.account, email="secret@midi.example"), summary="They have a big budget")
    facts = {"text": "As discussed.", "expires_after": dt.date(2026, 12, 24), "for_attention_of_name": "Anne Dubois"}
    return a_quotation(deal, total="1210.00", monthly="121.00", optional="242.00", **facts)


def at(quotation: Quotation, verb: str = "") -> str:
    return f"/q/{quotation.link_token}/{verb}"


def yes(quotation: Quotation, /, **changes: Any) -> dict[str, Any]:
    """The form, filled in."""
    return {"name": "Hilde Maes", "comment": "", "agreed": "on", "seen": quotation.updated_at.isoformat()} | changes


def no(quotation: Quotation, /, **changes: Any) -> dict[str, Any]:
    return {"name": "Hilde Maes", "comment": "Too dear", "seen": quotation.updated_at.isoformat()} | changes


def is_untouched(quotation: Quotation) -> bool:
    before = quotation.updated_at
    quotation.refresh_from_db()
    return quotation.is_open and quotation.updated_at == before


# --- Reading ------------------------------------------------------------------------------------------


def test_it_says_who_offers_what_until_when_and_for_how_much(client: Client, quotation: Quotation) -> None:
    page = text_of(client.get(at(quotation)))
    for words in (
        "<strong>Atelier Nord</strong>",
        "Kaai 3",
        "9000 Gent",
        "office@nord.example",
        f"Quotation {quotation.reference}",
        "Terrace with heating",
        "Brasserie du Midi SRL",
        "Anne Dubois",
        "24 December 2026",
        "As discussed.",
        "€\xa01,210.00",
        ">Every month<",
        "€\xa0121.00",
        "every month</span>",
        f'name="chosen" value="{quotation.lines.get(is_optional=True).pk}" form="accept-form"',
        "Accept the quotation",
        "Refuse the quotation",
    ):
        assert words in re.sub(r"\s+", " ", page).replace("&nbsp;", "\xa0") or words in page, words


def test_it_is_in_the_language_of_the_quotation_whatever_the_browser_says(client: Client, ours: User) -> None:
    quotation = a_quotation(a_deal(a_company(ours.account, language="de")))
    answer = client.get(at(quotation))
    assert '<html lang="de">' in text_of(answer)
    assert "24. November 2026" in text_of(answer)
    assert answer.headers["Content-Language"] == "de"


def test_nothing_is_handed_on_kept_or_found_by_searching(client: Client, quotation: Quotation) -> None:
    for answer in (
        client.get(at(quotation)),
        client.get(at(quotation, "pdf/")),
        client.post(at(quotation, "accept/"), {}),
        client.get("/q/unknown/"),
    ):
        kept = [answer.headers[name] for name in ("Referrer-Policy", "Cache-Control", "X-Robots-Tag")]
        assert kept == ["no-referrer", "no-store", "noindex, nofollow"]
        assert not answer.cookies


def test_nothing_else_is_shown_of_the_customer_the_deal_or_the_account(
    client: Client, ours: User, quotation: Quotation
) -> None:
    a_quotation(quotation.deal, name="Another offer of the deal")
    a_quotation(a_deal(a_company(ours.account, "Somebody else")), name="Another customer’s")
    a_quotation(a_deal(a_company(an_account(name="Other account"))), name="Another account’s")
    page = text_of(client.get(at(quotation)))
    hidden = ("secret@midi.example", "big budget", "New terrace", "Rue Haute", "Another", "Somebody else", "Vermeulen")
    assert [words for words in hidden if words in page] == []
    assert set(re.findall(r'(?:href|action|formaction)="(/[^"#]*)', page)) == {
        "/static/comptoir/app.css",
        "/static/comptoir/public.css",
        at(quotation, "accept/"),
        at(quotation, "refuse/"),
        at(quotation, "pdf/"),
    }


def test_for_one_of_ours_who_is_logged_in_the_page_is_the_same(
    client: Client, ours: User, quotation: Quotation
) -> None:
    before = text_of(client.get(at(quotation)))
    client.force_login(ours)
    assert text_of(client.get(at(quotation))) == before


def test_a_deactivated_customer_reads_and_accepts_as_ever(client: Client, ours: User) -> None:
    gone = a_company(ours.account, deactivated_at=NOW, deactivated_by=ours, deactivation_reason="bankruptcy")
    quotation = a_quotation(a_deal(gone))
    page = text_of(client.get(at(quotation)))
    assert "eactivated" not in page
    assert "ankrupt" not in page
    client.post(at(quotation, "accept/"), yes(quotation))
    quotation.refresh_from_db()
    assert quotation.is_accepted
    assert "eactivated" not in text_of(client.get(at(quotation)))


def test_the_document_comes_with_it(client: Client, quotation: Quotation) -> None:
    answer = client.get(at(quotation, "pdf/"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")


def test_it_costs_the_same_for_one_line_and_for_three(client: Client, ours: User) -> None:
    deal = a_deal(a_company(ours.account))
    facts = {"opened_at": NOW}
    one, three = a_quotation(deal, **facts), a_quotation(deal, monthly="12.10", optional="24.20", **facts)
    assert queries_of(client, at(one)) == queries_of(client, at(three)) == 2


# --- Opening ------------------------------------------------------------------------------------------


def test_the_first_opening_is_noted_once(client: Client, quotation: Quotation) -> None:
    for __ in range(2):
        client.get(at(quotation))
    quotation.refresh_from_db()
    assert quotation.opened_at == NOW
    assert Activity.objects.filter(kind="quotation.opened").count() == 1


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}, {"X-Purpose": "preview"}],
)
def test_what_fetches_it_beforehand_is_nobody(client: Client, quotation: Quotation, headers: dict[str, str]) -> None:
    assert client.get(at(quotation), headers=headers).status_code == 200
    assert client.head(at(quotation)).status_code == 200
    quotation.refresh_from_db()
    assert quotation.opened_at is None


def test_one_of_ours_who_looks_is_not_the_customer(client: Client, ours: User, quotation: Quotation) -> None:
    client.force_login(ours)
    client.get(at(quotation))
    quotation.refresh_from_db()
    assert quotation.opened_at is None


# --- Saying yes ---------------------------------------------------------------------------------------


def test_accepted_it_says_when_and_by_whom_and_shows_what_was_chosen(client: Client, quotation: Quotation) -> None:
    optional = quotation.lines.get(is_optional=True)
    given = yes(quotation, chosen=[optional.pk], comment="After Easter, please.")
    answer = client.post(at(quotation, "accept/"), given, REMOTE_ADDR="192.0.2.7")
    assert answer.headers["Location"] == at(quotation)
    quotation.refresh_from_db()
    facts = (quotation.status, quotation.answered_name, quotation.answered_ip, quotation.answered_by)
    assert facts == ("accepted", "Hilde Maes", "192.0.2.7", None)
    assert (quotation.answer_comment, quotation.tax_inclusive) == ("After Easter, please.", Decimal("1452.00"))
    page = text_of(client.get(at(quotation)))
    assert "Accepted on 24 November 2026 at 10:30 by Hilde Maes." in page
    assert ">Chosen</span>" in page
    assert "€\xa01,452.00" in page
    assert "Accept the quotation" not in page


def test_a_browser_that_keeps_no_cookies_can_answer(quotation: Quotation) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    assert strict.post(at(quotation, "accept/"), yes(quotation)).status_code == 302
    quotation.refresh_from_db()
    assert quotation.is_accepted


def test_without_scripts_a_button_asks_for_the_totals(client: Client, quotation: Quotation) -> None:
    optional = quotation.lines.get(is_optional=True)
    assert "Update the totals" in text_of(client.get(at(quotation)))
    typed = {"update_totals": "1", "chosen": [optional.pk, "nonsense"], "name": "Hilde", "comment": "After Easter"}
    page = text_of(client.post(at(quotation, "accept/"), typed))
    assert "€\xa01,452.00" in page
    assert re.search(rf'value="{optional.pk}"\s+form="accept-form" checked', page)
    assert 'value="Hilde"' in page
    assert "After Easter" in page
    assert "Please fill this in." not in page
    assert is_untouched(quotation)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": " "}, "Please fill this in."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed."),
        ({"agreed": ""}, "Tick this box if you accept the quotation."),
        ({"comment": "x" * 5001}, "at most 5000 characters"),
        ({"chosen": ["nonsense"]}, "Please choose the optional lines again."),
    ],
)
def test_what_is_missing_is_said_and_everything_typed_is_kept(
    client: Client, quotation: Quotation, changes: dict[str, Any], message: str
) -> None:
    optional = quotation.lines.get(is_optional=True)
    given = yes(quotation, chosen=[optional.pk], comment="After Easter") | changes
    page = text_of(client.post(at(quotation, "accept/"), given), status=422)
    assert message in page
    assert "Hilde Maes" in page or "name" in changes
    assert "After Easter" in page or "comment" in changes
    assert re.search(rf'value="{optional.pk}"\s+form="accept-form" checked', page) or "chosen" in changes
    assert is_untouched(quotation)


def test_what_was_typed_is_shown_as_text(client: Client, quotation: Quotation) -> None:
    page = text_of(client.post(at(quotation, "accept/"), yes(quotation, name="<b>x</b>", agreed="")), status=422)
    assert "<b>x</b>" not in page
    client.post(at(quotation, "accept/"), yes(quotation, name="<b>x</b>"))
    assert "<b>x</b>" not in text_of(client.get(at(quotation)))


def test_the_line_of_another_quotation_is_not_accepted(client: Client, quotation: Quotation) -> None:
    other = a_quotation(quotation.deal, optional="12.10").lines.get(is_optional=True)
    fixed = quotation.lines.filter(is_optional=False).first()
    for line in (other, fixed):
        assert client.post(at(quotation, "accept/"), yes(quotation, chosen=[line.pk])).status_code == 422
    assert is_untouched(quotation)


# --- Saying no ----------------------------------------------------------------------------------------


def test_refused_it_says_when_and_by_whom_and_whom_to_ask(client: Client, quotation: Quotation) -> None:
    answer = client.post(at(quotation, "refuse/"), no(quotation), REMOTE_ADDR="2001:db8::7")
    assert answer.headers["Location"] == at(quotation)
    quotation.refresh_from_db()
    facts = (quotation.status, quotation.answered_name, quotation.answered_ip, quotation.answer_comment)
    assert facts == ("rejected", "Hilde Maes", "2001:db8::7", "Too dear")
    page = text_of(client.get(at(quotation)))
    assert "Refused on 24 November 2026 at 10:30 by Hilde Maes." in page
    assert "mailto:office@nord.example" in page
    assert "Too dear" not in page
    assert "Accept the quotation" not in page


def test_a_refusal_needs_a_name(client: Client, quotation: Quotation) -> None:
    page = text_of(client.post(at(quotation, "refuse/"), no(quotation, name="")), status=422)
    assert "Please fill this in." in page
    assert "Too dear" in page
    assert '<details class="fold" open>' in page
    assert is_untouched(quotation)


# --- Too late -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["accept/", "refuse/"])
@pytest.mark.parametrize("first", ["accepted", "refused"])
def test_an_answer_counts_once(client: Client, quotation: Quotation, verb: str, first: str) -> None:
    form = yes(quotation)
    done = answering.accept if first == "accepted" else answering.reject
    done(quotation, name="Hilde Maes", at=NOW)
    page = text_of(client.post(at(quotation, verb), form | {"name": "Somebody else"}), status=409)
    assert f"{first.capitalize()} on 24 November 2026 at 10:30 by Hilde Maes." in page
    quotation.refresh_from_db()
    assert quotation.answered_name == "Hilde Maes"
    assert Activity.objects.filter(kind__in=["quotation.accepted", "quotation.rejected"]).count() == 1


@pytest.mark.parametrize("verb", ["accept/", "refuse/"])
def test_past_its_day_it_can_be_read_but_not_accepted(client: Client, quotation: Quotation, verb: str) -> None:
    Quotation.objects.filter(pk=quotation.pk).update(expires_after=YESTERDAY)
    quotation.refresh_from_db()
    page = text_of(client.get(at(quotation)))
    for words in (
        "This quotation was valid until 23 November 2026.",
        "mailto:office@nord.example",
        "tel:+329",
        "Terrace",
    ):
        assert words in page
    assert "<form" not in page
    if verb == "accept/":
        assert "was valid until" in text_of(client.post(at(quotation, verb), yes(quotation)), status=409)
        assert is_untouched(quotation)


def test_one_that_stands_beyond_its_day_says_so_and_is_accepted(client: Client, quotation: Quotation) -> None:
    Quotation.objects.filter(pk=quotation.pk).update(expires_after=YESTERDAY, action_after_expiry="none")
    assert "You can still accept it." in text_of(client.get(at(quotation)))
    client.post(at(quotation, "accept/"), yes(quotation))
    quotation.refresh_from_db()
    assert quotation.is_accepted


@pytest.mark.parametrize("verb", ["accept/", "refuse/"])
def test_closed_because_another_was_accepted_it_says_only_that(client: Client, quotation: Quotation, verb: str) -> None:
    other = a_quotation(quotation.deal, name="The better one")
    answering.accept(other, name="Luc Martin", at=NOW)
    for page in (
        text_of(client.get(at(quotation))),
        text_of(client.post(at(quotation, verb), yes(quotation)), status=409),
    ):
        assert "another one for the same was accepted" in page
        assert [words for words in ("The better one", "Luc Martin", other.reference) if f"{words}<" in page] == []
        assert "<form" not in page


def test_withdrawn_it_says_so(client: Client, ours: User, quotation: Quotation) -> None:
    records.close(quotation, by=ours, at=NOW)
    assert "This quotation was withdrawn." in text_of(client.get(at(quotation)))
    assert "This quotation was withdrawn." in text_of(client.post(at(quotation, "accept/"), yes(quotation)), status=409)


@pytest.mark.parametrize("verb", ["accept/", "refuse/"])
def test_what_changed_while_it_was_read_is_read_again_first(
    client: Client, ours: User, quotation: Quotation, verb: str
) -> None:
    optional = quotation.lines.get(is_optional=True)
    form = yes(quotation, chosen=[optional.pk], comment="After Easter")
    lines = [line for line in records.its_lines.of(quotation) if not line.is_optional]
    records.edit(quotation, by=ours, at=LATER, name="Garden", lines=lines)
    page = text_of(client.post(at(quotation, verb), form), status=409)
    for words in ("Nothing was recorded.", "Garden", "Hilde Maes", "After Easter"):
        assert words in page
    assert not re.search(r'name="agreed"[^>]*checked', page)
    quotation.refresh_from_db()
    assert quotation.is_open
    assert f'name="seen" value="{quotation.updated_at.isoformat()}"' in page


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "nonsense"}])
def test_who_does_not_say_what_they_read_reads_first(
    client: Client, quotation: Quotation, seen: dict[str, str]
) -> None:
    form = {name: value for name, value in yes(quotation).items() if name != "seen"} | seen
    assert client.post(at(quotation, "accept/"), form).status_code == 409
    assert is_untouched(quotation)


def test_going_to_the_address_of_a_form_shows_the_page(client: Client, quotation: Quotation) -> None:
    for verb in ("accept/", "refuse/"):
        assert client.get(at(quotation, verb)).headers["Location"] == at(quotation)


# --- Links --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 300, "%00", "../", "’", "0" * 42 + "\n"])
@pytest.mark.parametrize("verb", ["", "pdf/", "accept/", "refuse/"])
def test_a_guessed_link_opens_nothing(client: Client, quotation: Quotation, token: str, verb: str) -> None:
    for method in (client.get, client.post):
        answer = method(f"/q/{token}/{verb}", follow=True)
        assert answer.status_code in (404, 405)
        assert "Terrace" not in answer.content.decode()


def test_a_renewed_link_opens_nothing_and_says_what_to_do(client: Client, ours: User, quotation: Quotation) -> None:
    renewed = renew_link(quotation, by=ours, at=NOW)
    answer = client.get(at(quotation))
    assert "demandez un nouveau lien à la personne qui vous l’a envoyé" in text_of(answer, status=404)
    assert client.post(at(quotation, "accept/"), yes(quotation)).status_code == 404
    assert "Terrace" in text_of(client.get(at(renewed)))
    assert is_untouched(quotation)


@pytest.mark.parametrize("verb", ["", "accept/", "refuse/"])
def test_deleted_in_this_very_moment_it_is_unknown(
    client: Client, quotation: Quotation, verb: str, monkeypatch: Any
) -> None:
    form = yes(quotation)
    found = links.by_token(quotation.link_token)
    Quotation.objects.all().delete()
    monkeypatch.setattr("comptoir.web.quotations.doors.by_token", lambda token: found)
    answer = client.post(at(found, verb), form) if verb else client.get(at(found))
    assert "This link opens nothing" in text_of(answer, status=404)


def test_a_link_without_its_last_stroke_still_leads_there(client: Client, quotation: Quotation) -> None:
    assert client.get(at(quotation).rstrip("/")).headers["Location"] == at(quotation)


def test_guessing_is_soon_refused_but_the_right_link_still_opens(client: Client, quotation: Quotation) -> None:
    answers = [client.get(f"/q/{number:043}/").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]
    assert "Attendez une minute" in text_of(client.get("/q/x/"), status=429)
    assert client.get("/q/x/", REMOTE_ADDR="192.0.2.8").status_code == 404
    assert client.get(at(quotation)).status_code == 200


def test_an_answer_is_not_sent_with_another_method(client: Client, quotation: Quotation) -> None:
    for method in (client.put, client.delete, client.patch):
        assert method(at(quotation, "accept/")).status_code == 405
    assert client.post(at(quotation)).status_code == 405
    assert is_untouched(quotation)


# --- Where somebody answers from ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "kept"),
    [
        (0, "198.51.100.1", "192.0.2.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (1, "nonsense", None),
        (1, "", "192.0.2.7"),
    ],
)
def test_only_our_own_web_server_says_where_somebody_answers_from(
    client: Client, quotation: Quotation, settings: Any, proxies: int, forwarded: str, kept: str | None
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    client.post(at(quotation, "accept/"), yes(quotation), headers=headers, REMOTE_ADDR="192.0.2.7")
    quotation.refresh_from_db()
    assert (quotation.status, quotation.answered_ip) == ("accepted", kept)
