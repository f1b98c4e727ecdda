"""A module that is hidden from a member is not there: no page of it answers, and nothing of it shows elsewhere."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.accounts.rights import UNSEEN, Right
from comptoir.customers.models import Customer
from comptoir.deals.moving import move, touch
from comptoir.followups.calls import add_call, complete_call
from comptoir.followups.tasks import add_task, edit_task
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.lifecycle.editing import edit
from comptoir.segments import keeping
from comptoir.web.links import url_of
from comptoir.web.modules import BEGINNINGS, module_of
from tests.factories import (
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_note,
    a_quotation,
    a_reminder,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
    an_unknown_id,
    the_phase,
)

pytestmark = pytest.mark.django_db
HIDEABLE = (Right.INVOICES, Right.SUBSCRIPTIONS, Right.DEALS)
WORDS = re.compile("invoice|reminder|remind|credit|payment|subscription|deal|quotation|pipeline|phase|lost_reason")


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Every named address, with things nobody has in the place of ids."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern) and pattern.name:
            path = re.sub(r"<uuid:\w+>", lambda __: str(an_unknown_id()), route)
            yield pattern.name, "/" + re.sub(r"<[^>]+>", "x", re.sub(r"<int:\w+>", "1", path))


ADDRESSES = dict(addresses())
HIDDEN = {name: path for name, path in ADDRESSES.items() if module_of(path)}


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


@pytest.fixture
def member(owner: User) -> User:
    """Somebody who looks after customers and sees nothing else."""
    hidden = [module.value for module in HIDEABLE]
    return a_member(owner.account, Right.CUSTOMERS, hidden=hidden, first_name="Jan", last_name="Peeters")


@pytest.fixture
def as_member(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.parametrize("name", HIDDEN)
def test_no_page_of_a_hidden_module_answers(name: str, as_member: Client) -> None:
    path = HIDDEN[name]
    for answer in (as_member.get(path), as_member.post(path)):
        assert answer.status_code == 403
        assert str(UNSEEN[module_of(path)]) in answer.text
        assert "<html" in answer.text
    part = as_member.get(path, headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Retarget"]) == (403, "#toasts")
    assert "<html" not in part.text


def test_each_hidden_module_has_pages_and_refuses_no_others(owner: User) -> None:
    assert {module_of(path) for path in HIDDEN.values()} == set(HIDEABLE)
    for hidden in HIDEABLE:
        client = Client()
        client.force_login(a_member(owner.account, hidden=[hidden.value]))
        for beginning, module in BEGINNINGS.items():
            assert client.get(beginning).status_code == (403 if module == hidden else 200)


def test_every_address_with_the_words_of_a_module_is_under_its_beginning() -> None:
    elsewhere = {path.split("/")[1] for name, path in ADDRESSES.items() if WORDS.search(name) and name not in HIDDEN}
    # The settings are for owners and admins; what a quotation's customer opens needs no log-in.
    assert elsewhere == {"settings", "q"}


def test_a_right_to_change_shows_what_is_hidden(owner: User) -> None:
    client = Client()
    client.force_login(a_member(owner.account, Right.INVOICES, hidden=["invoices"]))
    assert client.get("/invoices/").status_code == 200


def test_whoever_is_not_logged_in_is_led_to_the_log_in() -> None:
    assert Client().get("/invoices/")["Location"].startswith("/login/")


def test_nothing_can_be_begun_on_a_deal_that_is_hidden(owner: User, as_member: Client) -> None:
    deal = a_deal(a_company(owner.account), "Secret terrace")
    for name in ("new_task", "new_call", "new_meeting", "new_note", "add_file"):
        answer = as_member.get(f"{ADDRESSES[name]}?deal={deal.pk}")
        assert answer.status_code == 403
        assert "Secret terrace" not in answer.text


@pytest.fixture
def secrets(owner: User) -> Customer:
    """A customer with something of every hidden module, on whose timeline everything happened."""
    now, account = timezone.now(), owner.account
    on = account.day(now)
    midi = a_company(account, payment_term="after_invoice_date")
    invoice = an_invoice(midi, overdue_by=10, on=on, total="7654.32")
    a_reminder(invoice, state="leaving")
    a_subscription(midi, title="Secret heating", total="7654.32", next_on=on + dt.timedelta(days=9))
    deal = a_deal(midi, "Secret terrace", value="7654.32", responsible_user=owner)
    a_quotation(deal, name="Secret offer", total="7654.32")
    move(deal, to=the_phase(account, 2), by=owner, at=now)
    touch(deal, at=now)
    other = a_deal(midi, "Secret shed")
    task = add_task(midi, title="Send the plans", due_on=on, assignee=owner, by=owner, at=now, deal=deal)
    edit_task(task, by=owner, at=now, deal=other)
    call = add_call(midi, scheduled_at=now, assignee=owner, by=owner, at=now, deal=deal, description="About colours")
    complete_call(call, by=owner, at=now)
    a_meeting(midi, owner, at=now + dt.timedelta(days=1), deal=deal)
    a_note(midi, owner, "Likes red", deal=deal)
    edit(midi, by=owner, at=now, payment_term="cash")
    return midi


def stop(midi: Customer, owner: User) -> None:
    deactivate(
        midi,
        by=owner,
        at=timezone.now(),
        hold_invoices=True,
        end_subscriptions=True,
        hand_over_to=a_user(midi.account, first_name="Anna", last_name="Claes"),
        reason="bankruptcy",
        fingerprint=preview(midi, at=timezone.now()).fingerprint,
    )


def leaks(html: str, midi: Customer) -> list[str]:
    """What of the hidden modules is in the page: their names, numbers, amounts and addresses."""
    numbers = [invoice.invoice_number for invoice in midi.invoices.all()]
    numbers += [deal.reference for deal in midi.deals.all()] + [quote.reference for quote in midi.quotations.all()]
    amounts = [re.sub(r"\D", "", text) for text in ("7654.32",)]
    told = [text for text in ("Secret", *numbers) if re.search(rf"\b{re.escape(text)}\b", html)]
    told += [text for text in amounts if text in re.sub(r"[\s.,\xa0\u202f]", "", html)]
    return told + re.findall(rf'="(?:{"|".join(BEGINNINGS)})[^"]*"', html)


def pages(midi: Customer) -> list[str]:
    """Where something of the modules would show if it were not hidden."""
    home = url_of(midi)
    tabs = ("invoices", "subscriptions", "deals", "quotations", "follow-ups", "people", "notes", "files", "details")
    kinds = ("tasks", "calls", "meetings")
    return [
        home,
        *(f"{home}?tab={tab}" for tab in tabs),
        *(f"{home}?activities={kind}" for kind in ("documents", "deals", "follow-ups", "notes", "changes")),
        *("/companies/", "/contacts/", "/segments/?counts=1", "/segments/new/", "/settings/"),
        *("/search/", "/search/?q=secret", "/search/?q=midi", f"/search/?q={midi.invoices.get().invoice_number[:-1]}"),
        *(f"/follow-ups/?kind={kind}&tab={tab}" for kind in kinds for tab in ("mine", "everyone", "done")),
        *(path + "?who=everyone" for name, path in ADDRESSES.items() if name in ("today", "calendar")),
    ]


@pytest.mark.parametrize("stopped", [False, True], ids=["active", "deactivated"])
def test_nothing_of_it_leaks_onto_other_pages(stopped: bool, secrets, owner, as_member) -> None:
    if stopped:
        stop(secrets, owner)
    for path in pages(secrets):
        answer = as_member.get(path)
        assert answer.status_code == 200, path
        assert leaks(answer.text, secrets) == [], path


def test_the_same_pages_show_all_of_it_to_an_owner(secrets, owner) -> None:
    client = Client()
    client.force_login(owner)
    shown = "".join(client.get(path).text for path in pages(secrets))
    assert {leak for leak in leaks(shown, secrets) if not leak.startswith("=")} >= {"Secret", "765432"}
    for beginning in BEGINNINGS:
        assert f'="{beginning}' in shown


def test_the_deactivation_stays_told_to_everyone_without_names_and_amounts(secrets, owner, as_member) -> None:
    stop(secrets, owner)
    words = " ".join(re.sub(r"<[^>]+>", " ", as_member.get(url_of(secrets)).text).split())
    assert "Deactivated · bankruptcy 1 invoice put on hold 1 subscription deactivated for good" in words
    assert "1 deal, 1 task, 1 meeting handed over to Anna Claes" in words.replace("2 deals", "1 deal")


def test_the_dialogs_name_what_is_at_stake_all_the_same(secrets, owner, as_member) -> None:
    html = as_member.get(f"{url_of(secrets)}deactivate/").text
    for named in ("Secret heating", "Secret terrace", secrets.invoices.get().invoice_number):
        assert named in html
    for box in ("hold_invoices", "end_subscriptions", "hand_over"):
        assert re.search(rf'name="{box}"[^>]*disabled', html)
    stop(secrets, owner)
    html = as_member.get(f"{url_of(secrets)}reactivate/").text
    assert secrets.invoices.get().invoice_number in html
    assert "/invoices/" not in html


def test_the_navigation_has_no_hidden_places(as_member) -> None:
    nav = re.search(r'<nav aria-label="Main">.*?</ul>', as_member.get("/companies/").text, re.S).group()
    hidden = {"Invoices", "Reminders", "Subscriptions", "Deals", "Quotations"}
    assert not hidden & set(re.findall(r"<span>([^<]+)</span>", nav))


def test_the_export_says_nothing_of_what_is_owed(secrets, as_member) -> None:
    text = b"".join(as_member.get("/companies/export.csv").streaming_content).decode()
    assert "Brasserie du Midi" in text
    assert leaks(text, secrets) == []
    assert as_member.get("/companies/export.csv?segment=invoices-on-hold").status_code == 404


def test_a_shared_segment_about_what_is_hidden_is_broken_for_the_member_alone(secrets, owner, as_member) -> None:
    rules = [{"field": "outstanding", "operator": "at_least", "value": "1.00"}]
    segment = keeping.create(name="Owing", match="any", rules=rules, by=owner, at=timezone.now(), shared=True)
    html = as_member.get(f"/companies/?segment={segment.pk}").text
    assert "This rule is about something that is hidden from you." in html
    assert "Brasserie du Midi SRL" not in html
    as_owner = Client()
    as_owner.force_login(owner)
    assert "Brasserie du Midi SRL" in as_owner.get(f"/companies/?segment={segment.pk}").text


def test_a_member_makes_no_segment_about_what_is_hidden(as_member) -> None:
    html = as_member.get("/segments/new/").text
    assert 'value="country"' in html
    for field in ("outstanding", "overdue", "on_hold", "subscriptions"):
        assert f'<option value="{field}"' not in html
    given = {
        "name": "Owing",
        "match": "all",
        "field": "overdue",
        "operator": "more_than",
        "value": "3",
        "was": "overdue",
    }
    answer = as_member.post("/segments/new/", given)
    assert answer.status_code == 422
    assert "This rule is about something that is hidden from you." in answer.text


def test_one_hidden_module_hides_no_other(owner) -> None:
    client = Client()
    client.force_login(a_member(owner.account, Right.CUSTOMERS, hidden=["deals"]))
    midi = a_contact(owner.account)
    an_invoice(midi, total="7654.32")
    html = client.get(url_of(midi)).text
    assert "7,654.32" in html
    assert "?tab=invoices" in html
    assert "?tab=deals" not in html
