"""Writing an invoice by keyboard only: a product, a section, two discounts; and the same without JavaScript."""

import re
from decimal import Decimal

from django.utils import timezone
from playwright.sync_api import Page, expect

from comptoir.invoicing.models import Invoice, Product
from comptoir.invoicing.products import add_product
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.factories import the_vat


def a_product(business: Business) -> Product:
    return add_product(
        account=business.account,
        name="Boiler check",
        code="BC-1",
        description="Cleaning and measuring",
        selling_price=Decimal(85),
        unit_of_measure="HUR",
        tax_rate=the_vat(business.account),
        by=None,
        at=timezone.now(),
    )


def new_invoice(page: Page, business: Business) -> None:
    page.goto(url_of(business.company))
    page.get_by_role("link", name="New invoice").first.click()
    expect(page.get_by_role("heading", name="New invoice")).to_be_visible()


def is_written(business: Business, product: Product) -> None:
    """The invoice that both tests write."""
    invoice = Invoice.objects.get(status="draft")
    first, second = invoice.lines.all()
    assert (first.description, first.section, first.product, first.unit_of_measure) == (
        "Boiler check",
        "",
        product,
        "HUR",
    )
    assert (first.extended_description, first.quantity, first.unit_price) == (
        "Cleaning and measuring",
        Decimal(2),
        Decimal(85),
    )
    assert (second.description, second.section, second.product) == ("Pipes", "Kitchen", None)
    assert (second.unit_price, second.discount) == (Decimal("12.3456"), Decimal(5))
    assert invoice.discounts == [
        {"percentage": "10", "description": "Loyal customer"},
        {"percentage": "2.5", "description": "Cash"},
    ]
    # 170.00 + 11.73 = 181.73, less 18.17 and 4.54, and 21 % VAT on 159.02
    assert (invoice.tax_exclusive, invoice.tax_inclusive) == (Decimal("159.02"), Decimal("192.41"))


def test_by_keyboard_only(business: Business, log_in: LogIn):
    product = a_product(business)
    page = log_in(business.owner)
    new_invoice(page, business)
    press, write = page.keyboard.press, page.keyboard.type

    page.locator("[name=lines-0-description]").focus()
    write("bc-1")
    expect(page.get_by_role("option", name="Boiler check")).to_be_visible()
    press("ArrowDown")
    press("Enter")
    expect(page.locator("[name=lines-0-quantity]")).to_be_focused()
    expect(page.locator("[name=lines-0-extended_description]")).to_be_visible()
    write("2")
    for name in ("unit_of_measure", "unit_price", "discount", "tax_rate"):
        press("Tab")
        expect(page.locator(f"[name=lines-0-{name}]")).to_be_focused()
    press("Enter")
    expect(page.locator("[name=lines-1-description]")).to_be_focused()
    write("Pipes")
    for _ in range(3):
        press("Tab")
    write("12.3456")
    press("Tab")
    write("5")
    expect(page.locator("#lines-1-net")).to_have_text(re.compile(r"11\.73"))

    page.get_by_role("button", name="Add a section").focus()
    press("Enter")
    expect(page.locator("[name=lines-2-description]")).to_be_focused()
    write("Kitchen")
    press("Alt+ArrowUp")
    expect(page.locator("[data-line-row]").nth(1).locator("[data-line=description]")).to_have_value("Kitchen")
    expect(page.locator("[name=lines-2-description]")).to_be_focused()
    expect(page.locator(".lines > [data-said]")).to_have_text("Now line 2 of 3.")

    for number, (words, percentage) in enumerate([("Loyal customer", "10"), ("Cash", "2.5")]):
        page.get_by_role("button", name="Add a discount").focus()
        press("Enter")
        expect(page.locator(f"[name=discounts-{number}-description]")).to_be_focused()
        write(words)
        press("Tab")
        write(percentage)
    expect(page.locator("#totals")).to_contain_text("Loyal customer, 10\xa0%")
    expect(page.locator("#totals")).to_contain_text("€\xa0192.41")
    press("Enter")
    expect(page.get_by_role("heading", name="Draft for Brasserie du Midi SRL")).to_be_visible()
    is_written(business, product)
    expect(page.locator(".section-title")).to_have_text("Kitchen")
    expect(page.locator(".totals")).to_contain_text("Cash, 2.5\xa0%")


def test_without_javascript(business: Business, log_in: LogIn):
    product = a_product(business)
    page = log_in(business.owner, java_script_enabled=False)
    new_invoice(page, business)
    page.locator("[name=lines-0-description]").fill("boiler")
    page.get_by_role("button", name="Pick a product").click()
    expect(page.locator("[name=lines-0-description]")).to_have_value("Boiler check")
    page.locator("[name=lines-0-quantity]").fill("2")
    page.get_by_role("button", name="Add a line").click()
    page.locator("[name=lines-1-description]").fill("Pipes")
    page.locator("[name=lines-1-unit_price]").fill("12.3456")
    page.locator("[name=lines-1-discount]").fill("5")
    page.get_by_role("button", name="Add a section").click()
    page.locator("[name=lines-2-description]").fill("Kitchen")
    page.get_by_role("group", name="Section").get_by_role("button", name="Move up").click()
    for number, (words, percentage) in enumerate([("Loyal customer", "10"), ("Cash", "2.5")]):
        page.get_by_role("button", name="Add a discount").click()
        page.locator(f"[name=discounts-{number}-description]").fill(words)
        page.locator(f"[name=discounts-{number}-percentage]").fill(percentage)
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("heading", name="Draft for Brasserie du Midi SRL")).to_be_visible()
    is_written(business, product)
