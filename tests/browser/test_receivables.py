"""From what is owed to the customer who owes it, and from there to the decision."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Business, LogIn
from tests.factories import a_company, an_invoice

pytestmark = pytest.mark.django_db(transaction=True)


def test_three_clicks_lead_from_the_late_payers_to_deactivating_one(business: Business, log_in: LogIn) -> None:
    late = a_company(business.account, "Slow Payers NV", email="info@slow.example")
    held = an_invoice(late, overdue_by=45, on=business.today, total="605.00")
    page = log_in(business.owner)
    page.goto("/invoices/receivables/")
    page.locator("#late-payers + p + ul a[href*='overdue-30-days']", has_text="1 company").click()
    page.get_by_role("row", name="Slow Payers NV").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Deactivate").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Put the 1 outstanding invoice on hold").check()
    dialog.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("status").first).to_contain_text("Slow Payers NV deactivated")
    held.refresh_from_db()
    assert held.on_hold_since == business.today
    page.goto("/invoices/receivables/")
    row = page.get_by_role("row", name="Slow Payers NV")
    expect(row).to_contain_text("Deactivated")
    expect(row.get_by_role("link", name="605.00").first).to_be_visible()


def test_a_figure_of_the_ageing_leads_to_its_invoices_and_back_to_all(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/invoices/receivables/")
    row = page.get_by_role("row", name="1–30 days overdue")
    expect(row).to_contain_text("10,890.00")
    row.get_by_role("link").last.click()
    expect(page.get_by_text("Due altogether: € 10,890.00")).to_be_visible()
    expect(page.locator("table.list tbody tr")).to_have_count(6)
    page.get_by_role("link", name="Show all", exact=True).click()
    expect(page.get_by_text("Due altogether")).to_have_count(0)


def test_without_javascript_everything_is_there(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner, java_script_enabled=False)
    page.goto("/invoices/receivables/")
    page.get_by_role("link", name="Over time").click()
    expect(page.get_by_role("img", name="What was outstanding at the end of each month")).to_be_visible()
    page.get_by_text("The figures of the chart").click()
    expect(page.locator(".standings tbody tr")).to_have_count(13)


def test_the_page_goes_out_as_a_workbook(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/invoices/receivables/")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="For Excel (XLSX)").click()
    assert download.value.suggested_filename == f"receivables-{business.today.isoformat()}.xlsx"


@pytest.mark.parametrize("width", [390, 1360])
def test_nothing_of_it_is_wider_than_the_window(business: Business, log_in: LogIn, width: int) -> None:
    an_invoice(a_company(business.account, "W" * 120), overdue_by=400, on=business.today, total="99999999.99")
    page = log_in(business.owner, viewport={"width": width, "height": 844})
    page.goto("/invoices/receivables/")
    assert wider(page) <= 0


def wider(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
