"""Follow-ups in a real browser: what is due is seen, ticked off, taken back, added and changed."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.followups import attending
from comptoir.followups.models import Call, Meeting, Task
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults
from tests.factories import a_call, a_contact, a_deal, a_meeting, a_member, a_task


@pytest.fixture
def jan(business: Business) -> User:
    """A member without any right, with one task that is late, one for today and one to come."""
    jan = a_member(business.account, first_name="Jan", last_name="Peeters")
    for days, title in ((-3, "Find an address"), (0, "Call the receiver"), (9, "Visit them")):
        a_task(business.company, jan, title, days=days, on=business.today)
    return jan


def navigation(page: Page) -> str:
    return " ".join(page.locator("nav .first").get_by_role("link", name="Today").inner_text().split())


def test_what_is_due_is_ticked_off_where_it_stands(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan)
    errors: list[str] = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    assert navigation(page).startswith("Today 2")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/follow-ups/")
    assert faults(page) == []
    row = page.get_by_role("row").filter(has_text="Find an address")
    expect(row).to_contain_text("Overdue")
    page.get_by_role("button", name="Done: Find an address").press("Enter")
    expect(row.get_by_role("button", name="Reopen: Find an address")).to_be_focused()
    expect(page.get_by_role("row")).to_have_count(4)
    assert navigation(page).startswith("Today 1")
    toast = page.get_by_role("status").filter(has_text="Done: Find an address")
    expect(toast).to_be_visible()
    assert faults(page) == []
    assert Task.objects.done().count() == 1

    toast.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("To do again: Find an address")).to_be_visible()
    assert navigation(page).startswith("Today 2")
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
    expect(dialog.get_by_text("Please fill this in.")).to_be_visible()
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


def test_on_a_telephone_what_is_due_is_counted_in_the_bar(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan, viewport={"width": 390, "height": 844}, color_scheme="dark")
    expect(page.get_by_role("link", name="Today 2 due today or earlier")).to_be_visible()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("link", name="Follow-ups", exact=True).click()
    expect(page.get_by_role("heading", name="Follow-ups")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Done: Call the receiver").click()
    expect(page.get_by_role("link", name="Today 1 due today or earlier")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_call_is_planned_made_taken_back_and_deleted(business: Business, jan: User, log_in: LogIn) -> None:
    deal = a_deal(business.company, "Awning")
    page = log_in(jan)
    page.goto("/follow-ups/?kind=calls")
    expect(page.get_by_text("You have nobody to call")).to_be_visible()
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New call")
    dialog.get_by_role("combobox", name="Customer").fill("midi")
    dialog.get_by_role("option", name="Brasserie du Midi SRL").click()
    dialog.get_by_label("Person to ask for").select_option(label="Luc Martin")
    dialog.get_by_label("Deal").select_option(label=f"Awning · {deal.reference}")
    dialog.get_by_label("Day").fill("2031-05-06")
    dialog.get_by_label("Time").fill("14:30")
    dialog.get_by_label("About").fill("Ask which colour")
    assert faults(page) == []
    dialog.get_by_role("button", name="Plan the call").click()
    row = page.get_by_role("row").filter(has_text="Call Luc Martin")
    expect(row).to_contain_text("6 May 2031, 14:30")
    expect(row.get_by_role("link", name="Awning")).to_be_visible()

    row.get_by_role("link", name="Call Luc Martin", exact=True).click()
    page.get_by_role("dialog", name="Edit call").get_by_label("Time").fill("15:00")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("6 May 2031, 15:00")

    row.get_by_role("link", name="Made: Call Luc Martin").click()
    dialog = page.get_by_role("dialog", name="Call Luc Martin")
    expect(dialog.get_by_label("Outcome")).to_be_focused()
    dialog.get_by_label("Outcome").select_option(label="Reached")
    dialog.get_by_label("How it went").fill("Blue, with a white edge")
    assert faults(page) == []
    dialog.get_by_role("button", name="The call was made").click()
    page.get_by_role("status").filter(has_text="Made: Call Luc Martin").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("To do again: Call Luc Martin")).to_be_visible()
    assert Call.objects.get().outcome is None

    row.get_by_role("button", name="More about: Call Luc Martin").click()
    page.get_by_role("menuitem", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete the call")
    expect(dialog).to_contain_text("disappears from all lists and calendars")
    assert faults(page) == []
    dialog.get_by_role("button", name="Delete the call").click()
    expect(page.get_by_text("Call deleted: Call Luc Martin")).to_be_visible()
    assert not Call.objects.exists()
    kinds = Activity.objects.filter(kind__startswith="call.").order_by("pk").values_list("kind", flat=True)
    assert [kind.removeprefix("call.") for kind in kinds] == ["added", "edited", "completed", "reopened", "deleted"]


def test_the_next_call_is_planned_in_one_go(business: Business, jan: User, log_in: LogIn) -> None:
    a_call(business.company, jan, contact=business.contact)
    page = log_in(jan)
    page.goto(f"{url_of(business.company)}?tab=follow-ups")
    page.get_by_role("link", name="Made: Call Luc Martin").click()
    page.get_by_role("button", name="Save and plan the next call").click()
    expect(page.get_by_role("heading", name="New call")).to_be_visible()
    expect(page.get_by_label("Person to ask for")).to_have_value(str(business.contact.pk))
    page.get_by_role("button", name="Plan the call").click()
    page.wait_for_url(f"**{url_of(business.company)}?tab=follow-ups")
    assert (Call.objects.done().count(), Call.objects.open().count()) == (1, 1)


def test_a_meeting_is_scheduled_changed_held_and_cancelled(business: Business, jan: User, log_in: LogIn) -> None:
    a_contact(business.account, "Anne Dubois")
    page = log_in(jan)
    page.goto("/follow-ups/?kind=meetings")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New meeting")
    expect(dialog.get_by_label("Title")).to_be_focused()
    dialog.get_by_label("Title").fill("Measure the terrace")
    dialog.get_by_label("Day").fill("2031-05-06")
    dialog.get_by_label("Time").fill("09:00")
    expect(dialog.get_by_label("Ends at")).to_be_hidden()
    dialog.get_by_label("Lasts").select_option(label="Until a time…")
    dialog.get_by_label("Ends at").fill("11:15")
    dialog.get_by_role("combobox", name="Customer").fill("midi")
    dialog.get_by_role("option", name="Brasserie du Midi SRL").click()
    dialog.get_by_role("checkbox", name="Luc Martin").check()
    dialog.get_by_role("combobox", name="Add a guest").fill("anne")
    dialog.get_by_role("option", name="Anne Dubois").click()
    expect(dialog.get_by_role("checkbox", name="Anne Dubois")).to_be_checked()
    expect(dialog.get_by_role("checkbox", name="Luc Martin")).to_be_checked()
    expect(dialog.get_by_role("combobox", name="Add a guest")).to_have_value("")
    dialog.get_by_role("checkbox", name="Sofie Vermeulen").check()
    assert faults(page) == []
    dialog.get_by_role("button", name="Schedule the meeting").click()
    row = page.get_by_role("row").filter(has_text="Measure the terrace")
    expect(row).to_contain_text("6 May 2031, 09:00–11:15")
    users, contacts = attending.of(Meeting.objects.get())
    assert [each.name for each in [*users, *contacts]] == [
        "Jan Peeters",
        "Sofie Vermeulen",
        "Anne Dubois",
        "Luc Martin",
    ]

    row.get_by_role("link", name="Measure the terrace", exact=True).click()
    dialog = page.get_by_role("dialog", name="Edit meeting")
    dialog.get_by_label("Lasts").select_option(label="30 minutes")
    dialog.get_by_role("checkbox", name="Anne Dubois").uncheck()
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("6 May 2031, 09:00–09:30")

    row.get_by_role("button", name="Held: Measure the terrace").press("Enter")
    expect(row.get_by_role("button", name="Reopen: Measure the terrace")).to_be_focused()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)  # nobody presses that fast
    row.get_by_role("button", name="Reopen: Measure the terrace").press("Enter")
    expect(row.get_by_role("button", name="Held: Measure the terrace")).to_be_focused()

    row.get_by_role("link", name="Measure the terrace", exact=True).click()
    page.get_by_role("dialog", name="Edit meeting").get_by_role("button", name="Held").click()
    expect(page.get_by_role("status").filter(has_text="Held: Measure the terrace")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    row.get_by_role("link", name="Measure the terrace", exact=True).click()
    page.get_by_role("link", name="Cancel the meeting…").click()
    dialog = page.get_by_role("dialog", name="Cancel the meeting")
    expect(dialog).to_contain_text("Attending: Jan Peeters, Sofie Vermeulen, Luc Martin")
    dialog.get_by_role("button", name="Cancel the meeting").click()
    expect(page.get_by_text("Meeting cancelled: Measure the terrace")).to_be_visible()
    assert not Meeting.objects.exists()


def test_a_time_that_the_clock_skips_is_explained_beside_it(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan)
    page.goto("/follow-ups/?kind=meetings")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New meeting")
    dialog.get_by_label("Title").fill("Night shift")
    dialog.get_by_label("Day").fill("2027-03-28")
    dialog.get_by_label("Time").fill("02:30")
    dialog.get_by_role("button", name="Schedule the meeting").click()
    expect(dialog.get_by_text("On 28 March 2027 the clock goes from 02:00 straight to 03:00.")).to_be_visible()
    assert faults(page) == []
    dialog.get_by_label("Time").fill("03:00")
    dialog.get_by_role("button", name="Schedule the meeting").click()
    expect(page.get_by_role("row").filter(has_text="Night shift")).to_contain_text("28 Mar 2027, 03:00–04:00")


def test_somebody_deactivated_is_chosen_by_keyboard_for_each_kind(business: Business, jan: User, log_in: LogIn) -> None:
    contact, company = business.contact, business.company
    for gone in (contact, company):
        seen = preview(gone, at=timezone.now()).fingerprint
        deactivate(gone, by=business.owner, at=timezone.now(), fingerprint=seen)
    page = log_in(jan)
    for what, title, gone in (("tasks", "Task", contact), ("calls", "", company), ("meetings", "Meeting", contact)):
        page.goto(f"/follow-ups/?kind={what}")
        page.keyboard.press("n")
        dialog = page.get_by_role("dialog", name=f"New {what.removesuffix('s')}")
        if title:
            expect(dialog.get_by_label("Title")).to_be_focused()
            page.keyboard.type(title)
        picker = dialog.get_by_role("combobox", name="Customer")
        for __ in range(20):  # the parts of a date field take the focus one after the other
            if picker.evaluate("each => each === document.activeElement"):
                break
            page.keyboard.press("Tab")
        page.keyboard.type(gone.name[:8])
        expect(dialog.get_by_role("option", name=gone.name)).to_contain_text("Deactivated")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(picker).to_have_value(gone.name)
        expect(dialog.get_by_role("status").filter(has_text="was deactivated on")).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        expect(page.get_by_role("row").filter(has_text=gone.name).last).to_contain_text("Deactivated")
    assert (contact.tasks.filter(title="Task").count(), company.calls.count(), contact.meetings.count()) == (1, 1, 1)


def test_calls_and_meetings_without_javascript(business: Business, jan: User, log_in: LogIn) -> None:
    page = log_in(jan, java_script_enabled=False)
    page.goto(f"{url_of(business.company)}?tab=follow-ups")
    page.get_by_role("link", name="New call").click()
    page.get_by_label("Person to ask for").select_option(label="Luc Martin")
    page.get_by_role("button", name="Plan the call").click()
    page.wait_for_url(f"**{url_of(business.company)}?tab=follow-ups")
    page.get_by_role("link", name="Made: Call Luc Martin").click()
    page.get_by_label("Outcome").select_option(label="No answer")
    page.get_by_role("button", name="The call was made").click()
    page.wait_for_url(f"**{url_of(business.company)}?tab=follow-ups")
    assert str(Call.objects.get().outcome) == "No answer"

    page.goto("/follow-ups/?kind=meetings")
    page.get_by_role("link", name="New meeting").first.click()
    page.get_by_label("Title").fill("Sign")
    page.get_by_label("Customer", exact=True).fill("Brasserie du Midi")
    page.get_by_role("button", name="Show this customer’s deals and people").click()
    page.locator("select[name=customer_listed]").select_option(label="Brasserie du Midi SRL · Brussels")
    page.get_by_role("button", name="Show this customer’s deals and people").click()
    page.get_by_role("checkbox", name="Luc Martin").check()
    page.get_by_label("Title").press("Enter")
    page.wait_for_url("**/follow-ups/?kind=meetings")
    page.get_by_role("button", name="Held: Sign").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Sign", exact=True).click()
    page.get_by_role("link", name="Cancel the meeting…").click()
    page.get_by_role("button", name="Cancel the meeting").click()
    assert [activity.kind for activity in Activity.objects.filter(kind__startswith="meeting.").order_by("pk")] == [
        f"meeting.{what}" for what in ("scheduled", "completed", "reopened", "cancelled")
    ]


def test_on_a_telephone_nothing_overlaps(business: Business, jan: User, log_in: LogIn) -> None:
    now = timezone.now()
    a_call(business.company, jan, at=now, contact=business.contact, description="Ask which colour " * 9)
    a_meeting(business.company, jan, business.owner, title="A very long title of a meeting " * 4, at=now, minutes=3000)
    page = log_in(jan, viewport={"width": 390, "height": 844})
    for kind in ("tasks", "calls", "meetings"):
        page.goto(f"/follow-ups/?kind={kind}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        main, action = (
            page.locator(f"tbody tr:first-child {part}").bounding_box() for part in ("td.main", ".row-actions")
        )
        assert main is not None
        assert action is not None
        assert main["x"] + main["width"] <= action["x"]
