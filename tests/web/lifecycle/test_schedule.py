"""Deactivating on a later day: in the dialog, on the customer's page, in the overview and in the activities."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptoir.accounts.rights import Right
from comptoir.invoicing.payments import register
from comptoir.lifecycle.carrying_out import carry_out
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.web import speech
from tests.factories import a_company, a_member, a_subscription, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofie(client):
    sofie = a_user(an_account())
    client.force_login(sofie)
    return sofie


@pytest.fixture
def midi(sofie):
    midi = a_company(sofie.account)
    an_invoice(midi, overdue_by=10)
    a_subscription(midi)
    return midi


@pytest.fixture
def day(sofie):
    return sofie.account.day(timezone.now()) + dt.timedelta(days=30)


def words_of(html: str) -> str:
    """What is read on the page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def dialog(client, customer):
    return client.get(f"/companies/{customer.pk}/deactivate/?later").content.decode()


def hidden(html: str, name: str) -> str:
    found = re.search(rf'<input type="hidden"\s+name="{name}"\s+value="([^"]*)"', html)
    return found.group(1) if found else ""


def answer(client, customer, html=None, **fields):
    """Answer the dialog as it is shown, or as it was shown."""
    html = html or dialog(client, customer)
    known = {name: hidden(html, name) for name in ("fingerprint", "shown_at", "seen")}
    return client.post(f"/companies/{customer.pk}/deactivate/", known | {"timing": "later"} | fields)


def test_a_day_is_chosen_and_the_page_says_so_until_it_is_cancelled(client, sofie, midi, day):
    answered = answer(client, midi, on=day, hold_invoices="on", end_subscriptions="on", reason="bankruptcy")

    assert answered["Location"] == f"/companies/{midi.pk}/"
    scheduled = ScheduledDeactivation.objects.get()
    assert (scheduled.on, scheduled.hold_invoices, scheduled.end_subscriptions) == (day, True, True)
    page = words_of(client.get(f"/companies/{midi.pk}/").content.decode())
    assert f"Will be deactivated on {speech.day(day, 'long')} · bankruptcy" in page
    assert "Scheduled on" in page
    assert f"{midi.name} will be deactivated on {speech.day(day, 'long')}." in page

    client.post(f"/companies/{midi.pk}/deactivate/cancel/")

    assert not ScheduledDeactivation.objects.exists()
    page = words_of(client.get(f"/companies/{midi.pk}/").content.decode())
    assert f"{midi.name} stays active: nothing is scheduled any more." in page
    assert f"Stays active: the deactivation that Sofie Vermeulen scheduled for {speech.day(day, 'long')}" in page


def test_a_customer_with_nothing_to_ask_can_be_scheduled_too(client, sofie, day):
    bare = a_company(sofie.account, "Bare BV")

    assert answer(client, bare, on=day).status_code == 302
    assert ScheduledDeactivation.objects.get().customer == bare


@pytest.mark.parametrize(("days", "sentence"), [(None, "Choose the day."), (0, "Choose a day after today")])
def test_a_day_that_cannot_be_is_refused_beside_its_field(client, midi, day, days, sentence):
    on = "" if days is None else day - dt.timedelta(days=30)
    answered = answer(client, midi, on=on, hold_invoices="on")

    assert (answered.status_code, ScheduledDeactivation.objects.count()) == (422, 0)
    assert sentence in words_of(answered.content.decode())


def test_now_counts_whatever_day_stands_in_the_hidden_field(client, midi, day):
    answer(client, midi, timing="now", on=day)

    midi.refresh_from_db()
    assert midi.is_deactivated
    assert not ScheduledDeactivation.objects.exists()


def test_changing_begins_with_what_was_answered(client, sofie, midi, day):
    answer(client, midi, on=day, hold_invoices="on", note="Contract ends")
    html = dialog(client, midi)
    assert f'value="{day}"' in html
    assert 'value="Contract ends"' in html
    assert re.search(r'name="hold_invoices"\s+checked', html)

    later = day + dt.timedelta(days=7)
    answer(client, midi, html, on=later, end_subscriptions="on")

    scheduled = ScheduledDeactivation.objects.get()
    assert (scheduled.on, scheduled.hold_invoices, scheduled.end_subscriptions) == (later, False, True)
    page = words_of(client.get(f"/companies/{midi.pk}/").content.decode())
    assert f"Will be deactivated on {speech.day(later, 'long')} instead of {speech.day(day, 'long')}" in page


def test_what_somebody_did_to_it_meanwhile_brings_the_dialog_back(client, midi, day):
    answer(client, midi, on=day)
    html = dialog(client, midi)
    client.post(f"/companies/{midi.pk}/deactivate/cancel/")

    answered = answer(client, midi, html, on=day + dt.timedelta(days=7))

    assert (answered.status_code, ScheduledDeactivation.objects.count()) == (409, 0)
    assert "Nothing was done yet" in words_of(answered.content.decode())
    assert "was cancelled" in words_of(answered.content.decode())
    assert hidden(answered.content.decode(), "seen") == ""


def test_the_overview_marks_it_in_as_many_queries_for_three_as_for_one(client, sofie, midi, day):
    answer(client, midi, on=day)
    with CaptureQueriesContext(
        connection,
    ) as one:
        page = words_of(client.get("/companies/").content.decode())
    assert f"Deactivation on {speech.day(day, 'short')}" in page
    for name in ("Nord", "Sud"):
        answer(client, a_company(sofie.account, name), on=day)
    with CaptureQueriesContext(connection) as three:
        client.get("/companies/")
    assert len(three) == len(one)


def test_the_activities_tell_what_became_different(client, sofie, midi, day):
    paid = midi.invoices.get()
    answer(client, midi, on=day, hold_invoices="on", end_subscriptions="on")
    register(paid, amount=paid.due, paid_on=paid.invoice_date, by=sofie, at=timezone.now())
    fresh = an_invoice(midi, total="60.50")
    partly = an_invoice(a_company(sofie.account, "Other"))
    assert carry_out(sofie.account, on=day, at=timezone.now() + dt.timedelta(days=30)) == 1

    page = words_of(client.get(f"/companies/{midi.pk}/").content.decode())

    assert f"for {speech.day(day, 'long')}" in page
    assert f"New invoices: {fresh.invoice_number} (€ 60.50)" in page
    assert f"No longer unsettled: {paid.invoice_number} (€ 121.00)" in page
    assert (partly.invoice_number in page, Decimal("60.50") == fresh.due) == (False, True)


def test_who_may_not_is_not_offered_it_and_another_accounts_customer_is_missing(client, sofie, midi, day):
    answer(client, midi, on=day)
    client.force_login(a_member(sofie.account))
    page = client.get(f"/companies/{midi.pk}/").content.decode()
    assert "Will be deactivated on" in page
    assert "Do not deactivate" not in page
    assert client.post(f"/companies/{midi.pk}/deactivate/cancel/").status_code == 403

    client.force_login(a_member(an_account(name="Other"), Right.CUSTOMERS))
    assert client.post(f"/companies/{midi.pk}/deactivate/cancel/").status_code == 404
    assert ScheduledDeactivation.objects.exists()
