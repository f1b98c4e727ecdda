"""Making and editing drafts: lines with and without JavaScript, totals, what is kept when something is wrong."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.invoicing import drafting
from comptoir.invoicing.models import Invoice, InvoiceLine, TaxRate
from tests.factories import NOW, a_company, a_department, a_draft, an_account, an_invoice, the_department, the_vat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def a_form(account: Account, *rows: dict[str, str], **fields: Any) -> dict[str, Any]:
    """What a browser sends."""
    form = {
        "id": str(new_id()),
        "department": str(the_department(account).pk),
        "payment_term": "after_invoice_date",
        "payment_days": "30",
        "currency": "EUR",
        "lines-TOTAL_FORMS": str(len(rows)),
        "lines-INITIAL_FORMS": "0",
    }
    for number, row in enumerate(rows):
        row = {"quantity": "1", "discount": "", "tax_rate": str(the_vat(account).pk)} | row
        form |= {f"lines-{number}-{name}": value for name, value in row.items()}
    return form | {name: str(value) for name, value in fields.items()}


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_draft_is_made_with_its_lines(desk: Client, account: Account) -> None:
    customer = a_company(account)
    form = a_form(
        account,
        {"description": "Work", "quantity": "2,5", "unit_price": "1.000,00", "discount": "10"},
        {"description": "", "unit_price": ""},
        {"description": "Book", "unit_price": "10", "tax_rate": str(the_vat(account, "0.06").pk)},
        customer=customer.pk,
        purchase_order_number="PO-1",
    )
    answer = desk.post("/invoices/new/", form)
    invoice = Invoice.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/invoices/{invoice.pk}/")
    assert (invoice.customer, invoice.tax_exclusive, invoice.tax_inclusive, invoice.purchase_order_number) == (
        customer,
        Decimal("2260.00"),
        Decimal("2733.10"),
        "PO-1",
    )
    assert list(invoice.lines.values_list("description", "quantity", "discount", "tax_exclusive")) == [
        ("Work", Decimal("2.5"), Decimal(10), Decimal("2250.00")),
        ("Book", Decimal(1), Decimal(0), Decimal("10.00")),
    ]
    assert toasts(answer) == ["Draft for Brasserie du Midi SRL saved."]


def test_a_form_sent_twice_makes_one_draft(desk: Client, account: Account) -> None:
    form = a_form(account, {"description": "Work", "unit_price": "5"}, customer=a_company(account).pk)
    for _ in range(2):
        assert desk.post("/invoices/new/", form).status_code == 302
    assert (Invoice.objects.count(), InvoiceLine.objects.count(), Activity.objects.count()) == (1, 1, 1)


def test_from_a_customers_page_the_form_knows_the_customers_conditions(desk: Client, account: Account) -> None:
    customer = a_company(account, payment_term="end_of_month", payment_days=14, preferred_currency="CHF")
    form = desk.get(f"/invoices/new/?customer={customer.pk}").context["form"]
    values = [form[name].value() for name in ("customer", "payment_term", "payment_days", "currency")]
    assert values == [customer, "end_of_month", 14, "CHF"]


def test_without_conditions_those_of_the_customer_hold(desk: Client, account: Account) -> None:
    customer = a_company(account, payment_term="cash", payment_days=0, preferred_currency="CHF")
    form = a_form(account, customer=customer.pk, payment_term="", payment_days="", currency="")
    desk.post("/invoices/new/", form)
    invoice = Invoice.objects.get()
    assert (invoice.payment_term, invoice.payment_days, invoice.currency) == ("cash", 0, "CHF")


def test_a_deactivated_customer_can_be_invoiced_with_a_warning(desk: Client, account: Account) -> None:
    customer = a_company(account, deactivated_at=dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC))
    assert "was deactivated on 1 November 2026" in desk.get(f"/invoices/new/?customer={customer.pk}").content.decode()
    desk.post("/invoices/new/", a_form(account, {"description": "Work", "unit_price": "5"}, customer=customer.pk))
    invoice = Invoice.objects.get()
    assert not invoice.is_on_hold
    assert "has been deactivated since 1 November 2026" in desk.get(f"/invoices/{invoice.pk}/").content.decode()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"description": "", "unit_price": "5"}, "description"),
        ({"description": "Work", "unit_price": "five"}, "unit_price"),
        ({"description": "Work", "unit_price": "1.23456"}, "unit_price"),
        ({"description": "Work", "unit_price": "5", "quantity": ""}, "quantity"),
        ({"description": "Work", "unit_price": "5", "quantity": "1e9"}, "quantity"),
        ({"description": "Work", "unit_price": "5", "discount": "101"}, "discount"),
        ({"description": "Work", "unit_price": "5", "tax_rate": str(uuid4())}, "tax_rate"),
        ({"description": "x" * 501, "unit_price": "5"}, "description"),
    ],
)
def test_a_line_at_fault_comes_back_with_everything_kept(
    desk: Client, account: Account, row: dict[str, str], field: str
) -> None:
    customer = a_company(account)
    good = {"description": "Kept", "unit_price": "7,00"}
    answer = desk.post("/invoices/new/", a_form(account, good, row, customer=customer.pk, note="Kept too"))
    first, second = answer.context["lines"].forms
    assert (answer.status_code, dict(first.errors), list(second.errors)) == (422, {}, [field])
    assert [first["unit_price"].value(), second[field].value()] == ["7,00", row[field]]
    assert answer.context["form"]["note"].value() == "Kept too"
    assert Invoice.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"customer": ""}, "customer"),
        ({"customer": "nonsense"}, "customer"),
        ({"payment_days": "-1"}, "payment_days"),
        ({"payment_days": "99999"}, "payment_days"),
        ({"payment_days": ""}, "payment_days"),
        ({"currency": "XXX"}, "currency"),
        ({"email": "nobody"}, "email"),
        ({"department": str(uuid4())}, "department"),
    ],
)
def test_a_field_at_fault_is_named(desk: Client, account: Account, fields: dict[str, str], field: str) -> None:
    form = a_form(account, {"description": "Work", "unit_price": "5"}, customer=a_company(account).pk) | fields
    answer = desk.post("/invoices/new/", form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Invoice.objects.count() == 0


def test_a_total_too_large_is_refused_in_words(desk: Client, account: Account) -> None:
    row = {"description": "Work", "unit_price": "9999999999", "quantity": "99999999"}
    answer = desk.post("/invoices/new/", a_form(account, row, customer=a_company(account).pk))
    assert answer.status_code == 422
    assert "The total is larger than Comptoir can keep." in answer.content.decode()


def test_customers_departments_and_rates_of_another_account_are_unknown(desk: Client, account: Account) -> None:
    other = an_account(name="Other")
    line = {"description": "Work", "unit_price": "5"}
    good = a_form(account, line, customer=a_company(account).pk)
    for fields in (
        {"customer": a_company(other).pk},
        {"department": the_department(other).pk},
        {"lines-0-tax_rate": the_vat(other).pk},
    ):
        assert desk.post("/invoices/new/", good | fields).status_code == 422
    foreign = a_draft(a_company(other))
    assert desk.post("/invoices/new/", good | {"id": str(foreign.pk)}).status_code == 404
    assert Invoice.objects.count() == 1


# --- Lines without JavaScript ---------------------------------------------------------------------


def test_a_row_is_added_and_nothing_is_saved(desk: Client, account: Account) -> None:
    form = a_form(account, {"description": "Work", "unit_price": "5"}, add_line="1")
    answer = desk.post("/invoices/new/", form)
    lines = answer.context["lines"]
    assert (answer.status_code, len(lines.shown), lines.forms[0]["description"].value()) == (200, 2, "Work")
    assert (answer.context["form"].errors, Invoice.objects.count()) == ({}, 0)


def test_a_row_is_removed_and_stays_removed(desk: Client, account: Account) -> None:
    rows = [{"description": name, "unit_price": "5"} for name in ("First", "Second", "Third")]
    form = a_form(account, *rows, customer=a_company(account).pk)
    shown = desk.post("/invoices/new/", form | {"remove_line": "1"}).context["lines"].shown
    assert [row["description"].value() for row in shown] == ["First", "Third"]
    desk.post("/invoices/new/", form | {"lines-1-removed": "1"})
    assert [line.description for line in InvoiceLine.objects.all()] == ["First", "Third"]


@pytest.mark.parametrize("count", ["", "-1", "abc", "99999999999"])
def test_a_forged_number_of_rows_breaks_nothing(desk: Client, account: Account, count: str) -> None:
    form = a_form(account, customer=a_company(account).pk) | {"lines-TOTAL_FORMS": count}
    for extra in ({}, {"add_line": "1"}, {"remove_line": "x"}):
        assert desk.post("/invoices/new/", form | extra).status_code in (200, 302, 422)


def test_totals_are_computed_where_the_invoice_is(desk: Client, account: Account) -> None:
    rows = [
        {"description": "Work", "unit_price": "0.07"},
        {"description": "Work", "unit_price": "0.07"},
        {"description": "", "unit_price": "0.07"},
        {"description": "Broken", "unit_price": "x"},
    ]
    answer = desk.post("/invoices/totals/", a_form(account, *rows))
    totals = answer.context["lines"].totals()
    assert (totals.tax_exclusive, totals.tax_inclusive) == (Decimal("0.14"), Decimal("0.17"))
    assert [row.net for row in answer.context["lines"].shown] == [Decimal("0.07"), Decimal("0.07"), None, None]


# --- Editing --------------------------------------------------------------------------------------


def test_a_draft_is_edited(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    shown = desk.get(f"/invoices/{draft.pk}/edit/")
    assert shown.context["lines"].forms[0]["unit_price"].value() == "100.00"
    form = a_form(account, {"description": "Other", "unit_price": "10"}, customer=draft.customer_id)
    answer = desk.post(f"/invoices/{draft.pk}/edit/", form | {"seen": draft.updated_at.isoformat()})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.tax_inclusive, draft.lines.get().description) == (Decimal("12.10"), "Other")


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    form = a_form(account, {"description": "Mine", "unit_price": "10"}, customer=draft.customer_id, note="Mine")
    form["seen"] = draft.updated_at.isoformat()
    drafting.edit(draft, by=None, at=NOW + dt.timedelta(seconds=1), note="Theirs")
    answer = desk.post(f"/invoices/{draft.pk}/edit/", form)
    draft.refresh_from_db()
    assert (answer.status_code, draft.note) == (409, "Theirs")
    assert "Somebody changed this draft meanwhile" in answer.content.decode()
    assert answer.context["form"]["note"].value() == "Mine"
    again = desk.post(f"/invoices/{draft.pk}/edit/", form | {"seen": answer.context["seen"]})
    draft.refresh_from_db()
    assert (again.status_code, draft.note) == (302, "Mine")


def test_a_booked_invoice_is_not_offered_for_editing(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    assert desk.get(f"/invoices/{invoice.pk}/edit/").status_code == 302
    answer = desk.post(f"/invoices/{invoice.pk}/edit/")
    assert toasts(answer)[-1] == "This invoice is booked, so it cannot be changed. Credit it instead."


def test_an_archived_rate_stays_where_it_was_used_and_is_offered_nowhere_else(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    TaxRate.objects.filter(pk=the_vat(account).pk).update(archived_at=NOW)
    rates = lambda path: desk.get(path).context["lines"].rates  # noqa: E731
    assert the_vat(account) in rates(f"/invoices/{draft.pk}/edit/")
    assert the_vat(account) not in rates("/invoices/new/")


def test_the_rates_follow_the_department(desk: Client, account: Account) -> None:
    other = a_department(account, country="NL")
    line = {"description": "Work", "unit_price": "100"}
    form = a_form(account, line, customer=a_company(account).pk, department=other.pk)
    assert desk.post("/invoices/new/", form).status_code == 302
    assert InvoiceLine.objects.get().tax_rate == TaxRate.objects.get(department=other, rate=Decimal("0.21"))
    form |= {"id": str(new_id()), "lines-0-tax_rate": str(the_vat(account, "0.12").pk)}
    answer = desk.post("/invoices/new/", form)
    assert answer.status_code == 422
    assert answer.context["lines"].forms[0].errors["tax_rate"] == ["Atelier Sud has no such rate."]


# --- Copying and deleting -------------------------------------------------------------------------


def test_a_copy_opens_for_editing_and_comes_once(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    [key] = re.findall(r'name="copy_id" value="([^"]+)"', desk.get(f"/invoices/{invoice.pk}/").content.decode())
    for _ in range(2):
        answer = desk.post(f"/invoices/{invoice.pk}/copy/", {"copy_id": key})
        assert answer["Location"] == f"/invoices/{key}/edit/"
    assert Invoice.objects.drafts().count() == 1


def test_a_copy_with_an_archived_rate_says_so(desk: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    TaxRate.objects.filter(pk=the_vat(account).pk).update(archived_at=NOW)
    answer = desk.post(f"/invoices/{invoice.pk}/copy/")
    assert toasts(answer)[-1] == "A VAT rate of this copy is archived. Choose another one for its lines."


def test_deleting_asks_first_and_a_second_click_is_no_error(desk: Client, account: Account) -> None:
    draft = a_draft(a_company(account))
    assert "The draft of €\xa0121.00 disappears" in desk.get(f"/invoices/{draft.pk}/delete/").content.decode()
    for sentence in ("Draft for Brasserie du Midi SRL deleted.", "This has already been deleted."):
        answer = desk.post(f"/invoices/{draft.pk}/delete/")
        assert (answer.status_code, toasts(answer)[-1]) == (302, sentence)
    assert Activity.objects.filter(kind="invoice.deleted").count() == 1
