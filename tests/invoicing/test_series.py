"""Where the numbers of a fiscal year begin: chosen before the first of them, never afterwards."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import Department
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.invoicing import numbering, series
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.drafting import delete
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.numbering import Document
from tests.factories import NOW, TODAY, a_company, a_draft, a_member, a_user, an_account, the_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return the_department(an_account())


def begin(department: Department, first: int, document: Document = Document.INVOICE, **facts: Any) -> None:
    by = facts.pop("by", None) or a_user(department.account)
    facts = {"fiscal_year": 2026, "at": NOW} | facts
    series.begin_at(department, document, first_number=first, by=by, **facts)


def booked(department: Department, on: dt.date = TODAY) -> Invoice:
    return book(a_draft(a_company(department.account), department=department), by=None, at=NOW, on=on)


def refusal(department: Department, first: int, **facts: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        begin(department, first, **facts)
    return list(refused.value.message_dict["first_number"])


def test_the_first_invoice_gets_the_chosen_number_and_the_others_follow(department: Department) -> None:
    begin(department, 118)
    assert numbering.peek(department, Document.INVOICE, on=TODAY).text == "2026/118"
    assert [booked(department).invoice_number, booked(department).invoice_number] == ["2026/118", "2026/119"]
    assert booked(department, dt.date(2027, 1, 1)).invoice_number == "2027/1"


def test_credit_notes_begin_on_their_own(department: Department) -> None:
    begin(department, 9, Document.CREDIT_NOTE)
    invoice = booked(department)
    assert invoice.invoice_number == "2026/1"
    assert credit(invoice, by=None, at=NOW, on=TODAY).credit_note_number == "CN2026/9"


def test_it_may_be_chosen_again_until_the_first_number_is_given(department: Department) -> None:
    begin(department, 118)
    begin(department, 118)
    begin(department, 7)
    assert [activity.effects["first"] for activity in Activity.objects.order_by("id")] == ["2026/118", "2026/7"]
    assert not numbering.has_given(department, on=TODAY)
    booked(department)
    sentence = "The first number of this year was given already, so the series goes on from there."
    assert refusal(department, 200) == [sentence]
    assert booked(department).invoice_number == "2026/8"


def test_once_the_first_is_deleted_again_it_may_be_chosen_anew(department: Department) -> None:
    delete(booked(department), by=None, at=NOW)
    begin(department, 50)
    assert booked(department).invoice_number == "2026/50"


@pytest.mark.parametrize("first", [0, -1, 10_000_000])
def test_numbers_that_cannot_be_are_refused(department: Department, first: int) -> None:
    assert refusal(department, first) == ["Choose a number from 1 to 9999999."]


@pytest.mark.parametrize("first", [1, 9_999_999])
def test_the_edges_are_numbers_too_and_have_a_payment_reference(department: Department, first: int) -> None:
    begin(department, first)
    invoice = booked(department)
    assert (invoice.number, len(invoice.payment_reference)) == (first, 20)
    assert booked(department).number == first + 1


def test_a_number_that_an_imported_invoice_bears_is_not_given_again(department: Department) -> None:
    for number in ("2026/117", "2026/99", "2026/12-A", "2025/300", "F118"):
        draft = a_draft(a_company(department.account), department=department)
        Invoice.objects.filter(pk=draft.pk).update(
            status="outstanding", invoice_number=number, invoice_date=TODAY, due_on=TODAY, imported_at=NOW
        )
    assert series.after_imported(department, 2026) == 118
    assert refusal(department, 117) == ["2026/117 was imported, so the next is 118 or higher."]
    begin(department, 118)
    assert series.after_imported(department, 2027) is None


def test_it_needs_the_right_to_the_settings(department: Department) -> None:
    with pytest.raises(NotAllowed):
        begin(department, 5, by=a_member(department.account, "invoices"))
