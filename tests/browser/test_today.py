"""The start page in a real browser: what is due is ticked off where it stands, and everything leads somewhere."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comptoir.accounts.models import User
from comptoir.followups.models import Call, Meeting, Task
from comptoir.invoicing import holds
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import a_call, a_deal, a_meeting, a_quotation, a_task


@pytest.fixture
def sofie(business: Business) -> User:
    """The owner, with one follow-up of each kind, one of them late."""
    now, owner = timezone.now(), business.owner
    a_task(business.company, owner, "Find an address", days=-3, on=business.today)
    a_call(business.company, owner, at=now)
    a_meeting(business.company, owner, title="Visit", at=now)
    return owner


def count(page: Page) -> str:
    return " ".join(page.locator("nav .first").get_by_role("link", name="Today").inner_text().split())


def test_what_is_due_is_ticked_off_where_it_stands(business: Business, sofie: User, log_in: LogIn) -> None:
    page = log_in(sofie)
    errors: list[str] = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    assert count(page).startswith("Today 3")
    assert faults(page) == []
    rows = page.get_by_role("region", name="To do").locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Overdue")

    page.get_by_role("button", name="Done: Find an address").press("Enter")
    expect(page.get_by_role("button", name="Reopen: Find an address")).to_be_focused()
    expect(rows.first.locator("td.main > svg")).to_be_visible()
    assert count(page).startswith("Today 2")
    page.get_by_role("button", name="Held: Visit").click()
    expect(page.get_by_role("button", name="Reopen: Visit")).to_be_visible()
    expect(rows).to_have_count(3)
    page.get_by_role("link", name="Made: Call Brasserie du Midi SRL").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Outcome").select_option(label="Reached")
    dialog.get_by_role("button", name="The call was made").click()
    expect(page.get_by_role("heading", name="Nothing is due")).to_be_visible()
    assert count(page) == "Today"
    assert [model.objects.done().count() for model in (Task, Call, Meeting)] == [1, 1, 1]
    assert faults(page) == []
    page.get_by_role("link", name="This week").click()
    expect(page.get_by_role("link", name="Visit Brasserie du Midi SRL (done)")).to_be_visible()
    assert errors == []


def test_everything_on_it_leads_somewhere(business: Business, sofie: User, log_in: LogIn) -> None:
    deal = a_deal(business.company, "Terrace", responsible_user=sofie, last_activity_on=dt.date(2020, 1, 1))
    quotation = a_quotation(deal, expires_after=business.today)
    held, leaving = business.company.invoices.order_by("due_on")[1], business.twin.invoices.order_by("due_on")[0]
    holds.put_on_hold(held, by=sofie, at=timezone.now())
    page = log_in(sofie)
    for region, name, address in (
        ("Deals that need attention", "Terrace", url_of(deal)),
        ("Quotations", quotation.name, url_of(quotation)),
        ("Longest on hold", held.invoice_number, url_of(held)),
        ("Longest on hold", "All on hold", "/invoices/?tab=on-hold"),
        ("Reminders", leaving.invoice_number, url_of(leaving)),
        ("Reminders", "All of them", "/reminders/tomorrow/"),
    ):
        expect(page.get_by_role("region", name=region).get_by_role("link", name=name)).to_have_attribute(
            "href", address
        )
    assert faults(page) == []
    page.get_by_role("link", name="Calendar").click()
    page.wait_for_url("**/calendar/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/today/")
    page.get_by_role("link", name="Comptoir").click()
    expect(page.get_by_role("region", name="To do")).to_be_visible()


def test_a_task_is_added_from_it(business: Business, sofie: User, log_in: LogIn) -> None:
    page = log_in(sofie)
    page.keyboard.press("n")
    page.get_by_role("menuitem", name="New task").click()
    dialog = page.get_by_role("dialog", name="New task")
    expect(dialog.get_by_label("Due")).to_have_value(business.today.isoformat())
    dialog.get_by_label("Title").fill("Ask for the keys")
    dialog.get_by_role("button", name="Add the task").click()
    expect(page.get_by_role("link", name="Ask for the keys")).to_be_visible()
    assert count(page).startswith("Today 4")


def test_on_a_telephone_and_without_javascript(business: Business, sofie: User, log_in: LogIn) -> None:
    page = log_in(
        sofie, viewport={"width": 390, "height": 844}, color_scheme="dark", java_script_enabled=False, has_touch=True
    )
    assert page.locator("html").evaluate("html => html.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Done: Find an address").click()
    page.wait_for_url("**/today/")
    expect(page.get_by_text("Done: Find an address")).to_be_visible()
    expect(page.get_by_role("link", name="Find an address", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Find an address", exact=True)).to_be_visible()
