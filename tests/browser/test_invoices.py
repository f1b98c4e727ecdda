"""Invoices in a real browser: from a draft to its payment, holds and credit notes, with and without JavaScript."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from comptoir.invoicing.models import Invoice, NumberSeries
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.factories import an_invoice, the_department

PLAIN, SCRIPTLESS, NARROW = {}, {"java_script_enabled": False}, {"viewport": {"width": 390, "height": 844}}


def choose(page: Page, command: str) -> None:
    """From the three dots beside the invoice's name."""
    page.locator(".head").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=command, exact=True).click()


def after_number_10117(business: Business) -> None:
    """The numbers that the business's first invoices bear were given."""
    department = the_department(business.account)
    for year in (business.today.year, business.today.year - 1):
        NumberSeries.objects.create(department=department, document="invoice", fiscal_year=year, last_number=10_117)


@pytest.mark.parametrize("options", [PLAIN, NARROW], ids=["plain", "390 px"])
def test_from_a_draft_to_its_payment(options: dict, business: Business, log_in: LogIn):
    after_number_10117(business)
    page = log_in(business.owner, **options)
    page.goto(url_of(business.company))
    page.get_by_role("link", name="New invoice").first.click()
    expect(page.get_by_role("combobox", name="Customer")).to_have_value("Brasserie du Midi SRL")

    page.get_by_label("Description").first.fill("Work")
    page.get_by_label("Quantity").first.fill("2")
    page.get_by_label("Unit price").first.fill("100,00")
    expect(page.locator("#totals")).to_contain_text("€\xa0242.00")
    page.get_by_role("button", name="Add a line").click()
    expect(page.get_by_label("Description").nth(1)).to_be_focused()
    page.keyboard.type("Travel")
    page.get_by_label("Unit price").nth(1).fill("50")
    expect(page.locator("#totals")).to_contain_text("€\xa0302.50")
    expect(page.locator("#lines-1-net")).to_have_text("50.00")
    page.get_by_role("button", name="Remove this line").first.click()
    expect(page.locator("#totals")).to_contain_text("€\xa060.50")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("heading", name="Draft for Brasserie du Midi SRL")).to_be_visible()
    assert [line.description for line in Invoice.objects.get(status="draft").lines.all()] == ["Travel"]

    page.get_by_role("link", name="Book").click()
    dialog = page.get_by_role("dialog", name="Book the invoice for Brasserie du Midi SRL")
    expect(dialog).to_contain_text(f"{business.today.year}/10118")
    heard = "document.querySelector('dialog [hx-get]')['htmx-internal-data']?.listenerInfos?.length"
    page.wait_for_function(heard)  # nobody is as quick as this test
    last_year = business.today.replace(year=business.today.year - 1, day=1)
    dialog.get_by_label("Invoice date").fill(last_year.isoformat())
    dialog.get_by_label("Invoice date").press("Tab")
    expect(dialog).to_contain_text(f"{last_year.year}/10118")
    dialog.get_by_label("Invoice date").fill(business.today.isoformat())
    dialog.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="booked, due on")).to_be_visible()

    page.get_by_role("link", name="Register payment").click()
    dialog = page.get_by_role("dialog", name="Register a payment")
    expect(dialog.get_by_label("Amount in EUR")).to_have_value("60.50")
    dialog.get_by_label("Amount in EUR").fill("60.51")
    dialog.get_by_role("button", name="Register payment").click()
    expect(dialog).to_contain_text("Only €\xa060.50 is due.")
    dialog.get_by_label("Amount in EUR").fill("60.50")
    dialog.get_by_role("button", name="Register payment").click()
    expect(page.get_by_role("status").filter(has_text="is paid.")).to_be_visible()
    expect(page.locator(".head").get_by_text("Paid", exact=True)).to_be_visible()


def test_hold_and_release_from_the_invoices_own_menu(business: Business, log_in: LogIn):
    page = log_in(business.owner)
    invoice = business.company.invoices.get(tax_inclusive=Decimal(2420))
    page.goto(url_of(invoice))
    choose(page, "Put on hold")
    dialog = page.get_by_role("dialog", name=f"Put {invoice.invoice_number} on hold")
    expect(dialog).to_contain_text("will not leave")
    dialog.get_by_label("Reason").fill("Dispute about the delivery")
    dialog.get_by_role("button", name="Put on hold").click()
    expect(page.locator(".banner")).to_contain_text("On hold since")
    expect(page.locator(".banner")).to_contain_text("Dispute about the delivery")
    expect(page.get_by_role("region", name="Activities")).to_contain_text("put on hold")

    choose(page, "Mark as no longer on hold")
    expect(page.get_by_role("status").filter(has_text="The next reminder leaves on")).to_be_visible()
    expect(page.locator(".banner")).to_have_count(0)


@pytest.mark.parametrize("options", [PLAIN, SCRIPTLESS], ids=["with JavaScript", "without"])
def test_release_a_selection_on_the_customers_page(options: dict, business: Business, log_in: LogIn):
    for _ in range(2):
        an_invoice(business.twin, on_hold=business.today, on=business.today)
    page = log_in(business.owner, **options)
    page.goto(url_of(business.twin))
    boxes = page.locator("tbody .check-cell input")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()
    if options == PLAIN:
        expect(page.locator("[data-count]")).to_have_text("2")
    page.locator(".selection").get_by_role("button", name="Mark as no longer on hold").click()
    expect(page.get_by_role("status").filter(has_text="2 invoices are no longer on hold")).to_be_visible()
    assert business.twin.invoices.on_hold().count() == 0


def test_without_javascript_everything_is_a_page(business: Business, log_in: LogIn):
    after_number_10117(business)
    page = log_in(business.owner, **SCRIPTLESS)
    page.goto(f"/invoices/new/?customer={business.company.pk}")
    page.get_by_label("Description").first.fill("Work")
    page.get_by_label("Unit price").first.fill("100")
    page.get_by_role("button", name="Add a line").click()
    page.get_by_label("Description").nth(1).fill("Travel")
    page.get_by_label("Unit price").nth(1).fill("50")
    page.get_by_role("button", name="Remove this line").first.click()
    # The Enter key saves; it never removes a line.
    page.get_by_label("Description").first.press("Enter")
    expect(page.get_by_role("heading", name="Draft for Brasserie du Midi SRL")).to_be_visible()
    draft = Invoice.objects.get(status="draft")
    assert [line.description for line in draft.lines.all()] == ["Travel"]

    page.get_by_role("link", name="Book").click()
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="booked, due on")).to_be_visible()
    page.goto(f"{url_of(draft)}hold/")
    page.get_by_role("button", name="Put on hold").click()
    page.get_by_role("button", name="Mark as no longer on hold").click()
    page.goto(f"{url_of(draft)}credit/")
    page.get_by_role("button", name="Credit in full").click()
    expect(page.get_by_role("status").filter(has_text="credited with CN")).to_be_visible()
    assert Invoice.objects.get(pk=draft.pk).is_settled
