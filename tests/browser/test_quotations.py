"""Quotations in a real browser: ours, and the customer's, who has nothing but the link."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from comptoir.quotations.links import public_url
from comptoir.quotations.models import Quotation
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults_in_both_themes
from tests.factories import NOW, a_contact, a_deal, a_quotation, the_department

PLAIN, SCRIPTLESS, NARROW = {}, {"java_script_enabled": False}, {"viewport": {"width": 390, "height": 844}}
DARK = {"color_scheme": "dark"}


@pytest.fixture(autouse=True)
def mails(tmp_path: Path, settings: Any, live_server: Any) -> Path:
    """The folder that mail goes to, with links that lead back here."""
    settings.EMAIL_URL, settings.BASE_URL = f"file://{tmp_path}", live_server.url
    return tmp_path


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a link in a window of somebody who is not logged in; keywords go to the window."""
    contexts: list[BrowserContext] = []

    def visit(link: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(link)
        return page

    yield visit
    for context in contexts:
        context.close()


def write_line(
    page: Page, number: int, description: str, price: str, *, charged: str = "", optional: bool = False
) -> None:
    if number:
        page.get_by_role("button", name="Add a line").click()
    page.get_by_label("Description").nth(number).fill(description)
    page.get_by_label("Unit price").nth(number).fill(price)
    if charged:
        page.get_by_label("Charged").nth(number).select_option(label=charged)
    page.get_by_label("Optional").nth(number).set_checked(optional)


def choose(page: Page, command: str) -> None:
    """From the three dots of the page."""
    page.locator(".head").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=command, exact=True).click()


def link_in(mails: Path) -> str:
    """The link in the only letter that left."""
    (path,) = mails.glob("*.eml")
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert [part.get_content_type() for part in letter.iter_attachments()] == ["application/pdf"]
    found = re.search(r"http\S+/q/\S+", letter.get_body().get_content())
    assert found
    return found[0]


def test_from_the_form_to_the_subscription(business: Business, log_in: LogIn, visit: Callable[..., Page], mails: Path):
    page = log_in(business.owner)
    page.goto(f"/quotations/new/?customer={business.company.pk}")
    expect(page.get_by_role("combobox", name="Customer")).to_have_value("Brasserie du Midi SRL")
    page.get_by_label("Name", exact=True).fill("Terrace with heating")
    write_line(page, 0, "Terrace", "1000")
    write_line(page, 1, "Heating", "100", charged="every month")
    write_line(page, 2, "Parasols", "200", optional=True)
    expect(page.locator("#totals")).to_contain_text("€\xa01,210.00")
    expect(page.locator("#totals")).to_contain_text("€\xa0121.00")
    expect(page.locator("#totals")).not_to_contain_text("€\xa01,452.00")
    page.get_by_role("button", name="Save the quotation").click()
    expect(page.get_by_role("heading", name="Terrace with heating")).to_be_visible()

    page.get_by_role("link", name="Send", exact=True).click()
    dialog = page.get_by_role("dialog", name="Send")
    expect(dialog.get_by_label("To")).to_have_value("info@midi.example")
    dialog.get_by_role("button", name="Send the quotation").click()
    expect(page.get_by_text("sent to info@midi.example.")).to_be_visible()
    expect(page.get_by_text("not opened yet")).to_be_visible()

    theirs = visit(link_in(mails))
    expect(theirs.get_by_role("heading", name="Terrace with heating")).to_be_visible()
    theirs.get_by_label("Parasols").check()
    expect(theirs.locator("#sums")).to_contain_text("€\xa01,452.00")
    theirs.get_by_label("Your name").first.fill("Hilde Maes")
    theirs.get_by_role("button", name="Accept the quotation").click()
    expect(theirs.get_by_text("Tick this box if you accept the quotation.").first).to_be_visible()
    theirs.get_by_label("I accept this quotation").check()
    theirs.get_by_role("button", name="Accept the quotation").click()
    expect(theirs.get_by_text("by Hilde Maes.")).to_be_visible()
    expect(theirs.get_by_role("button")).to_have_count(0)
    assert theirs.context.cookies() == []

    page.reload()
    expect(page.get_by_role("heading", name="Accepted by Hilde Maes")).to_be_visible()
    expect(page.get_by_role("link", name="Draft invoice").first).to_be_visible()
    page.get_by_role("link", name="Create the subscription: €\xa0121.00 every month").click()
    dialog = page.get_by_role("dialog", name="Create the subscription")
    dialog.get_by_label("First day").fill("2027-02-01")
    dialog.get_by_role("button", name="Create the subscription").click()
    expect(page.get_by_role("heading", name="Terrace with heating", exact=True)).to_be_visible()
    expect(dialog).to_be_hidden()
    made = Subscription.objects.get(title="Terrace with heating")
    page.goto(url_of(Quotation.objects.get()))
    expect(page.get_by_role("link", name="Subscription “Terrace with heating”")).to_have_attribute("href", url_of(made))


@pytest.mark.parametrize("options", [PLAIN, NARROW, SCRIPTLESS], ids=["plain", "390 px", "without scripts"])
def test_the_customer_chooses_and_accepts_once(options: dict, business: Business, visit: Callable[..., Page]):
    quotation = a_quotation(a_deal(business.company), total="1210.00", monthly="121.00", optional="242.00")
    page, other = visit(public_url(quotation), **options), visit(public_url(quotation), **options)
    page.get_by_label("Parasols").check()
    if options == SCRIPTLESS:
        page.get_by_role("button", name="Update the totals").click()
        expect(page.get_by_label("Parasols")).to_be_checked()
    expect(page.locator("#sums")).to_contain_text("€\xa01,452.00")
    for window in (page, other):
        window.get_by_label("Your name").first.fill("Hilde Maes" if window == page else "Luc Martin")
        window.get_by_label("I accept this quotation").check()
        window.get_by_role("button", name="Accept the quotation").click()
        expect(window.get_by_text("by Hilde Maes.")).to_be_visible()
    quotation.refresh_from_db()
    assert (quotation.answered_name, quotation.invoice.tax_inclusive) == ("Hilde Maes", 1452)


def test_the_enter_key_accepts_nothing(business: Business, visit: Callable[..., Page]):
    quotation = a_quotation(a_deal(business.company))
    page = visit(public_url(quotation))
    page.get_by_label("I accept this quotation").check()
    page.get_by_label("Your name").first.fill("Hilde Maes")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your name").first).to_have_value("Hilde Maes")
    quotation.refresh_from_db()
    assert quotation.is_open


@pytest.mark.parametrize("options", [PLAIN, SCRIPTLESS], ids=["plain", "without scripts"])
def test_the_customer_refuses_and_says_why(
    options: dict, business: Business, log_in: LogIn, visit: Callable[..., Page]
):
    quotation = a_quotation(a_deal(business.company))
    page = visit(public_url(quotation), **options)
    page.get_by_text("Refuse it instead").click()
    page.get_by_label("Your name").nth(1).fill("Hilde Maes")
    page.get_by_label("Comment").nth(1).fill("Too dear for us.")
    page.get_by_role("button", name="Refuse the quotation").click()
    expect(page.get_by_text("by Hilde Maes.")).to_be_visible()
    ours = log_in(business.owner)
    ours.goto(url_of(quotation))
    expect(ours.get_by_role("heading", name="Refused by Hilde Maes")).to_be_visible()
    expect(ours.get_by_role("blockquote")).to_have_text("Too dear for us.")


def test_past_its_day_it_says_whom_to_ask(business: Business, visit: Callable[..., Page]):
    department = the_department(business.account)
    department.email = "office@nord.example"
    department.save()
    quotation = a_quotation(a_deal(business.company), expires_after=business.today - dt.timedelta(days=1))
    page = visit(public_url(quotation))
    expect(page.get_by_role("status")).to_contain_text("It can be read, but no longer be accepted.")
    expect(page.get_by_role("status").get_by_role("link")).to_have_attribute("href", "mailto:office@nord.example")
    expect(page.get_by_role("button")).to_have_count(0)


def test_who_reads_an_earlier_version_reads_again(business: Business, log_in: LogIn, visit: Callable[..., Page]):
    quotation = a_quotation(a_deal(business.company), optional="242.00")
    theirs = visit(public_url(quotation))
    ours = log_in(business.owner)
    ours.goto(f"{url_of(quotation)}edit/")
    ours.get_by_label("Name", exact=True).fill("Smaller terrace")
    ours.get_by_role("button", name="Save the quotation").click()
    expect(ours.get_by_role("heading", name="Smaller terrace")).to_be_visible()

    theirs.get_by_label("Parasols").check()
    theirs.get_by_label("Your name").first.fill("Hilde Maes")
    theirs.get_by_label("I accept this quotation").check()
    theirs.get_by_role("button", name="Accept the quotation").click()
    expect(theirs.get_by_role("alert")).to_contain_text("Nothing was recorded.")
    expect(theirs.get_by_role("alert")).to_be_focused()
    expect(theirs.get_by_role("heading", name="Smaller terrace")).to_be_visible()
    expect(theirs.get_by_label("Your name").first).to_have_value("Hilde Maes")
    expect(theirs.get_by_label("I accept this quotation")).not_to_be_checked()


def test_somebody_deactivated_is_chosen_by_keyboard_with_badge_and_notice(business: Business, log_in: LogIn):
    gone = a_contact(business.account, "Anne Dubois", deactivated_at=NOW, deactivated_by=business.owner)
    deal = a_deal(gone, "Restart")
    page = log_in(business.owner)
    page.goto("/quotations/new/")
    page.wait_for_load_state()
    page.get_by_role("combobox", name="Customer").focus()
    page.keyboard.type(gone.name[:4])
    option = page.get_by_role("option", name=gone.name)
    expect(option).to_contain_text("Deactivated")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".picker-mark")).to_be_visible()
    expect(page.get_by_text(f"{gone.name} was deactivated on")).to_be_visible()
    expect(page.get_by_label("Deal", exact=True).get_by_role("option")).to_have_count(2)

    page.get_by_label("Deal", exact=True).select_option(str(deal.pk))
    page.get_by_label("Name", exact=True).fill("Terrace")
    write_line(page, 0, "Terrace", "100")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Terrace")).to_be_visible()
    expect(page.locator(".head")).to_contain_text("Deactivated")
    made = Quotation.objects.get()
    assert (made.customer, made.deal) == (gone, deal)


def test_the_link_is_copied_with_a_button(business: Business, log_in: LogIn):
    quotation = a_quotation(a_deal(business.company))
    page = log_in(business.owner, permissions=["clipboard-read", "clipboard-write"])
    page.goto(url_of(quotation))
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == public_url(quotation)


def test_without_scripts_every_dialog_is_a_page(business: Business, log_in: LogIn, mails: Path):
    quotation = a_quotation(a_deal(business.company), optional="242.00")
    page = log_in(business.owner, **SCRIPTLESS)
    page.goto(url_of(quotation))
    expect(page.get_by_role("textbox", name="Link for the customer")).to_have_value(public_url(quotation))
    page.get_by_role("link", name="Send", exact=True).click()
    page.get_by_role("button", name="Send the quotation").click()
    expect(page.get_by_text("sent to info@midi.example.")).to_be_visible()
    page.goto(f"{url_of(quotation)}accept/")
    page.get_by_label("Parasols").check()
    page.get_by_label("Name").fill("Hilde Maes")
    page.get_by_role("button", name="Accept the quotation").click()
    expect(page.get_by_role("heading", name="Accepted by Hilde Maes")).to_be_visible()


def test_what_is_ticked_in_the_dialog_is_totalled(business: Business, log_in: LogIn):
    quotation = a_quotation(a_deal(business.company), total="1210.00", optional="242.00")
    page = log_in(business.owner)
    page.goto(url_of(quotation))
    choose(page, "Accept on the customer’s behalf")
    dialog = page.get_by_role("dialog", name="Accept")
    dialog.get_by_label("Parasols").check()
    expect(dialog.locator("#sums-chosen")).to_contain_text("€\xa01,452.00")
    dialog.get_by_label("Name").fill("Hilde Maes")
    dialog.get_by_role("button", name="Accept the quotation").click()
    expect(page.get_by_role("heading", name="Accepted by Hilde Maes")).to_be_visible()


def test_what_customers_see_has_no_fault_and_fits(business: Business, visit: Callable[..., Page]):
    deal, yesterday = a_deal(business.company), business.today - dt.timedelta(days=1)
    facts = {"monthly": "121.00", "optional": "242.00", "text": "As discussed.", "language": "de"}
    answered = {"answered_name": "Hilde Maes"}
    for quotation in (
        a_quotation(deal, **facts),
        a_quotation(deal, expires_after=yesterday, **facts),
        a_quotation(deal, expires_after=yesterday, action_after_expiry="none", **facts),
        a_quotation(deal, status="accepted", **answered, **facts),
        a_quotation(deal, status="rejected", **answered, **facts),
        a_quotation(deal, status="closed", **facts),
    ):
        page = visit(public_url(quotation))
        assert faults_in_both_themes(page) == [], quotation.status
    page = visit(public_url(quotation)[:-5])
    assert faults_in_both_themes(page) == []
