"""Deals in a real browser: made, dragged, moved with the keys and without JavaScript, won, lost and taken up again."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from comptoir.accounts.models import User
from comptoir.deals.models import Deal, Status
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import a_deal, a_member

SCRIPTLESS: dict[str, Any] = {"java_script_enabled": False}
NARROW: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.fixture
def luc(business: Business) -> User:
    """A colleague who may change deals."""
    return a_member(business.account, "deals", first_name="Luc", last_name="Dubois")


@pytest.fixture
def terrace(business: Business) -> Deal:
    """An open deal in the first phase."""
    return a_deal(business.company, responsible_user=business.owner, last_activity_on=business.today)


def phase(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def card(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title, exact=True))


def toast(page: Page, words: str) -> Locator:
    return page.get_by_role("status").filter(has_text=words)


def test_a_deal_is_made_dragged_and_won(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/deals/")
    expect(page.get_by_role("heading", name="No deals yet")).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_url("**/deals/new/")
    page.get_by_label("Title").fill("New terrace")
    page.get_by_role("combobox", name="Customer").fill("midi")
    page.get_by_role("option", name="Brasserie du Midi SRL").click()
    page.get_by_role("combobox", name="Contact person").click()
    expect(page.get_by_role("option").first).to_contain_text("Luc Martin")
    page.get_by_role("option").first.click()
    page.get_by_label("Value").fill("5.000,00")
    page.get_by_role("button", name="Add the deal").click()
    expect(page.get_by_role("heading", name="New terrace", level=1)).to_be_visible()
    assert faults(page) == []

    page.get_by_role("link", name="Deals", exact=True).first.click()
    assert faults(page) == []
    card(page, "New terrace").drag_to(phase(page, "Negotiation"))
    expect(toast(page, "New terrace moved to Negotiation")).to_be_visible()
    expect(phase(page, "Negotiation")).to_contain_text("New terrace")
    expect(phase(page, "Negotiation")).to_contain_text("€\xa04,500.00")
    expect(phase(page, "New")).to_contain_text("No deals in this phase")
    expect(page.get_by_role("link", name="New terrace", exact=True)).to_be_focused()
    assert faults(page) == []
    deal = Deal.objects.get()
    assert (deal.phase.name, deal.contact_person) == ("Negotiation", business.contact)

    toast(page, "moved").get_by_role("button", name="Undo").click()
    expect(toast(page, "New terrace moved to New")).to_be_visible()
    expect(phase(page, "New")).to_contain_text("New terrace")

    drag_to_the_end(page, "New terrace", "Won")
    expect(toast(page, "New terrace is won")).to_be_visible()
    expect(page.get_by_role("link", name="New terrace", exact=True)).to_have_count(0)
    assert Deal.objects.get().status == Status.WON
    toast(page, "is won").get_by_role("button", name="Undo").click()
    expect(phase(page, "New")).to_contain_text("New terrace")
    assert Deal.objects.get().status == Status.OPEN


def drag_to_the_end(page: Page, title: str, end: str) -> None:
    """The places for won and lost deals are there only while one is dragged."""
    place = page.locator("[data-ends] p", has_text=end)
    expect(place).to_be_hidden()
    card(page, title).get_by_text("Brasserie").hover()
    page.mouse.down()
    box = card(page, title).bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] + 40, steps=4)
    expect(place).to_be_visible()
    place.hover()
    place.hover()
    page.mouse.up()
    expect(place).to_be_hidden()


def test_it_is_moved_with_the_keys(business: Business, terrace: Deal, log_in: LogIn) -> None:
    a_deal(business.twin, "Awnings", last_activity_on=business.today, estimated_closing_date=business.today)
    page = log_in(business.owner)
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/deals/")
    title = page.get_by_role("link", name="New terrace", exact=True)
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Awnings", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(title).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")  # there is nothing before the first phase
    page.keyboard.press("Shift+ArrowRight")
    expect(toast(page, "New terrace moved to Contacted")).to_be_visible()
    expect(phase(page, "Contacted")).to_contain_text("New terrace")
    expect(title).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    expect(toast(page, "New terrace moved to Meeting held")).to_be_visible()
    expect(title).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("link", name="Awnings", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(title).to_be_focused()
    page.keyboard.press(".")
    page.get_by_role("menuitem", name="Move to New").press("Enter")
    expect(phase(page, "New")).to_contain_text("New terrace")
    expect(title).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/deals/{terrace.pk}/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Move the deal")


def test_without_javascript(business: Business, terrace: Deal, log_in: LogIn) -> None:
    page = log_in(business.owner, **SCRIPTLESS)
    page.goto("/deals/?who=mine")
    card(page, "New terrace").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Move to Quotation sent").click()
    page.wait_for_url("**/deals/?who=mine")
    expect(page.get_by_text("New terrace moved to Quotation sent")).to_be_visible()
    expect(phase(page, "Quotation sent")).to_contain_text("New terrace")
    page.get_by_role("button", name="Undo").click()
    expect(phase(page, "New")).to_contain_text("New terrace")

    page.get_by_role("link", name="New terrace", exact=True).click()
    page.get_by_role("button", name="Meeting held").click()
    expect(page.locator("[aria-current=step]")).to_have_text("Meeting held")
    page.get_by_role("link", name="Mark as lost").click()
    page.get_by_label("Reason").select_option(label="Too expensive")
    page.get_by_role("button", name="Mark as lost").click()
    expect(page.get_by_role("heading", name="New terrace")).to_be_visible()
    expect(page.get_by_role("region", name="Activities")).to_contain_text("lost: Too expensive")
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_text("New terrace is open again, in Meeting held")).to_be_visible()
    page.get_by_role("button", name="Mark as won").first.click()
    expect(page.get_by_text("New terrace is won")).to_be_visible()


def test_two_at_once(business: Business, terrace: Deal, luc: User, log_in: LogIn) -> None:
    hers, his = log_in(business.owner), log_in(luc)
    for page in (hers, his):
        page.goto("/deals/")
        page.wait_for_load_state()
    card(his, "New terrace").drag_to(phase(his, "Contacted"))
    expect(toast(his, "New terrace moved to Contacted")).to_be_visible()
    card(hers, "New terrace").drag_to(phase(hers, "Negotiation"))
    expect(toast(hers, "Luc Dubois moved “New terrace” to Contacted meanwhile.")).to_be_visible()
    expect(phase(hers, "Contacted")).to_contain_text("New terrace")
    expect(phase(hers, "New")).to_contain_text("No deals in this phase")
    expect(hers.get_by_role("link", name="New terrace", exact=True)).to_have_count(1)
    assert faults(hers) == []
    card(hers, "New terrace").drag_to(phase(hers, "Negotiation"))
    expect(toast(hers, "New terrace moved to Negotiation")).to_be_visible()
    assert Deal.objects.get().phase.name == "Negotiation"


def test_it_is_lost_for_a_reason_and_taken_up_again(business: Business, terrace: Deal, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/deals/")
    drag_to_the_end(page, "New terrace", "Lost")
    dialog = page.get_by_role("dialog", name="Mark New terrace as lost")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    assert faults(page) == []
    dialog.get_by_role("link", name="Cancel").click()
    expect(phase(page, "New")).to_contain_text("New terrace")
    assert Deal.objects.get().status == Status.OPEN

    drag_to_the_end(page, "New terrace", "Lost")
    dialog.get_by_label("Reason").select_option(label="Chose a competitor")
    dialog.get_by_label("Remark").fill("Their terrace is bigger")
    dialog.get_by_role("button", name="Mark as lost").click()
    expect(toast(page, "New terrace is lost")).to_be_visible()
    page.get_by_role("link", name="List").click()
    page.get_by_role("link", name="Lost").click()
    row = page.get_by_role("row").filter(has_text="New terrace")
    expect(row).to_contain_text("Chose a competitor")
    assert faults(page) == []
    row.get_by_role("link", name="New terrace").click()
    expect(page.get_by_role("region", name="Activities")).to_contain_text("Their terrace is bigger")
    assert faults(page) == []
    page.get_by_role("button", name="Reopen").first.click()
    expect(toast(page, "New terrace is open again, in New")).to_be_visible()
    page.get_by_role("button", name="Contacted").click()
    expect(page.locator("[aria-current=step]")).to_have_text("Contacted")


def test_a_deactivated_customer_is_chosen_with_the_keys(business: Business, log_in: LogIn) -> None:
    customer = business.company
    seen = preview(customer, at=timezone.now()).fingerprint
    deactivate(customer, by=business.owner, at=timezone.now(), fingerprint=seen)
    page = log_in(business.owner)
    page.goto("/deals/new/")
    page.wait_for_load_state()
    page.keyboard.type("New terrace")
    page.keyboard.press("Tab")
    page.keyboard.type(customer.name[:8])
    option = page.get_by_role("option", name=customer.name)
    expect(option).to_contain_text("Deactivated")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Customer")).to_have_value(customer.name)
    expect(page.locator("[data-mark]").first).to_have_text("Deactivated")
    expect(page.get_by_text(f"{customer.name} was deactivated on")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Add the deal").press("Enter")
    expect(page.get_by_role("heading", name="New terrace", level=1)).to_be_visible()
    expect(page.get_by_text("This deal stays open until somebody closes it.")).to_be_visible()
    assert Deal.objects.get().customer == customer
    page.goto(f"{url_of(customer)}?tab=deals")
    expect(page.get_by_role("row").filter(has_text="New terrace")).to_contain_text("Sofie Vermeulen")
    assert faults(page) == []


def test_on_a_telephone(business: Business, terrace: Deal, log_in: LogIn) -> None:
    page = log_in(business.owner, **NARROW)
    page.goto("/deals/")
    card(page, "New terrace").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Move to Contacted").click()
    expect(phase(page, "Contacted")).to_contain_text("New terrace")
    expect(page.get_by_role("link", name="New terrace", exact=True)).to_be_in_viewport()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="New terrace", exact=True).click()
    expect(page.get_by_role("heading", name="New terrace", level=1)).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
