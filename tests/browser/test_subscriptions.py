"""Subscriptions in a real browser: from a customer's page to the end that cannot be undone."""

import pytest
from playwright.sync_api import Page, expect

from comptoir.invoicing.models import CreditNote
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.everything import everything_of

PLAIN, SCRIPTLESS, NARROW = {}, {"java_script_enabled": False}, {"viewport": {"width": 390, "height": 844}}


@pytest.mark.parametrize("options", [PLAIN, NARROW], ids=["plain", "390 px"])
def test_make_one_for_a_customer_then_deactivate_it(options: dict, business: Business, log_in: LogIn):
    page = log_in(business.owner, **options)
    page.goto(f"{url_of(business.company)}?tab=subscriptions")
    page.get_by_role("button", name="Something else for this customer").click()
    page.get_by_role("menuitem", name="New subscription").click()
    expect(page.get_by_role("combobox", name="Customer")).to_have_value("Brasserie du Midi SRL")
    page.wait_for_load_state()  # a hand is never quicker than the page's scripts, a test is

    page.get_by_label("Title").fill("Garden heating")
    lines = page.locator("[data-lines]")
    place = lines.bounding_box()
    page.get_by_label("Starts on").fill("2026-06-30")
    expect(page.get_by_text("5 invoices are made the next morning")).to_be_visible()
    page.get_by_label("Starts on").fill("2027-01-31")
    expect(page.get_by_text("28 Feb 2027 to 30 Mar 2027")).to_be_visible()
    assert lines.bounding_box() == place
    page.get_by_label("Description").first.fill("Heating")
    page.get_by_label("Unit price").first.fill("100,00")
    expect(page.locator("#totals")).to_contain_text("121.00")
    expect(page.locator("#ahead td.num")).to_have_text(["€\xa0121.00"] * 12)
    page.get_by_role("button", name="Create the subscription").click()
    expect(page.get_by_role("heading", name="Garden heating")).to_be_visible()

    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("menuitem", name="Deactivate").click()
    dialog = page.get_by_role("dialog", name="Deactivate Garden heating")
    expect(dialog).to_contain_text("This cannot be undone")
    expect(dialog).to_contain_text("€\xa0121.00")
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_be_hidden()
    deactivate(page)
    expect(page.get_by_role("status").filter(has_text="Deactivated on")).to_be_visible()
    assert Subscription.objects.get(title="Garden heating").deactivated_by == business.owner


def deactivate(page: Page) -> None:
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("menuitem", name="Deactivate").click()
    page.get_by_role("button", name="Deactivate subscription").click()


def test_without_javascript_the_form_and_the_dialog_work_too(business: Business, log_in: LogIn):
    page = log_in(business.owner, **SCRIPTLESS)
    page.goto(f"/subscriptions/new/?customer={business.company.pk}")
    page.get_by_label("Title").fill("Garden heating")
    page.get_by_label("Description").first.fill("Heating")
    page.get_by_label("Unit price").first.fill("100,00")
    page.get_by_role("button", name="Add a line").click()
    expect(page.get_by_label("Title")).to_have_value("Garden heating")
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_role("heading", name="Garden heating")).to_be_visible()
    made = Subscription.objects.get(title="Garden heating")

    page.goto(f"{url_of(made)}deactivate/")
    page.get_by_role("button", name="Deactivate subscription").click()
    expect(page.get_by_role("status").filter(has_text="Deactivated on")).to_be_visible()


def test_a_figure_leads_to_what_is_behind_it_and_a_day_to_who_is_billed(business: Business, log_in: LogIn):
    active = business.twin.subscriptions.get()
    page = log_in(business.owner, **SCRIPTLESS)
    page.goto("/subscriptions/")
    page.get_by_role("link", name="Recurring revenue").click()
    page.get_by_role("link", name="New €").click()
    expect(page.get_by_role("row", name=business.twin.name)).to_contain_text("100.00")
    page.goto("/subscriptions/calendar/")
    if active.bill_on.month != business.today.month:
        page.get_by_role("link", name="The month after").click()
    page.locator(f"table a[href*='day={active.bill_on}']").click()
    expect(page.get_by_role("row", name=business.twin.name)).to_contain_text("121.00")


def test_on_a_telephone_a_prepared_credit_note_is_booked_and_the_plan_changed(business: Business, log_in: LogIn):
    ids = everything_of(business)
    page = log_in(business.owner, **NARROW)
    page.goto("/invoices/credit-notes/")
    prepared = page.get_by_role("region", name="Prepared credit notes")
    prepared.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Book the credit note").click()
    page.get_by_role("dialog").get_by_role("button", name="Book the credit note").click()
    expect(page.get_by_role("status").filter(has_text="is booked")).to_be_visible()
    assert CreditNote.objects.filter(pk=ids["credit_draft"]).exists()

    page.goto("/settings/plan/")
    page.get_by_role("link", name="Change to GO").click()
    expect(page.get_by_role("heading", name="Change to GO")).to_be_visible()
