"""Deleting the last invoice or credit note of a series: offered where it is possible, explained where it is not."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from comptoir.accounts.models import Account
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.models import CreditNote, Invoice
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, an_account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def booked(account: Account) -> Invoice:
    return book(a_draft(a_company(account)), by=None, at=NOW, on=TODAY)


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def offers_to_delete(desk: Client, path: str) -> bool:
    return f"{path}delete/" in desk.get(path).content.decode()


def test_only_the_last_invoice_is_offered(desk: Client, account: Account) -> None:
    first, last = booked(account), booked(account)
    assert [offers_to_delete(desk, f"/invoices/{each.pk}/") for each in (first, last)] == [False, True]


def test_the_dialog_says_what_disappears_and_what_follows(desk: Client, account: Account) -> None:
    invoice = booked(account)
    shown = desk.get(f"/invoices/{invoice.pk}/delete/").content.decode()
    assert "Delete invoice 2026/1" in shown
    assert "The invoice of €\xa0121.00 for Brasserie du Midi SRL disappears with its lines." in shown
    assert "the next invoice becomes 2026/1" in shown


def test_deleting_tells_and_a_second_click_is_no_error(desk: Client, account: Account) -> None:
    invoice = booked(account)
    for sentence in ("Invoice 2026/1 deleted. The next invoice takes its number.", "This has already been deleted."):
        answer = desk.post(f"/invoices/{invoice.pk}/delete/")
        assert (answer["Location"], toasts(answer)[-1]) == ("/invoices/", sentence)


@pytest.mark.parametrize("ask", ["get", "post"])
def test_what_cannot_be_deleted_says_why(desk: Client, account: Account, ask: str) -> None:
    first, __ = booked(account), booked(account)
    answer = getattr(desk, ask)(f"/invoices/{first.pk}/delete/")
    assert answer["Location"] == f"/invoices/{first.pk}/"
    assert toasts(answer) == [
        "2026/2 came after it. Only the last of a series can be deleted, so that no number is missing."
    ]


def test_a_credit_note_is_deleted_from_its_page(desk: Client, account: Account) -> None:
    invoice = booked(account)
    note = credit(invoice, by=None, at=NOW, on=TODAY)
    path = f"/invoices/credit-notes/{note.pk}/"
    assert offers_to_delete(desk, path)
    shown = desk.get(f"{path}delete/").content.decode()
    assert (
        "The credit note of €\xa0121.00 disappears with its lines, and invoice 2026/1 is due again as before." in shown
    )
    answer = desk.post(f"{path}delete/")
    assert answer["Location"] == f"/invoices/{invoice.pk}/"
    assert toasts(answer) == ["Credit note CN2026/1 deleted. Due on 2026/1: €\xa0121.00."]
    assert toasts(desk.post(f"{path}delete/"))[-1] == "This has already been deleted."


def test_a_credit_note_that_another_follows_says_so(desk: Client, account: Account) -> None:
    first, __ = (credit(booked(account), by=None, at=NOW, on=TODAY) for _ in range(2))
    path = f"/invoices/credit-notes/{first.pk}/"
    assert not offers_to_delete(desk, path)
    answer = desk.get(f"{path}delete/")
    assert toasts(answer) == [
        "CN2026/2 came after it. Only the last of a series can be deleted, so that no number is missing."
    ]


def test_walls_and_rights_hold(client: Client, account: Account) -> None:
    invoice = booked(account)
    note = credit(booked(an_account(name="Elsewhere")), by=None, at=NOW, on=TODAY)
    client.force_login(a_member(account, "customers"))
    assert client.post(f"/invoices/{invoice.pk}/delete/").status_code == 403
    client.force_login(a_member(account, "invoices"))
    assert client.post(f"/invoices/credit-notes/{note.pk}/delete/").status_code == 404
    assert client.post(f"/invoices/{note.invoice_id}/delete/").status_code == 404
    assert (Invoice.objects.count(), CreditNote.objects.count()) == (2, 1)
