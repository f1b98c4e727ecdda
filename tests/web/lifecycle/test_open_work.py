"""What is open with a customer, in the dialog, in the toast, and on a page of its own."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from comptoir.accounts.rights import Right
from comptoir.activities.models import Activity
from tests.factories import (
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_quotation,
    a_task,
    a_user,
    an_account,
    an_invoice,
    an_unknown_id,
)

pytestmark = pytest.mark.django_db
BOX = "Hand the open work over to a colleague"


@pytest.fixture
def sofie(client):
    sofie = a_user(an_account())
    client.force_login(sofie)
    return sofie


@pytest.fixture
def jan(sofie):
    return a_user(sofie.account, first_name="Jan", last_name="Peeters")


@pytest.fixture
def midi(sofie):
    """A company with something of each kind, and an invoice to ask about."""
    midi = a_company(sofie.account)
    an_invoice(midi, overdue_by=10)
    deal = a_deal(midi, "New terrace", responsible_user=sofie)
    a_quotation(deal, name="Terrace with heating")
    a_task(midi, None, "Send the plans"), a_call(midi, sofie, description="Ask about the colour")
    a_meeting(midi, sofie, at=timezone.now() + dt.timedelta(days=1), title="Visit the site")
    return midi


def words_of(html: str) -> str:
    """What is read on the page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def box(html: str, name: str) -> str:
    return re.search(rf'<input type="checkbox"\s+name="{name}"[^>]*>', html).group()


def fingerprint(html: str) -> str:
    return re.search(r'name="fingerprint" value="([^"]+)"', html).group(1)


def answer(client, path: str, **given: str):
    return client.post(path, {"fingerprint": fingerprint(client.get(path).text), **given})


def test_the_dialog_names_everything_and_leaves_it_alone_by_default(client, midi, jan):
    html = client.get(f"/companies/{midi.pk}/deactivate/").text
    words = words_of(html)
    assert "Still open: 1 deal, 1 quotation, 1 task, 1 call, 1 meeting" in words
    for named in ("New terrace", "Terrace with heating", "Send the plans", "Ask about the colour", "Visit the site"):
        assert named in words
    assert "Left unticked: they stay as they are." in words
    assert "checked" not in box(html, "hand_over")
    before = list(midi.deals.values())

    answer(client, f"/companies/{midi.pk}/deactivate/", hand_over_to=str(jan.pk))

    midi.refresh_from_db()
    assert midi.is_deactivated
    assert list(midi.deals.values()) == before
    assert midi.tasks.get().assignee is None


def test_ticked_everything_is_handed_over(client, midi, jan):
    page = answer(client, f"/companies/{midi.pk}/deactivate/", hand_over="on", hand_over_to=str(jan.pk))
    assert page.status_code == 302
    assert (midi.deals.get().responsible_user, midi.tasks.get().assignee, midi.calls.get().assignee) == (jan, jan, jan)
    words = words_of(client.get(page["Location"]).text)
    assert (
        "Brasserie du Midi SRL deactivated: 1 deal, 1 task, 1 call, 1 meeting handed over to Jan Peeters Undo" in words
    )
    assert (
        "1 deal, 1 task, 1 call, 1 meeting handed over to Jan Peeters New terrace (before: Sofie Vermeulen) "
        "Send the plans (before: nobody) Ask about the colour (before: Sofie Vermeulen) Visit the site" in words
    )


def test_ticked_without_a_colleague_asks_for_one_and_does_nothing(client, midi, jan):
    page = answer(client, f"/companies/{midi.pk}/deactivate/", hand_over="on", note="Court of Ghent")
    assert page.status_code == 422
    assert "Choose a colleague." in words_of(page.text)
    assert "checked" in box(page.text, "hand_over")
    assert "Court of Ghent" in page.text
    midi.refresh_from_db()
    assert not midi.is_deactivated


def test_a_colleague_who_left_or_is_elsewhere_cannot_be_chosen(client, midi, jan):
    left = a_user(midi.account, deactivated_at=timezone.now())
    stranger = a_user(an_account(name="Elsewhere"))
    for nobody in (left, stranger):
        page = answer(client, f"/companies/{midi.pk}/deactivate/", hand_over="on", hand_over_to=str(nobody.pk))
        assert page.status_code == 422
    midi.refresh_from_db()
    assert not midi.is_deactivated


def test_nobody_from_whom_deals_are_hidden_is_offered_while_there_are_deals(client, midi, jan):
    a_member(midi.account, first_name="Tom", last_name="Janssens", hidden=["deals"])
    path = f"/companies/{midi.pk}/open-work/"
    assert "Tom Janssens" not in client.get(path).text
    midi.deals.update(status="won", closed_at=timezone.now())
    assert "Tom Janssens" in client.get(path).text


def test_without_the_right_to_deals_the_box_is_disabled_with_the_reason(client, midi, jan):
    client.force_login(a_member(midi.account, Right.CUSTOMERS))
    html = client.get(f"/companies/{midi.pk}/deactivate/").text
    assert "disabled" in box(html, "hand_over")
    assert "you do not have the right to change deals" in html
    refused = answer(client, f"/companies/{midi.pk}/deactivate/", hand_over="on", hand_over_to=str(jan.pk))
    assert refused.status_code == 403

    midi.deals.update(status="won", closed_at=timezone.now())
    assert "disabled" not in box(client.get(f"/companies/{midi.pk}/deactivate/").text, "hand_over")


def test_somebody_alone_is_told_and_asked_nothing(client, sofie):
    midi = a_company(sofie.account)
    an_invoice(midi), a_task(midi, sofie, "Send the plans")
    html = client.get(f"/companies/{midi.pk}/deactivate/").text
    assert "They stay as they are." in html
    assert BOX not in html


def test_with_nothing_open_the_dialog_says_nothing_of_it(client, sofie, jan):
    midi = a_company(sofie.account)
    an_invoice(midi)
    assert "Still open" not in client.get(f"/companies/{midi.pk}/deactivate/").text


def test_many_things_are_folded(client, sofie, jan):
    midi = a_company(sofie.account)
    an_invoice(midi)
    for turn in range(8):
        a_task(midi, sofie, f"Step {turn}")
    html = client.get(f"/companies/{midi.pk}/deactivate/").text
    assert "Still open: 8 tasks" in words_of(html)
    assert "3 more" in words_of(html)
    assert "Step 7" in html


def test_what_changed_meanwhile_is_told_and_the_answer_kept(client, midi, jan):
    path = f"/companies/{midi.pk}/deactivate/"
    shown = fingerprint(client.get(path).text)
    a_deal(midi, "Second terrace")
    page = client.post(path, {"fingerprint": shown, "hand_over": "on", "hand_over_to": str(jan.pk)})
    assert page.status_code == 409
    assert "Second terrace" in page.text
    assert "checked" in box(page.text, "hand_over")
    assert f'value="{jan.pk}" selected' in page.text


@pytest.mark.parametrize("make", [a_company, a_contact], ids=["company", "contact"])
def test_without_anything_to_ask_it_is_done_at_once_and_the_toast_names_what_stays_open(make, client, sofie):
    customer = make(sofie.account, "Anne Dubois")
    a_deal(customer), a_task(customer, sofie), a_task(customer, sofie)
    kind = {"company": "companies", "contact": "contacts"}[customer.kind]

    page = client.post(f"/{kind}/{customer.pk}/deactivate/", follow=True)

    customer.refresh_from_db()
    assert customer.is_deactivated
    toast = re.search(r'<div class="toast.*?</form>', page.text, re.S).group()
    assert words_of(toast) == "Anne Dubois deactivated. Still open: 1 deal, 2 tasks Undo"
    assert f'<a href="/{kind}/{customer.pk}/open-work/">1 deal, 2 tasks</a>' in toast


def test_names_are_never_taken_for_html_in_the_toast(client, sofie):
    customer = a_company(sofie.account, "<b>Midi & Co</b>")
    a_task(customer, sofie)
    page = client.post(f"/companies/{customer.pk}/deactivate/", follow=True)
    assert "&lt;b&gt;Midi &amp; Co&lt;/b&gt; deactivated. Still open" in page.text


def test_undo_from_the_toast_gives_it_back(client, midi, sofie, jan):
    answer(client, f"/companies/{midi.pk}/deactivate/", hand_over="on", hand_over_to=str(jan.pk))
    activity = Activity.objects.get(kind="customer.deactivated")
    page = client.post(f"/deactivations/{activity.pk}/undo/", follow=True)
    assert (midi.deals.get().responsible_user, midi.tasks.get().assignee) == (sofie, None)
    assert "1 deal, 1 task, 1 call, 1 meeting given back" in words_of(page.text)


def test_the_three_dots_offer_it_only_while_something_is_open(client, sofie):
    midi = a_company(sofie.account)
    assert "Hand over open work" not in client.get(f"/companies/{midi.pk}/").text
    task = a_task(midi, sofie)
    assert f"/companies/{midi.pk}/open-work/" in client.get(f"/companies/{midi.pk}/").text
    task.delete()
    assert "Nothing is open" in client.get(f"/companies/{midi.pk}/open-work/").text


def test_on_its_own_page_everything_is_named_and_handed_over(client, midi, sofie, jan):
    path = f"/companies/{midi.pk}/open-work/"
    words = words_of(client.get(path).text)
    assert "Open work with Brasserie du Midi SRL" in words
    for named in ("New terrace", "Terrace with heating", "Send the plans", "Ask about the colour", "Visit the site"):
        assert named in words

    page = answer(client, path, hand_over_to=str(jan.pk))

    assert page["Location"] == f"/companies/{midi.pk}/"
    assert midi.tasks.get().assignee == jan
    words = words_of(client.get(page["Location"]).text)
    assert "1 deal, 1 task, 1 call, 1 meeting handed over to Jan Peeters Undo" in words
    activity = Activity.objects.get(kind="customer.handed_over")
    page = client.post(f"/hand-overs/{activity.pk}/undo/", follow=True)
    assert midi.tasks.get().assignee is None
    assert "1 deal, 1 task, 1 call, 1 meeting given back" in words_of(page.text)
    page = client.post(f"/hand-overs/{activity.pk}/undo/", follow=True)
    assert "Nothing is left to give back" in words_of(page.text)


def test_its_own_page_asks_for_a_colleague_and_notices_what_changed(client, midi, jan):
    path = f"/companies/{midi.pk}/open-work/"
    assert answer(client, path).status_code == 422
    shown = fingerprint(client.get(path).text)
    a_task(midi, None, "Another")
    page = client.post(path, {"fingerprint": shown, "hand_over_to": str(jan.pk)})
    assert (page.status_code, midi.tasks.filter(assignee=jan).exists()) == (409, False)
    assert "Nothing was done yet" in page.text


def test_its_own_page_says_when_all_of_it_is_theirs(client, sofie, jan):
    midi = a_company(sofie.account)
    a_task(midi, jan)
    page = client.get(answer(client, f"/companies/{midi.pk}/open-work/", hand_over_to=str(jan.pk))["Location"])
    assert "Jan Peeters sees to all of it already." in page.text


def test_its_own_page_says_why_somebody_cannot_hand_over(client, midi, jan):
    client.force_login(a_member(midi.account))
    path = f"/companies/{midi.pk}/open-work/"
    html = client.get(path).text
    assert "you do not have the right to change deals" in html
    assert "hand_over_to" not in html
    assert answer(client, path, hand_over_to=str(jan.pk)).status_code == 403


def test_rows_of_another_account_are_not_found(client, sofie, jan):
    stranger = a_user(an_account(name="Elsewhere"))
    theirs = a_company(stranger.account)
    a_task(theirs, stranger)
    for path in (f"/companies/{theirs.pk}/open-work/", f"/companies/{an_unknown_id()}/open-work/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"hand_over_to": str(jan.pk)}).status_code == 404
    assert client.post(f"/hand-overs/{an_unknown_id()}/undo/").status_code == 404
    assert theirs.tasks.get().assignee == stranger


def test_that_a_deal_was_handed_over_is_told_on_its_own_page(client, midi, jan):
    deal, other = midi.deals.get(), a_deal(midi, "Second terrace", responsible_user=jan)
    answer(client, f"/companies/{midi.pk}/deactivate/", hand_over="on", hand_over_to=str(jan.pk))
    told = "handed over to Jan Peeters"
    assert told in words_of(client.get(f"/deals/{deal.pk}/").text)
    assert told not in words_of(client.get(f"/deals/{other.pk}/").text)
