"""The rows of a draft's form: sections, order, products, discounts, rates of another department."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.invoicing import products
from comptoir.invoicing.models import Category, Invoice, Product, TaxRate
from tests.factories import NOW, a_company, a_department, an_account, the_department, the_vat
from tests.web.invoicing.test_draft_form import a_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

NEW = "/invoices/new/"


def a_product(account: Account, name: str = "Boiler check", **facts: Any) -> Product:
    return products.add_product(account=account, name=name, by=None, at=NOW, **facts)


def said(answer: Any) -> list[str]:
    """The descriptions as the rows stand."""
    return [row["description"].value() for row in answer.context["lines"].shown]


def with_discounts(*rows: tuple[str, str]) -> dict[str, str]:
    sent = {"discounts-TOTAL_FORMS": str(len(rows)), "discounts-INITIAL_FORMS": "0"}
    for number, (description, percentage) in enumerate(rows):
        sent |= {f"discounts-{number}-description": description, f"discounts-{number}-percentage": percentage}
    return sent


def test_a_section_heads_the_lines_below_it_until_an_empty_one_ends_it(desk: Client, account: Account) -> None:
    form = a_form(
        account,
        {"description": "Before", "unit_price": "1"},
        {"description": "Kitchen", "is_section": "1"},
        {"description": "Tap", "unit_price": "1"},
        {"description": "", "is_section": "1"},
        {"description": "After", "unit_price": "1"},
        customer=a_company(account).pk,
    )
    desk.post(NEW, form)
    invoice = Invoice.objects.get()
    assert list(invoice.lines.values_list("description", "section")) == [
        ("Before", ""),
        ("Tap", "Kitchen"),
        ("After", ""),
    ]
    rows = desk.get(f"/invoices/{invoice.pk}/edit/").context["lines"].shown
    assert [(row["description"].value(), row.heads_section) for row in rows] == [
        ("Before", False),
        ("Kitchen", True),
        ("Tap", False),
        ("", True),
        ("After", False),
    ]


def test_the_rows_are_kept_in_the_order_in_which_they_stand(desk: Client, account: Account) -> None:
    rows = [{"description": name, "unit_price": "1", "position": place} for name, place in [("B", "2"), ("A", "1")]]
    desk.post(NEW, a_form(account, *rows, customer=a_company(account).pk))
    assert list(Invoice.objects.get().lines.values_list("description", flat=True)) == ["A", "B"]


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ({"move_up": "2"}, ["A", "C", "B"]),
        ({"move_down": "0"}, ["B", "A", "C"]),
        ({"move_up": "0"}, ["A", "B", "C"]),
        ({"move_down": "9"}, ["A", "B", "C"]),
        ({"move_up": "x"}, ["A", "B", "C"]),
    ],
)
def test_a_row_is_moved_without_javascript(
    desk: Client, account: Account, button: dict[str, str], order: list[str]
) -> None:
    rows = [{"description": name, "unit_price": "1"} for name in "ABC"]
    answer = desk.post(NEW, a_form(account, *rows) | button)
    assert (answer.status_code, said(answer)) == (200, order)
    assert not Invoice.objects.exists()


def test_a_product_is_picked_without_javascript(desk: Client, account: Account) -> None:
    product = a_product(account, selling_price=Decimal("85.5"), unit_of_measure="HUR", description="Cleaning")
    answer = desk.post(NEW, a_form(account, {"description": "boil", "unit_price": ""}) | {"pick_product": "0"})
    (row,) = answer.context["lines"].shown
    values = [row[name].value() for name in ("description", "unit_price", "unit_of_measure", "extended_description")]
    assert values == ["Boiler check", "85.50", "HUR", "Cleaning"]
    assert row["product"].value() == str(product.pk)


def test_of_several_products_one_is_chosen_without_javascript(desk: Client, account: Account) -> None:
    first, second = a_product(account, "Boiler A"), a_product(account, "Boiler B")
    form = a_form(account, {"description": "boiler", "unit_price": ""}) | {"pick_product": "0"}
    (row,) = desk.post(NEW, form).context["lines"].shown
    assert row.listed == [first, second]
    assert said(desk.post(NEW, form | {"lines-0-listed": str(second.pk)})) == ["Boiler B"]


def test_the_price_of_a_product_is_not_taken_into_another_currency(desk: Client, account: Account) -> None:
    a_product(account, selling_price=Decimal(85))
    form = a_form(account, {"description": "boil", "unit_price": ""}) | {"pick_product": "0", "currency": "JPY"}
    (row,) = desk.post(NEW, form).context["lines"].shown
    assert (row["description"].value(), row["unit_price"].value()) == ("Boiler check", "")
    customer = a_company(account, preferred_currency="CHF")
    assert "unit_price" in desk.get("/products/offers/?q=boil").content.decode()
    for query in ("currency=JPY", f"customer={customer.pk}"):
        assert "unit_price" not in desk.get(f"/products/offers/?q=boil&{query}").content.decode()


def test_products_of_others_and_archived_ones_are_neither_offered_nor_taken(desk: Client, account: Account) -> None:
    other = a_product(an_account(name="Bureau Zuid"), "Boiler of others")
    products.archive_product(a_product(account, "Boiler of old"), by=None, at=NOW)
    assert "Boiler" not in desk.get("/products/offers/?q=boiler").content.decode()
    row = {"description": "Boiler", "unit_price": "1", "product": str(other.pk)}
    desk.post(NEW, a_form(account, row, customer=a_company(account).pk))
    assert Invoice.objects.get().lines.get().product is None


@pytest.mark.parametrize("page", ["edit", "archive", "restore"])
def test_a_product_of_another_account_is_not_found(desk: Client, page: str) -> None:
    other = a_product(an_account(name="Bureau Zuid"))
    assert desk.post(f"/invoices/products/{other.pk}/{page}/").status_code == 404
    other.refresh_from_db()
    assert (other.name, other.archived_at) == ("Boiler check", None)


def test_discounts_on_the_whole_are_kept_and_shown(desk: Client, account: Account) -> None:
    form = a_form(account, {"description": "Work", "unit_price": "100"}, customer=a_company(account).pk)
    desk.post(NEW, form | with_discounts(("Loyal", "10"), ("", ""), ("Cash", "2,5")))
    invoice = Invoice.objects.get()
    assert [each["percentage"] for each in invoice.discounts] == ["10", "2.5"]
    assert invoice.tax_exclusive == Decimal("87.50")
    page = desk.get(f"/invoices/{invoice.pk}/").content.decode()
    assert "Loyal, 10\xa0%" in page
    assert "Cash, 2.5\xa0%" in page
    form = desk.get(f"/invoices/{invoice.pk}/edit/").context["discounts"]
    assert [each["percentage"].value() for each in form.forms] == ["10", "2.5"]


@pytest.mark.parametrize(
    "rows", [[("", "0")], [("A", "")], [("A", "101")], [("A", "60"), ("B", "40.01")], [("A", "x")]]
)
def test_a_discount_at_fault_comes_back_with_a_sentence(
    desk: Client, account: Account, rows: list[tuple[str, str]]
) -> None:
    form = a_form(account, {"description": "Work", "unit_price": "100"}, customer=a_company(account).pk)
    answer = desk.post(NEW, form | with_discounts(*rows))
    assert answer.status_code == 422
    assert list(answer.context["discounts"].forms[-1].errors) == ["percentage"]
    assert not Invoice.objects.exists()


def test_a_rate_of_another_department_is_matched_by_its_kind(desk: Client, account: Account) -> None:
    other = a_department(account)
    kinds = (Category.ZERO, Category.REVERSE_CHARGE, Category.EXEMPT)
    for category in kinds:
        facts = {"description": f"{category} of another", "rate": Decimal(0), "category": category}
        TaxRate.objects.filter(department=other, category=category).delete()
        TaxRate.objects.create(account=account, department=other, **facts)
    ours = the_department(account).tax_rates
    rows = [
        {"description": str(kind), "unit_price": "1", "tax_rate": str(ours.filter(category=kind).first().pk)}
        for kind in kinds
    ]
    desk.post(NEW, a_form(account, *rows, customer=a_company(account).pk, department=other.pk))
    lines = Invoice.objects.get().lines.select_related("tax_rate")
    assert [(line.tax_rate.department_id, line.tax_rate.category) for line in lines] == [
        (other.pk, kind) for kind in kinds
    ]


def test_the_queries_of_the_form_do_not_grow_with_the_lines(desk: Client, account: Account) -> None:
    def queries(number: int) -> int:
        rows = [
            {"description": f"{n}", "unit_price": "1", "product": str(a_product(account, f"P{number}{n}").pk)}
            for n in range(number)
        ]
        desk.post(NEW, a_form(account, *rows, customer=a_company(account).pk))
        invoice = Invoice.objects.order_by("-id").first()
        with CaptureQueriesContext(connection) as seen:
            desk.get(f"/invoices/{invoice.pk}/edit/")
            desk.get(f"/invoices/{invoice.pk}/")
        return len(seen)

    queries(1)
    assert queries(3) == queries(1)


def test_the_totals_know_the_vat_kind(desk: Client, account: Account) -> None:
    rate = the_department(account).tax_rates.filter(category=Category.REVERSE_CHARGE).first()
    row = {"description": "Work", "unit_price": "100", "tax_rate": str(rate.pk)}
    assert "Reverse charge, on €\xa0100.00" in desk.post("/invoices/totals/", a_form(account, row)).content.decode()
    desk.post(NEW, a_form(account, row, customer=a_company(account).pk))
    page = desk.get(f"/invoices/{Invoice.objects.get().pk}/").content.decode()
    assert "Autoliquidation" in page or "Reverse charge: VAT to be accounted for by the customer." in page


def test_a_product_is_added_changed_and_archived_by_its_pages(desk: Client, account: Account) -> None:
    sent = {"name": "Visit", "code": "V", "selling_price": "1.234,5678", "tax_rate": str(the_vat(account).pk)}
    desk.post("/invoices/products/new/", sent)
    product = Product.objects.get()
    assert (product.name, product.selling_price) == ("Visit", Decimal("1234.5678"))
    again = desk.post("/invoices/products/new/", sent)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["code"])
    desk.post(f"/invoices/products/{product.pk}/edit/", sent | {"name": "Long visit"})
    desk.post(f"/invoices/products/{product.pk}/archive/")
    assert listed(desk, "?q=visit") == []
    assert listed(desk, "?archived=1") == ["Long visit"]
    desk.post(f"/invoices/products/{product.pk}/restore/")
    assert listed(desk, "?q=visi") == ["Long visit"]


def listed(desk: Client, query: str) -> list[str]:
    """The names in the list of products."""
    return [product.name for product in desk.get(f"/invoices/products/{query}").context["page"].rows]
