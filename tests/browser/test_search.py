"""Finding from anywhere: by keyboard, without scripts, and how high the rows of a list are."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Business, LogIn
from tests.browser.everything import everything_of
from tests.browser.visiting import faults

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_slash_searches_on_every_page_and_f_in_its_list(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/invoices/?q=midi")
    find = page.get_by_role("combobox", name="Search", exact=True)
    expect(find).to_have_value("")
    page.keyboard.press("f")
    expect(page.get_by_label("Search invoices")).to_be_focused()
    page.locator(":focus").blur()
    page.keyboard.press("/")
    expect(find).to_be_focused()
    page.keyboard.type("brasserie du")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found for “brasserie du”", level=1)).to_be_visible()
    companies = page.get_by_role("table", name="Companies")
    assert companies.locator(".main").all_inner_texts() == ["Brasserie du Midi SRL", "Brasserie du Nord SRL"]
    expect(find).to_have_value("brasserie du")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Brasserie du Midi SRL", level=1)).to_be_visible()


@pytest.mark.parametrize("window", [{"java_script_enabled": False}, {"viewport": {"width": 390, "height": 844}}])
def test_an_invoice_is_found_by_its_number(business: Business, log_in: LogIn, window: dict[str, object]) -> None:
    number = business.contact.invoices.first().invoice_number
    page = log_in(business.owner, **window)
    page.locator("#find").fill(number)
    page.keyboard.press("Enter")
    page.get_by_role("table", name="Invoices").get_by_role("link", name=number).first.click()
    expect(page.get_by_role("heading", name=number, level=1)).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/companies/", "/contacts/", "/invoices/", "/subscriptions/?tab=all", "/deals/list/", "/search/?q=b"]
)
def test_the_rows_of_a_list_are_equally_high(business: Business, log_in: LogIn, path: str) -> None:
    everything_of(business)
    page = log_in(business.owner, viewport={"width": 1280, "height": 900})
    page.goto(path)
    tables = page.locator(".list tbody").evaluate_all(
        "tables => tables.map(table => [...table.rows].map(row => Math.round(row.offsetHeight)))"
    )
    assert tables
    assert [heights for heights in tables if max(heights) - min(heights) > 1] == []


def test_what_is_found_is_offered_while_one_types(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    find = page.get_by_role("combobox", name="Search", exact=True)
    offered = page.get_by_role("listbox", name="Found")
    page.keyboard.press("/")
    page.keyboard.type("brasseire du nord")
    expect(offered.get_by_text("Did you mean brasserie du nord?")).to_be_visible()
    page.keyboard.press("ArrowDown")
    first = offered.get_by_role("option", name="Brasserie du Nord SRL").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(find).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Brasserie du Nord SRL", level=1)).to_be_visible()
