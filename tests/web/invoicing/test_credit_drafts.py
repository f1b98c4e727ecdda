"""Prepared credit notes: shown where they are looked for, booked, changed, discarded."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.invoicing import credit_drafts, crediting
from comptoir.invoicing.credit_drafts import Proposal
from comptoir.invoicing.models import CreditDraft, CreditNote
from comptoir.invoicing.proportion import share_of
from comptoir.invoicing.remainder import remainder_of
from tests.factories import NOW, TODAY, a_company, an_account, an_invoice, an_unknown_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def a_credit_draft(account: Account) -> CreditDraft:
    """For half of an invoice of 121.00."""
    invoice = an_invoice(a_company(account))
    lines = share_of(invoice, {1: Fraction(1, 2)}, remainder_of(invoice))
    proposal = Proposal(invoice, tuple(lines), crediting.comes_to(invoice, lines), "Heating")
    return credit_drafts.draft([proposal], account=account, by=None, at=NOW)[0]


@pytest.fixture
def draft(account: Account) -> CreditDraft:
    return a_credit_draft(account)


def address(draft: CreditDraft, what: str) -> str:
    return f"/invoices/credit-drafts/{draft.pk}/{what}/"


def test_it_stands_on_its_invoice_and_above_the_credit_notes(desk: Client, draft: CreditDraft) -> None:
    for page in (f"/invoices/{draft.invoice_id}/", "/invoices/credit-notes/"):
        shown = desk.get(page).content.decode()
        for words in ("Prepared credit notes", "Heating", "€\xa060.50", address(draft, "book")):
            assert words in shown


def test_booked_it_is_a_credit_note_and_the_second_click_leads_there(desk: Client, draft: CreditDraft) -> None:
    assert "€\xa060.50 of invoice" in desk.get(address(draft, "book")).content.decode()
    for __ in range(2):
        answer = desk.post(address(draft, "book"), {"on": "2026-11-24"})
        assert (answer.status_code, answer["Location"]) == (302, f"/invoices/credit-notes/{draft.pk}/")
    assert CreditNote.objects.get().tax_inclusive == Decimal("60.50")


def test_when_less_is_left_it_says_so_and_stays(desk: Client, draft: CreditDraft) -> None:
    most = share_of(draft.invoice, {1: Fraction(3, 4)}, remainder_of(draft.invoice))
    crediting.credit_partially(draft.invoice, lines=most, on=TODAY, by=None, at=NOW)
    answer = desk.post(address(draft, "book"), {"on": "2026-11-24"})
    assert answer.status_code == 422
    assert "€\xa025.00 without VAT is left to credit. Take back at most that." in answer.content.decode()
    assert CreditDraft.objects.get() == draft


def test_the_form_shows_what_it_takes_back_and_saves_another_amount(desk: Client, draft: CreditDraft) -> None:
    line = draft.invoice.lines.get()
    assert 'value="50.00"' in desk.get(address(draft, "edit")).content.decode()
    said = {f"line-{line.pk}-quantity": "1", f"line-{line.pk}-unit_price": "30"}
    answer = desk.post(address(draft, "edit"), said)
    assert (answer.status_code, answer["Location"]) == (302, f"/invoices/{draft.invoice_id}/")
    draft.refresh_from_db()
    assert draft.tax_inclusive == Decimal("36.30")


def test_more_than_the_line_has_is_not_saved(desk: Client, draft: CreditDraft) -> None:
    line = draft.invoice.lines.get()
    said = {f"line-{line.pk}-quantity": "1", f"line-{line.pk}-unit_price": "130"}
    assert desk.post(address(draft, "edit"), said).status_code == 422
    draft.refresh_from_db()
    assert draft.tax_inclusive == Decimal("60.50")


def test_it_is_discarded_after_a_question(desk: Client, draft: CreditDraft) -> None:
    assert "is not made" in desk.get(address(draft, "discard")).content.decode()
    assert CreditDraft.objects.count() == 1
    assert desk.post(address(draft, "discard"))["Location"] == f"/invoices/{draft.invoice_id}/"
    assert CreditDraft.objects.count() == 0


@pytest.mark.parametrize("what", ["book", "edit", "discard"])
def test_a_foreign_one_is_like_none(desk: Client, what: str) -> None:
    foreign = a_credit_draft(an_account(name="Foreign"))
    assert desk.post(address(foreign, what)).status_code == 404
    assert desk.post(f"/invoices/credit-drafts/{an_unknown_id()}/{what}/").status_code == 404


def test_the_list_asks_no_more_for_three_than_for_one(desk: Client, account: Account, draft: CreditDraft) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get("/invoices/credit-notes/")
        return len(captured)

    one = statements()
    a_credit_draft(account)
    a_credit_draft(account)
    assert statements() == one
