"""Custom fields in a real browser: made in the settings, filled in on a booked invoice, from the keyboard."""

from playwright.sync_api import expect

from comptoir.custom_fields.values import read
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import a_field


def test_a_list_is_made_and_put_in_order_from_the_keyboard(business: Business, log_in: LogIn) -> None:
    a_field(business.account, "contact", label="Hobby")
    page = log_in(business.owner)
    page.goto("/settings/fields/")
    page.get_by_role("link", name="Add a field: Contacts").press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Newspapers")
    expect(page.get_by_label("Words to choose from")).to_be_hidden()
    page.get_by_label("Kind").select_option("multi_select")
    page.get_by_label("Words to choose from").fill("Le Soir\nDe Standaard")
    assert faults(page) == []
    page.get_by_role("button", name="Add the field").press("Enter")
    expect(page.get_by_text("The field Newspapers is added.")).to_be_visible()
    up = page.get_by_role("button", name="Move Newspapers up")
    up.press("Enter")
    expect(page.locator("#contact .main").first).to_contain_text("Newspapers")
    expect(up).to_be_focused()


def test_a_field_of_a_booked_invoice_is_filled_in_over_its_page(business: Business, log_in: LogIn) -> None:
    field = a_field(business.account, "invoice", "email", label="Checked by")
    invoice = business.company.invoices.order_by("due_on")[0]
    page = log_in(business.owner)
    page.goto(f"/invoices/{invoice.pk}/")
    page.get_by_role("link", name="Edit the fields").press("Enter")
    page.get_by_label("Checked by").fill("nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_text("nobody is not an address").first).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Checked by").fill("ann@example.com")
    page.keyboard.press("Enter")
    expect(page.locator(".details").get_by_role("link", name="ann@example.com")).to_be_visible()
    assert read(invoice.pk, "invoice") == {field.pk: "ann@example.com"}
