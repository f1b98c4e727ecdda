"""The settings of deals in a real browser: phases are put in order, added and deleted from the keyboard."""

from typing import Any

from playwright.sync_api import Page, expect

from comptoir.deals.models import Deal, Phase, Source
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import a_deal, the_phase


def order(page: Page) -> list[str]:
    return page.locator(".phases .main a").all_inner_texts()


def test_a_phase_moves_under_the_finger_and_keeps_the_focus(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/settings/deals/")
    up = page.get_by_role("button", name="Move Meeting held up")
    up.press("Enter")
    expect(page.locator(".phases .main").nth(1)).to_contain_text("Meeting held")
    expect(up).to_be_focused()
    up.press("Enter")
    expect(page.locator(".phases .main").nth(0)).to_contain_text("Meeting held")
    expect(up).to_be_focused()
    up.press("Enter")
    page.wait_for_load_state("networkidle")
    assert order(page) == ["Meeting held", "New", "Contacted", "Quotation sent", "Negotiation"]
    assert faults(page) == []


def test_a_phase_is_added_and_deleted_from_the_keyboard(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/settings/deals/")
    page.get_by_role("link", name="Add a phase").press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("New")
    page.get_by_label("Probability in %").fill("30")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This pipeline has a phase of this name already.")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Name").fill("Visit")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The phase Visit is added.")).to_be_visible()
    assert order(page)[-1] == "Visit"

    deal = a_deal(business.company)
    page.keyboard.press("j")
    page.keyboard.press(".")
    page.get_by_role("menuitem", name="Delete").press("Enter")
    expect(page.get_by_text("1 open deal", exact=True)).to_be_visible()
    page.get_by_label("The deals in New move to").select_option("Visit")
    assert faults(page) == []
    page.get_by_role("button", name="Delete the phase").press("Enter")
    expect(page.get_by_text("The phase New is deleted.")).to_be_visible()
    assert Deal.objects.get(pk=deal.pk).phase == Phase.objects.get(name="Visit")


def test_everything_works_without_javascript(business: Business, log_in: LogIn) -> None:
    options: dict[str, Any] = {"java_script_enabled": False}
    page = log_in(business.owner, **options)
    page.goto("/settings/deals/")
    page.get_by_role("button", name="Move Negotiation up").click()
    assert order(page)[3] == "Negotiation"
    page.get_by_role("link", name="Add a source").click()
    page.get_by_label("Name").fill("Market")
    page.get_by_role("button", name="Add the source").click()
    expect(page.get_by_text("“Market” is added.")).to_be_visible()
    page.get_by_role("link", name="Contacted").click()
    page.get_by_label("Name").fill("Called")
    page.get_by_role("button", name="Save").click()
    assert order(page)[1] == "Called"
    assert the_phase(business.account, 2).name == "Called"
    assert Source.objects.filter(name="Market").exists()
