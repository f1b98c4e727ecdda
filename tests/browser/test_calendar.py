"""The calendar in a real browser: by mouse, by keys, on a telephone, without scripts, and from another program."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from comptoir.accounts.models import User
from comptoir.followups.models import CalendarFeed, Meeting
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import a_call, a_meeting, a_member, a_task

MAY = dt.date(2031, 5, 6)
"""A Tuesday, far from today."""


def at(hour: int, minute: int = 0) -> dt.datetime:
    """A moment of that day; in summer Brussels is two hours before UTC."""
    return dt.datetime(2031, 5, 6, hour - 2, minute, tzinfo=dt.UTC)


@pytest.fixture
def jan(business: Business) -> User:
    """A member without any right, with a task, a call and two meetings at once on a day in May 2031."""
    jan = a_member(business.account, first_name="Jan", last_name="Peeters")
    a_task(business.company, jan, "Send the drawings", on=MAY)
    a_call(business.company, jan, at=at(9))
    a_meeting(business.company, jan, title="Visit", at=at(10))
    a_meeting(business.twin, jan, business.owner, title="Interview", at=at(10, 30))
    return jan


@pytest.fixture
def page(business: Business, jan: User, log_in: LogIn) -> Page:
    """The month of May 2031; nothing on it may end in an error."""
    page = log_in(jan)
    errors: list[str] = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/calendar/?on=2031-05-06")
    yield page
    assert errors == []


def items(page: Page, day: str) -> list[str]:
    each = page.locator(f"[data-day='{day}'] .item").all()
    return [" ".join(item.text_content().split()) for item in each]


def test_from_the_month_to_the_week_and_on(page: Page) -> None:
    expect(page.get_by_role("heading", name="May 2031", level=1)).to_be_visible()
    assert items(page, "2031-05-06") == [
        "Task: Send the drawings",
        "09:00 Call Brasserie du Midi SRL",
        "Meeting: 10:00 Visit",
        "Meeting: 10:30 Interview",
    ]
    assert faults(page) == []
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page.get_by_role("heading", name="5–11 May 2031", level=1)).to_be_visible()
    names = ("Visit", "Interview", "09:00 Call")
    visit, interview, call = (page.get_by_role("link", name=name).bounding_box() for name in names)
    hour = page.locator(".axis span").nth(1).bounding_box()["height"]
    assert visit["x"] + visit["width"] <= interview["x"]  # side by side
    assert interview["y"] - visit["y"] == pytest.approx(hour / 2, abs=2)
    assert visit["y"] - call["y"] == pytest.approx(hour, abs=2)
    assert visit["height"] == pytest.approx(hour, abs=4)
    assert faults(page) == []
    page.get_by_role("link", name="The week after").click()
    expect(page.get_by_role("heading", name="12–18 May 2031", level=1)).to_be_visible()
    page.get_by_role("link", name="Month", exact=True).click()
    page.get_by_role("link", name="The month before").click()
    expect(page.get_by_role("heading", name="April 2031", level=1)).to_be_visible()


def test_whose_follow_ups_is_chosen(page: Page) -> None:
    page.get_by_label("Whose follow-ups").select_option(label="Sofie Vermeulen")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="Interview")).to_be_visible()
    assert items(page, "2031-05-06") == ["Meeting: 10:30 Interview"]


def test_a_meeting_is_added_on_a_day_and_changed(page: Page) -> None:
    day = page.locator("[data-day='2031-05-07']")
    day.click(position={"x": 60, "y": 100})
    menu = page.get_by_role("menu", name="New on Wednesday 7 May")
    expect(menu).to_be_visible()
    assert faults(page) == []
    menu.get_by_role("menuitem", name="New meeting").click()
    dialog = page.get_by_role("dialog", name="New meeting")
    expect(dialog.get_by_label("Day")).to_have_value("2031-05-07")
    dialog.get_by_label("Title").fill("Measure the terrace")
    dialog.get_by_label("Time").fill("14:00")
    dialog.get_by_role("button", name="Schedule the meeting").click()
    expect(page.get_by_role("heading", name="May 2031", level=1)).to_be_visible()
    expect(day.get_by_role("link", name="Meeting: 14:00 Measure the terrace")).to_be_visible()

    day.get_by_role("link", name="Measure the terrace").click()
    page.get_by_role("dialog", name="Edit meeting").get_by_label("Time").fill("15:30")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(day.get_by_role("link", name="Meeting: 15:30 Measure the terrace")).to_be_visible()
    assert Meeting.objects.get(title="Measure the terrace").starts_at == dt.datetime(2031, 5, 7, 13, 30, tzinfo=dt.UTC)


def expect_focus_on(page: Page, day: str) -> None:
    expect(page.locator(f"[data-day='{day}'] .date")).to_be_focused()


def test_the_arrows_move_from_day_to_day_and_enter_opens(page: Page) -> None:
    page.locator("[data-day='2031-05-06'] .date").focus()
    for key, day in (
        *(("ArrowRight", "2031-05-07"), ("ArrowDown", "2031-05-14"), ("ArrowLeft", "2031-05-13")),
        *(("ArrowUp", "2031-05-06"), ("ArrowUp", "2031-04-29")),
    ):
        page.keyboard.press(key)
        expect_focus_on(page, day)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("heading", name="April 2031", level=1)).to_be_visible()
    expect_focus_on(page, "2031-04-22")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="21–27 Apr 2031", level=1)).to_be_visible()
    expect_focus_on(page, "2031-04-22")
    page.keyboard.press("ArrowRight")
    expect_focus_on(page, "2031-04-23")
    page.keyboard.press("n")
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text("New call")


def test_what_finds_no_room_leads_to_its_week(business: Business, jan: User, page: Page) -> None:
    for number in range(3):
        a_task(business.company, jan, f"Task {number}", on=MAY)
    page.reload()
    page.get_by_role("link", name="4 more Tuesday 6 May").click()
    page.wait_for_url(re.compile(r"view=week.*#day-2031-05-06$"))
    assert len(items(page, "2031-05-06")) == 7


def test_on_a_telephone_every_day_is_a_list(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan, viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True)
    page.goto("/calendar/?on=2031-05-06")
    expect(page.get_by_role("heading", name="Tuesday 6 May")).to_be_visible()
    assert page.locator(".agenda .item:visible").count() == 4
    assert page.locator(".month .item:visible").count() == 0
    assert faults(page) == []
    page.locator("[data-day='2031-05-06'] .date").click()
    expect(page.get_by_role("heading", name="5–11 May 2031", level=1)).to_be_visible()
    expect(page.get_by_text("Nothing planned").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="New on Wednesday 7 May").click()
    page.get_by_role("menuitem", name="New call").click()
    expect(page.get_by_role("dialog", name="New call").get_by_label("Day")).to_have_value("2031-05-07")


def test_without_javascript(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan, java_script_enabled=False)
    page.goto("/calendar/?on=2031-05-06")
    page.get_by_role("link", name="The month after").click()
    expect(page.get_by_role("heading", name="June 2031", level=1)).to_be_visible()
    page.locator("[data-day='2031-06-04']").hover()
    page.get_by_role("button", name="New on Wednesday 4 June").click()
    page.get_by_role("menuitem", name="New task").click()
    expect(page.get_by_label("Due")).to_have_value("2031-06-04")
    page.goto("/settings/")
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_label("Your address")).to_have_value(re.compile(r"/calendar/[\w-]{43}\.ics$"))
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()


def test_another_program_gets_it_until_the_address_is_revoked(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan)
    program = page.context.browser.new_context().request
    page.goto("/settings/")
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_text("The address is ready.")).to_be_visible()
    field = page.get_by_label("Your address")
    token = CalendarFeed.objects.get(user=jan).token
    expect(field).to_have_value(re.compile(rf"/calendar/{token}\.ics$"))
    field.focus()
    assert page.evaluate("getSelection().toString()").endswith(f"{token}.ics")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert faults(page) == []

    base = page.evaluate("location.origin")
    answer = program.get(f"{base}/calendar/{token}.ics")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "SUMMARY:Send the drawings" not in answer.text()  # too far ahead
    a_task(business.company, jan, "Find an address", on=business.today)
    assert "SUMMARY:Find an address" in program.get(f"{base}/calendar/{token}.ics").text()

    page.get_by_role("button", name="Make a new address").click()
    expect(page.get_by_text("The new address is ready; the old one has stopped.")).to_be_visible()
    new = CalendarFeed.objects.get(user=jan).token
    assert [program.get(f"{base}/calendar/{each}.ics").status for each in (token, new)] == [404, 200]
    page.get_by_role("button", name="Revoke the address").click()
    expect(page.get_by_text("The address has stopped.")).to_be_visible()
    assert program.get(f"{base}/calendar/{new}.ics").status == 404
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
