"""The frame and its components in a real browser: by keyboard, in both themes, on a narrow screen, without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import faults, let_in
from tests.factories import PASSWORD, a_user, an_account

pytestmark = pytest.mark.django_db(transaction=True)

COMPONENTS = Path(__file__).parent / "templates"


@pytest.fixture
def owner():
    return a_user(an_account(), email="sofie@nord.example")


@pytest.fixture
def _with_components(settings):
    settings.ROOT_URLCONF = "tests.browser.components"
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [COMPONENTS]}]


@pytest.fixture
def visit(page, live_server, owner, _with_components):
    """The page at a path, for a logged-in owner; nothing on it may end in an error."""
    let_in(page, live_server, owner)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def go(path):
        page.goto(live_server.url + path)
        return page

    yield go
    assert errors == []


def test_log_in_and_out(page, live_server, owner):
    page.goto(f"{live_server.url}/login/")
    assert faults(page) == []
    page.get_by_label("E-mail").fill("sofie@nord.example")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    assert faults(page) == []
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{live_server.url}/settings/")
    page.get_by_role("button", name="user menu").click()
    page.get_by_role("menuitem", name="Log out").click()
    expect(page).to_have_url(re.compile("/login/"))


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_every_component_is_accessible(visit, theme, width):
    page = visit("/components/")
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    assert faults(page) == []
    with page.expect_navigation():  # a look at a page that is just leaving finds nothing to look at
        page.get_by_role("button", name="Save the payment").click()
    assert faults(page) == []
    page.goto(page.url.replace("/components/", "/say/"))
    assert faults(page) == []
    page.get_by_role("button", name="More actions").first.click()
    assert faults(page) == []
    page.get_by_role("menuitem", name="Deactivate").click()
    page.get_by_role("dialog", name="Deactivate Brasserie du Midi SRL").wait_for()
    assert faults(page) == []


def test_a_page_that_is_not_there_or_not_for_you_is_accessible(visit):
    assert faults(visit("/nothing/")) == []
    assert faults(visit("/refuse/")) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(visit, width):
    page = visit("/components/")
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_three_dots_by_keyboard(visit):
    page = visit("/components/")
    dots = page.get_by_role("button", name="More actions").first
    dots.focus()
    page.keyboard.press("Enter")
    expect(dots).to_have_attribute("aria-expanded", "true")
    expect(page.locator(":focus")).to_have_text("Edit")
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text("Deactivate")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(":focus")).to_have_text("Delete")
    page.keyboard.press("p")
    expect(page.locator(":focus")).to_have_text("Put on hold")
    page.keyboard.press("Escape")
    expect(dots).to_have_attribute("aria-expanded", "false")
    expect(dots).to_be_focused()


def test_a_dialog_opens_comes_back_with_news_and_gives_the_focus_back(visit):
    page = visit("/components/")
    dots = page.get_by_role("button", name="More actions").first
    dots.click()
    page.get_by_role("menuitem", name="Deactivate").click()
    dialog = page.get_by_role("dialog", name="Deactivate Brasserie du Midi SRL")
    box = dialog.get_by_label("Put the 4 outstanding invoices on hold")
    expect(dialog.get_by_text("Left unticked: 2 reminders leave.")).to_be_visible()
    box.check()
    expect(dialog.get_by_text("2 reminders will not leave.")).to_be_visible()
    expect(dialog.get_by_text("Left unticked: 2 reminders leave.")).to_be_hidden()
    dialog.get_by_role("button", name="Deactivate").click()
    expect(dialog.get_by_text("Meanwhile € 1,210.00 was paid.")).to_be_visible()
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_be_hidden()
    expect(dots).to_be_focused()


def test_after_the_dialog_a_toast_offers_undo(visit):
    page = visit("/components/")
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("menuitem", name="Deactivate").click()
    page.get_by_role("dialog").get_by_label("Note").fill("Bankrupt")
    page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    said = page.get_by_role("status").filter(has_text="Brasserie du Midi SRL deactivated")
    expect(said.get_by_role("button", name="Undo")).to_be_visible()


def test_a_refusal_is_a_toast(visit):
    page = visit("/components/")
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("menuitem", name="Refuse").click()
    expect(page.get_by_role("status").filter(has_text="You do not have the right")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_toast_stays_while_somebody_reads_it_and_then_goes(visit):
    page = visit("/components/")
    page.clock.install()
    page.goto(page.url.replace("/components/", "/say/"))
    said = page.locator(".toast")
    said.hover()
    page.clock.run_for(60_000)
    expect(said).to_be_visible()
    page.mouse.move(600, 300)
    page.clock.run_for(8_000)
    expect(said).to_be_visible()
    page.clock.run_for(9_000)
    expect(said).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_toast_covers_no_button_that_scrolling_could_not_free(visit, width):
    page = visit("/components/")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(page.url.replace("/components/", "/say/"))
    for name in ("Save the payment", "Undo"):
        page.get_by_role("button", name=name).click(trial=True)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    toast, button = page.locator(".toast").bounding_box(), page.get_by_role("button", name="Save").bounding_box()
    assert button["y"] + button["height"] <= toast["y"] or button["x"] >= toast["x"] + toast["width"]


def test_hands_stay_on_the_keyboard(visit):
    page = visit("/components/")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search", exact=True)).to_be_focused()
    page.locator(":focus").blur()
    page.keyboard.press("f")
    expect(page.locator("#list-find")).to_be_focused()
    page.keyboard.type("n.?j")
    expect(page.locator("#list-find")).to_have_value("n.?j")
    page.locator("#list-find").blur()
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("2026-118")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("2026-117")
    page.keyboard.press(".")
    expect(page.locator(":focus")).to_have_text("Open")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator(":focus")).to_have_text("2026-118")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#2026-118"))
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("#new"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/companies/"))


def test_ticked_rows_show_what_can_be_done_with_them(visit):
    page = visit("/components/")
    release = page.get_by_role("button", name="Release")
    expect(release).to_be_hidden()
    page.get_by_label("2026-118").check()
    expect(page.locator(".selection")).to_contain_text("1 selected")
    page.get_by_label("All").check()
    expect(page.locator(".selection")).to_contain_text("2 selected")
    expect(release).to_be_visible()


def test_the_theme_changes_at_once_and_is_remembered(visit):
    page = visit("/components/")
    page.get_by_role("button", name="user menu").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 21, 23)"


def test_on_a_narrow_screen_the_rest_is_under_more(visit):
    page = visit("/components/")
    page.set_viewport_size({"width": 390, "height": 844})
    main = page.get_by_role("navigation", name="Main")
    assert main.get_by_role("link").all_inner_texts() == ["Today", "Contacts", "Companies", "Deals"]
    main.get_by_role("button", name="More").click()
    expect(main.get_by_role("link", name="Settings")).to_be_visible()
    assert faults(page) == []
    main.get_by_role("link", name="Settings").click()
    expect(page).to_have_url(re.compile("/settings/"))


def test_without_scripts_menus_open_dialogs_are_pages_and_toasts_stand_still(
    browser, live_server, owner, _with_components
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    let_in(page, live_server, owner)
    page.goto(f"{live_server.url}/components/")
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("menuitem", name="Deactivate").click()
    expect(page).to_have_url(re.compile("/ask/"))
    expect(page.get_by_role("heading", name="Deactivate Brasserie du Midi SRL", level=1)).to_be_visible()
    page.get_by_label("Note").fill("Bankrupt")
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("status").get_by_role("button", name="Undo")).to_be_visible()
    page.get_by_role("button", name="user menu").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_the_first_tab_skips_to_the_content(visit):
    page = visit("/components/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
