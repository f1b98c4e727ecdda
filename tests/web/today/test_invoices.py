"""The reminders, holds and drafts on the start page."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from comptoir.accounts.models import User
from comptoir.invoicing import holds
from comptoir.invoicing.reminding import next_reminders, next_run_on
from comptoir.web.links import url_of
from comptoir.web.today import invoices
from tests.factories import NOW, TODAY, a_company, a_draft, a_paid_invoice, a_user, an_invoice

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def leaving(client: Client) -> Any:
    return client.get("/today/").context["leaving"]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_leaves_tomorrow_is_counted_and_added_up(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    oldest, *others = (an_invoice(customer, overdue_by=days, total="100.10") for days in (20, 6, 6))
    pounds = an_invoice(customer, overdue_by=6, total="50.00", currency="GBP")
    an_invoice(customer, overdue_by=2)
    found = leaving(client)
    assert (found.count, found.totals) == (4, {"EUR": Decimal("300.30"), "GBP": Decimal("50.00")})
    assert list(found.first) == [oldest, *sorted([*others, pounds], key=lambda each: each.pk)]
    said = words(client.get("/today/").text)
    assert "Reminders tomorrow" in said
    assert "€ 300.30 £ 50.00 4 reminders leave by themselves at 08:00." in said.replace("\xa0", " ")


def test_it_says_what_the_page_of_each_invoice_says(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    every = [an_invoice(customer, overdue_by=days, on_hold=TODAY if days % 5 == 0 else None) for days in range(12)]
    on = next_run_on(sofie.account, at=NOW)
    answers = next_reminders(every, on=on)
    named = {each for each in every if (answer := answers[each.pk]) and answer.on == on}
    assert (leaving(client).count, len(named)) == (5, 5)
    assert set(leaving(client).first) == named


def test_before_the_morning_hour_it_is_this_morning(client: Client, sofie: User) -> None:
    an_invoice(a_company(sofie.account), overdue_by=7)
    with time_machine.travel(dt.datetime(2026, 11, 24, 6, 30, tzinfo=dt.UTC)):
        assert "Reminders this morning" in client.get("/today/").text
        assert leaving(client).count == 1


def test_five_are_named_and_the_others_counted(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    for days in range(7, 14):
        an_invoice(customer, overdue_by=days)
    assert (leaving(client).besides, len(leaving(client).first)) == (2, 5)
    assert "and 2 more" in client.get("/today/").text


def test_of_very_many_only_those_that_fell_due_last_are_asked_about(
    client: Client, sofie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = a_company(sofie.account)
    for days in (30, 20, 9, 8):
        an_invoice(customer, overdue_by=days)
    monkeypatch.setattr(invoices, "LOOKED_AT", 2)
    found = leaving(client)
    assert (found.count, found.is_more) == (3, True)
    assert "More than 3 leave by themselves at 08:00." in client.get("/today/").text
    monkeypatch.setattr(invoices, "LOOKED_AT", 4)
    monkeypatch.setattr(invoices, "CAP", 3)
    found = leaving(client)
    assert (found.count, found.is_more) == (3, True)


def test_the_invoices_held_longest(client: Client, sofie: User) -> None:
    gone, jan = a_company(sofie.account, deactivated_at=NOW), a_user(sofie.account, first_name="Jan")
    held = [
        holds.put_on_hold(an_invoice(gone, total="1210.00"), by=jan, at=NOW - days * DAY).invoice for days in (3, 9, 1)
    ]
    draft = a_draft(gone, on_hold_since=TODAY - 20 * DAY)
    a_paid_invoice(gone, on_hold=TODAY - 90 * DAY), an_invoice(gone)
    page = client.get("/today/")
    assert list(page.context["held"]) == [draft, held[1], held[0], held[2]]
    said = words(page.text).replace("\xa0", " ")
    assert f"{held[1]} € 1,210.00 Brasserie du Midi SRL Deactivated since 15 Nov 2026 by Jan Vermeulen" in said
    assert "Draft € 121.00 Brasserie du Midi SRL Deactivated since 4 Nov 2026" in said
    assert f'href="{url_of(held[1])}"' in page.text
    assert 'href="/invoices/?tab=on-hold"' in page.text


def test_five_held_ones_are_enough(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    for days in range(7):
        an_invoice(customer, on_hold=TODAY - days * DAY)
    assert [each.on_hold_since for each in client.get("/today/").context["held"]] == [
        TODAY - days * DAY for days in (6, 5, 4, 3, 2)
    ]


def test_drafts_are_counted(client: Client, sofie: User) -> None:
    customer = a_company(sofie.account)
    a_draft(customer)
    assert "1 invoice waits to be booked." in client.get("/today/").text
    a_draft(customer), a_paid_invoice(customer)
    page = client.get("/today/").text
    assert "2 invoices wait to be booked." in page
    assert 'href="/invoices/?tab=draft"' in page
