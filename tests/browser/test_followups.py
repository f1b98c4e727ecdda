"""Follow-ups in a real browser: what is due is seen, ticked off, taken back, added and changed."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comptoir.accounts.models import User
from comptoir.followups.models import Task
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import a_member, a_task


@pytest.fixture
def jan(business: Business) -> User:
    """A member without any right, with one task that is late, one for today and one to come."""
    jan = a_member(business.account, first_name="Jan", last_name="Peeters")
    for days, title in ((-3, "Find an address"), (0, "Call the receiver"), (9, "Visit them")):
        a_task(business.company, jan, title, days=days, on=business.today)
    return jan


def navigation(page: Page) -> str:
    return " ".join(page.locator("nav .first").get_by_role("link", name="Follow-ups").inner_text().split())


def test_what_is_due_is_ticked_off_where_it_stands(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan)
    errors: list[str] = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    assert navigation(page).startswith("Follow-ups 2")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/follow-ups/")
    assert faults(page) == []
    row = page.get_by_role("row").filter(has_text="Find an address")
    expect(row).to_contain_text("Overdue")
    page.get_by_role("button", name="Done: Find an address").press("Enter")
    expect(row.get_by_role("button", name="Reopen: Find an address")).to_be_focused()
    expect(page.get_by_role("row")).to_have_count(4)
    assert navigation(page).startswith("Follow-ups 1")
    toast = page.get_by_role("status").filter(has_text="Done: Find an address")
    expect(toast).to_be_visible()
    assert faults(page) == []
    assert Task.objects.done().count() == 1

    toast.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("To do again: Find an address")).to_be_visible()
    assert navigation(page).startswith("Follow-ups 2")
    page.get_by_role("button", name="Done: Call the receiver").click()
    page.get_by_role("button", name="Reopen: Call the receiver").click()
    expect(page.get_by_role("button", name="Done: Call the receiver")).to_be_visible()
    assert (Task.objects.open().count(), errors) == (3, [])


def test_a_letter_alone_leads_nowhere(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan)
    page.goto("/reminders/")  # young enough for its keys to be mistaken for the second of two
    page.keyboard.press("f")
    page.keyboard.press("c")
    page.wait_for_timeout(300)
    assert page.url.endswith("/reminders/")


def test_a_task_about_somebody_deactivated_is_added_and_changed(business: Business, jan: User, log_in: LogIn) -> None:
    seen = preview(business.contact, at=timezone.now()).fingerprint
    deactivate(business.contact, by=business.owner, at=timezone.now(), fingerprint=seen)
    page = log_in(jan)
    page.goto("/follow-ups/?tab=everyone")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New task")
    expect(dialog.get_by_label("Title")).to_be_focused()
    dialog.get_by_role("button", name="Add the task").click()
    expect(dialog.get_by_text("Choose a customer.")).to_be_visible()
    assert faults(page) == []
    page.keyboard.type("Send the file to the lawyer")
    dialog.get_by_role("combobox", name="Customer").fill("martin")
    option = dialog.get_by_role("option", name="Luc Martin")
    expect(option).to_contain_text("Deactivated")
    option.click()
    dialog.get_by_label("Assigned to").select_option(label="Sofie Vermeulen")
    assert faults(page) == []
    dialog.get_by_role("button", name="Add the task").click()
    page.wait_for_url("**/follow-ups/?tab=everyone")
    expect(page.get_by_text("Task added: Send the file to the lawyer")).to_be_visible()

    page.get_by_role("link", name="Send the file to the lawyer").click()
    dialog = page.get_by_role("dialog", name="Edit task")
    dialog.get_by_label("Title").fill("Send everything to the lawyer")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row").filter(has_text="Send everything to the lawyer")).to_contain_text("Sofie Vermeulen")
    task = Task.objects.get(title="Send everything to the lawyer")
    assert (task.customer, task.assignee) == (business.contact, business.owner)


def test_on_the_customers_page(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan)
    page.goto(url_of(business.company))
    page.get_by_role("link", name="Follow-ups 3", exact=True).click()
    expect(page.get_by_role("button", name="Done: Visit them")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Done: Visit them").click()
    expect(page.get_by_role("region", name="Activities")).to_contain_text("Task done: Visit them")
    expect(page.get_by_role("link", name="Follow-ups 2", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="New task").click()
    dialog = page.get_by_role("dialog", name="New task")
    expect(dialog.get_by_role("combobox", name="Customer")).to_have_value("Brasserie du Midi SRL")
    dialog.get_by_label("Title").fill("Ask for the keys")
    dialog.get_by_role("button", name="Add the task").click()
    expect(page.get_by_role("link", name="Ask for the keys")).to_be_visible()
    expect(page.get_by_role("link", name="Follow-ups 3", exact=True)).to_have_attribute("aria-current", "page")


def test_without_javascript(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan, java_script_enabled=False)
    page.goto("/follow-ups/")
    page.get_by_role("button", name="Done: Find an address").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("link", name="Find an address").click()
    page.get_by_label("Title").fill("Find two addresses")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Find two addresses")).to_be_visible()
    page.goto(f"{url_of(business.contact)}?tab=follow-ups")
    page.get_by_role("link", name="New task").click()
    page.get_by_label("Title").fill("Say hello")
    page.get_by_role("button", name="Add the task").click()
    page.wait_for_url(f"**{url_of(business.contact)}?tab=follow-ups")
    expect(page.get_by_role("link", name="Say hello")).to_be_visible()


def test_on_a_telephone_what_is_due_is_counted_on_more(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan, viewport={"width": 390, "height": 844}, color_scheme="dark")
    more = page.get_by_role("button", name="More 2 due today or earlier")
    more.click()
    page.get_by_role("link", name="Follow-ups 2 due today or earlier").click()
    expect(page.get_by_role("heading", name="Follow-ups")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Done: Call the receiver").click()
    expect(page.get_by_role("button", name="More 1 due today or earlier")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
