"""The headline in a real browser: stop a customer, see what it did, resume (R1–R16)."""

import datetime as dt
import re

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.deals.records import add_deal
from comptoir.invoicing.payments import register
from comptoir.lifecycle.models import ScheduledDeactivation
from tests.browser.conftest import Business, LogIn
from tests.browser.words import WORDS, Words
from tests.factories import (
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_paid_invoice,
    a_quotation,
    a_task,
    a_user,
    an_invoice,
)

PLAIN, SCRIPTLESS, NARROW = {}, {"java_script_enabled": False}, {"viewport": {"width": 390, "height": 844}}


def banner(page: Page, words: Words):
    return page.get_by_role("status").filter(has_text=re.compile(f"^\\s*{words.deactivated}"))


def choose(page: Page, words: Words, item: str) -> None:
    page.get_by_role("button", name=words.more_actions).first.click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def open_dialog(page: Page, words: Words, name: str):
    choose(page, words, words.deactivate)
    heading = page.get_by_role("heading", name=words.dialog.format(name=name))
    expect(heading).to_be_visible()
    return heading


@pytest.mark.parametrize(
    ("kind", "options"),
    [("company", PLAIN), ("contact", PLAIN), ("contact", SCRIPTLESS), ("company", NARROW)],
    ids=["company", "contact", "contact without JavaScript", "company at 390 px"],
)
def test_stop_a_customer_see_what_it_did_and_resume(kind: str, options: dict, business: Business, log_in: LogIn):
    walk(log_in(business.owner, **options), business, kind, WORDS["en"])


@pytest.mark.parametrize(("language", "kind"), [("fr", "company"), ("nl", "contact"), ("de", "company")])
def test_the_same_in_every_language(language: str, kind: str, business: Business, log_in: LogIn):
    business.owner.language = language
    business.owner.save()
    walk(log_in(business.owner, locale=language), business, kind, WORDS[language])


def walk(page: Page, business: Business, kind: str, words: Words) -> None:
    """From the overview through the dialog to the release of one invoice."""
    customer = getattr(business, kind)
    invoice, other = customer.invoices.order_by("due_on")
    list_url = "/companies/" if kind == "company" else "/contacts/"

    # R1: three clicks from the overview. R3: both boxes are unticked; Cancel changes nothing.
    page.goto(list_url)
    page.get_by_role("link", name=customer.name, exact=True).first.click()
    expect(page.get_by_role("heading", name=customer.name, exact=True)).to_be_visible()
    open_dialog(page, words, customer.name)
    hold = page.get_by_role("checkbox", name=words.hold_box.format(n=2), exact=True)
    end = page.get_by_role("checkbox", name=words.end_box.format(n=1), exact=True)
    expect(hold).not_to_be_checked()
    expect(end).not_to_be_checked()
    page.get_by_text(words.cancel, exact=True).click()
    customer.refresh_from_db()
    assert not customer.is_deactivated

    # R4, R14: it names each invoice, the subscription, and who stays active.
    open_dialog(page, words, customer.name)
    dialog = page.locator("form.dialog")
    for named in (invoice.invoice_number, other.invoice_number, "Terrace heating"):
        expect(dialog.get_by_text(named, exact=True)).to_be_visible()
    linked = business.contact if kind == "company" else business.company
    expect(dialog.get_by_role("link", name=linked.name)).to_be_visible()

    # R5–R7: both boxes, a reason.
    hold.check()
    end.check()
    page.get_by_label(words.reason, exact=True).select_option(label=words.bankruptcy)
    dialog.get_by_role("button", name=words.deactivate, exact=True).click()

    # R9, R10: banner and activities; no Undo, since something irreversible was done.
    expect(banner(page, words)).to_contain_text(business.owner.name)
    expect(page.get_by_role("button", name=words.undo)).to_have_count(0)
    activities = page.get_by_role("region", name=words.activities)
    for told in (
        words.deactivated,
        business.owner.name,
        invoice.invoice_number,
        other.invoice_number,
        "Terrace heating",
    ):
        expect(activities).to_contain_text(told)
    for row in (customer, invoice, other):
        row.refresh_from_db()
    assert (customer.is_deactivated, customer.deactivation_reason) == (True, "bankruptcy")
    assert (invoice.on_hold_since, other.on_hold_since) == (business.today, business.today)
    assert customer.subscriptions.active().count() == 0
    linked.refresh_from_db()
    assert not linked.is_deactivated

    # R12: still in the overview, with its badge; alone in "Active equals no".
    page.goto(f"{list_url}?q={customer.last_name or 'Midi'}")
    row = page.get_by_role("row").filter(has_text=customer.name)
    expect(row.get_by_text(words.deactivated, exact=True)).to_be_visible()
    page.goto(f"{list_url}?segment=deactivated")
    expect(page.locator("table.list tbody tr")).to_have_count(1)

    # R11: the page before reactivating says what stays; afterwards it stays.
    page.get_by_role("link", name=customer.name, exact=True).first.click()
    banner(page, words).get_by_role("link", name=words.reactivate).click()
    expect(page.locator("main")).to_contain_text(invoice.invoice_number)
    expect(page.locator("main")).to_contain_text("Terrace heating")
    page.get_by_role("button", name=words.reactivate, exact=True).click()
    expect(page.get_by_role("heading", name=customer.name, exact=True)).to_be_visible()
    expect(banner(page, words)).to_have_count(0)
    customer.refresh_from_db()
    assert not customer.is_deactivated
    assert customer.invoices.on_hold().count() == 2
    assert customer.subscriptions.active().count() == 0

    # One is released from its own page; the other stays on hold.
    page.goto(f"/invoices/{invoice.pk}/")
    expect(page.locator("main").get_by_text(words.on_hold, exact=True).first).to_be_visible()
    choose(page, words, words.release)
    expect(page.locator("main").get_by_text(words.on_hold, exact=True)).to_have_count(0)
    assert list(customer.invoices.on_hold()) == [other]


def test_without_anything_to_ask_it_is_done_at_once_and_undone_from_the_toast(business: Business, log_in: LogIn):
    customer = a_contact(business.account, "Anne Dubois")
    a_paid_invoice(customer)
    page = log_in(business.owner)
    page.goto(f"/contacts/{customer.pk}/")

    choose(page, WORDS["en"], "Deactivate")
    expect(banner(page, WORDS["en"])).to_be_visible()
    toast = page.get_by_role("status").filter(has_text="Anne Dubois deactivated")
    toast.get_by_role("button", name="Undo").click()

    expect(banner(page, WORDS["en"])).to_have_count(0)
    customer.refresh_from_db()
    assert not customer.is_deactivated


def test_undo_releases_what_the_deactivation_put_on_hold(business: Business, log_in: LogIn):
    customer = a_company(business.account, "Only Invoices BV")
    an_invoice(customer, overdue_by=10, on=business.today)
    page = log_in(business.owner)
    page.goto(f"/companies/{customer.pk}/")
    open_dialog(page, WORDS["en"], customer.name)
    assert page.get_by_role("checkbox", name="subscription").count() == 0
    page.get_by_role("checkbox", name="Put the 1 outstanding invoice on hold", exact=True).check()
    page.get_by_role("button", name="Deactivate", exact=True).click()

    page.get_by_role("button", name="Undo").click()

    expect(banner(page, WORDS["en"])).to_have_count(0)
    assert customer.invoices.on_hold().count() == 0


def test_what_changed_while_the_dialog_was_open_brings_it_back_with_a_notice(business: Business, log_in: LogIn):
    customer = business.company
    page = log_in(business.owner)
    page.goto(f"/companies/{customer.pk}/")
    open_dialog(page, WORDS["en"], customer.name)
    page.get_by_role("checkbox", name=re.compile("on hold")).check()
    page.get_by_role("textbox", name="Note").fill("Court of Ghent")
    paid = customer.invoices.first()
    register(paid, amount=paid.due, paid_on=business.today, by=business.owner, at=page_clock())

    page.get_by_role("button", name="Deactivate", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing was done yet")
    expect(page.get_by_role("alert")).to_contain_text(paid.invoice_number)
    expect(page.get_by_role("checkbox", name="Put the 1 outstanding invoice on hold", exact=True)).to_be_checked()
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Court of Ghent")
    customer.refresh_from_db()
    assert not customer.is_deactivated

    page.get_by_role("button", name="Deactivate", exact=True).click()
    expect(banner(page, WORDS["en"])).to_be_visible()


def page_clock():
    from django.utils import timezone

    return timezone.now()


def test_two_windows_deactivate_and_the_second_is_told_who_was_first(business: Business, log_in: LogIn):
    customer = business.company
    first, second = log_in(business.owner), log_in(business.owner)
    for page in (first, second):
        page.goto(f"/companies/{customer.pk}/")
        open_dialog(page, WORDS["en"], customer.name)
    first.get_by_role("button", name="Deactivate", exact=True).click()
    expect(banner(first, WORDS["en"])).to_be_visible()

    second.get_by_role("button", name="Deactivate", exact=True).click()

    expect(second.get_by_role("status").filter(has_text="has already been deactivated by")).to_be_visible()


def test_a_member_sees_the_boxes_disabled_with_the_reason(business: Business, log_in: LogIn):
    page = log_in(a_member(business.account, Right.CUSTOMERS))
    page.goto(f"/companies/{business.company.pk}/")
    open_dialog(page, WORDS["en"], business.company.name)

    for box in page.get_by_role("checkbox").all():
        expect(box).to_be_disabled()
    expect(page.get_by_text("you do not have the right to change invoices")).to_be_visible()
    page.get_by_role("button", name="Deactivate", exact=True).click()

    expect(banner(page, WORDS["en"])).to_be_visible()
    assert business.company.invoices.on_hold().count() == 0


def test_without_the_customer_right_the_command_is_not_offered(business: Business, log_in: LogIn):
    page = log_in(a_member(business.account))
    page.goto(f"/companies/{business.company.pk}/")
    expect(page.get_by_role("menuitem", name="Deactivate")).to_have_count(0)
    page.goto(f"/companies/{business.company.pk}/deactivate/")
    expect(page.get_by_text("You do not have the right to change contacts and companies.")).to_be_visible()


def test_on_the_smallest_plan_there_is_no_subscriptions_box(business: Business, log_in: LogIn):
    business.account.plan = "go"
    business.account.save()
    page = log_in(business.owner)
    page.goto(f"/companies/{business.company.pk}/")
    open_dialog(page, WORDS["en"], business.company.name)
    expect(page.get_by_role("checkbox")).to_have_count(1)


def test_by_keyboard_alone(business: Business, log_in: LogIn):
    customer = business.company
    page = log_in(business.owner)
    page.goto(f"/companies/{customer.pk}/")
    page.keyboard.press(".")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    while "Deactivate" not in (page.evaluate("document.activeElement.textContent") or ""):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=f"Deactivate {customer.name}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name=f"Deactivate {customer.name}")).to_have_count(0)
    customer.refresh_from_db()
    assert not customer.is_deactivated


@pytest.mark.parametrize("options", [PLAIN, SCRIPTLESS | NARROW], ids=["plain", "no JavaScript at 390 px"])
def test_on_a_later_day_and_then_not_at_all(options: dict, business: Business, log_in: LogIn):
    customer, page = business.company, log_in(business.owner, **options)
    page.goto(f"/companies/{customer.pk}/")
    choose(page, WORDS["en"], "Deactivate on a day …")
    dialog = page.locator("form.dialog")
    dialog.get_by_role("checkbox", name="Deactivate the 1 active subscription").check()
    expect(dialog).to_contain_text("Until that day it goes on as usual; nothing is billed from then on.")
    expect(dialog.get_by_text("Nothing more is billed")).to_be_hidden()
    dialog.get_by_role("radio", name="Deactivate now").check()
    expect(dialog.get_by_label("Day", exact=True)).to_be_hidden()
    dialog.get_by_role("radio", name="Deactivate on a later day").check()
    dialog.get_by_label("Day", exact=True).fill(str(business.today + dt.timedelta(days=30)))
    dialog.get_by_role("button", name="Schedule", exact=True).click()

    expect(page.get_by_text("Will be deactivated on").first).to_be_visible()
    assert ScheduledDeactivation.objects.get().end_subscriptions
    page.get_by_role("link", name="Change", exact=True).click()
    expect(page.get_by_role("checkbox", name="Deactivate the 1 active subscription")).to_be_checked()
    page.get_by_text("Cancel", exact=True).click()
    page.get_by_role("button", name="Do not deactivate").click()

    expect(page.get_by_role("button", name="Do not deactivate")).to_have_count(0)
    assert not ScheduledDeactivation.objects.exists()


@pytest.mark.parametrize("options", [PLAIN, SCRIPTLESS | NARROW], ids=["plain", "no JavaScript at 390 px"])
def test_whoever_is_on_a_list_of_bankrupt_enterprises(options: dict, business: Business, log_in: LogIn):
    business.company.vat_number = "BE 0417.497.106"
    business.company.save()
    page = log_in(business.owner, **options)
    page.get_by_role("link", name="Bankrupt", exact=True).click()
    page.get_by_label("Numbers").fill("Name;Number\nMidi;417.497.106\nNobody;0403170701")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="1 active customer is on the list")).to_be_visible()
    expect(page.get_by_text("1 number that no customer of yours bears")).to_be_visible()
    page.get_by_role("button", name="Deactivate this customer …").click()

    expect(page.get_by_role("link", name=business.company.name)).to_be_visible()
    expect(page.get_by_label("Reason", exact=True)).to_have_value("bankruptcy")
    business.company.refresh_from_db()
    assert not business.company.is_deactivated


HAND_OVER = "Hand the open work over to a colleague"


@pytest.fixture
def jan(business: Business) -> User:
    """A colleague, and something open with the company that is the owner's."""
    deal = a_deal(business.company, "New terrace", responsible_user=business.owner)
    a_quotation(deal, name="Terrace with heating")
    a_task(business.company, business.owner, "Send the plans", on=business.today)
    a_meeting(business.company, business.owner, at=page_clock() + dt.timedelta(days=1), title="Visit the site")
    return a_user(business.account, first_name="Jan", last_name="Peeters")


def whose(business: Business) -> list[set[User]]:
    """Who is responsible for the deal, does the task, goes to the meeting."""
    company = business.company
    goers = {attendee.user for attendee in company.meetings.get().attendees.all()}
    return [{company.deals.get().responsible_user}, {company.tasks.get().assignee}, goers]


@pytest.mark.parametrize("options", [PLAIN, SCRIPTLESS, NARROW], ids=["plain", "no JavaScript", "390 px"])
def test_open_work_is_named_left_alone_and_handed_over_when_asked(options, business: Business, log_in: LogIn, jan):
    page, owner = log_in(business.owner, **options), business.owner
    page.goto(f"/companies/{business.company.pk}/")
    open_dialog(page, WORDS["en"], business.company.name)
    dialog = page.locator("form.dialog")
    for named in ("New terrace", "Terrace with heating", "Send the plans", "Visit the site"):
        expect(dialog.get_by_text(named, exact=True)).to_be_visible()
    box, colleague = page.get_by_role("checkbox", name=HAND_OVER), page.get_by_label("Colleague", exact=True)
    expect(box).not_to_be_checked()
    expect(colleague).to_be_hidden()
    expect(dialog).to_contain_text("Left unticked: they stay as they are.")

    box.check()
    expect(dialog.get_by_text("Left unticked: they stay as they are.")).to_be_hidden()
    dialog.get_by_role("button", name="Deactivate", exact=True).click()
    expect(page.get_by_text("Choose a colleague.", exact=True)).to_be_visible()
    assert whose(business) == [{owner}, {owner}, {owner}]
    page.get_by_label("Colleague", exact=True).select_option(label="Jan Peeters")
    page.locator("form.dialog").get_by_role("button", name="Deactivate", exact=True).click()

    expect(banner(page, WORDS["en"])).to_be_visible()
    assert whose(business) == [{jan}, {jan}, {owner, jan}]
    said = "1 deal, 1 task, 1 meeting handed over to Jan Peeters"
    expect(page.get_by_role("region", name="Activities")).to_contain_text(said)
    page.get_by_role("status").filter(has_text=said).get_by_role("button", name="Undo").click()
    expect(banner(page, WORDS["en"])).to_have_count(0)
    assert whose(business) == [{owner}, {owner}, {owner}]


def test_unticked_it_stays_and_the_toast_leads_to_where_it_can_still_be_handed_over(business, log_in: LogIn, jan):
    page, owner = log_in(business.owner), business.owner
    business.company.invoices.update(status="matched", paid_amount=F("tax_inclusive"), paid_at=page_clock())
    business.company.subscriptions.update(deactivated_at=page_clock(), next_period_on=None, bill_on=None)
    page.goto(f"/companies/{business.company.pk}/")
    choose(page, WORDS["en"], "Deactivate")
    expect(banner(page, WORDS["en"])).to_be_visible()
    assert whose(business) == [{owner}, {owner}, {owner}]

    page.get_by_role("status").get_by_role("link", name="1 deal, 1 quotation, 1 task, 1 meeting").click()
    expect(page.get_by_role("heading", name=f"Open work with {business.company.name}")).to_be_visible()
    page.get_by_label("Colleague", exact=True).select_option(label="Jan Peeters")
    page.get_by_role("button", name="Hand over", exact=True).click()

    expect(page.get_by_role("status").filter(has_text="handed over to Jan Peeters")).to_be_visible()
    assert whose(business) == [{jan}, {jan}, {owner, jan}]


def test_open_work_is_handed_over_by_keyboard_alone(business: Business, log_in: LogIn, jan):
    page = log_in(business.owner)
    page.goto(f"/companies/{business.company.pk}/")
    page.keyboard.press(".")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    while "Hand over" not in (page.evaluate("document.activeElement.textContent") or ""):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Open work with")).to_be_visible()
    while page.evaluate("document.activeElement.name") != "hand_over_to":
        page.keyboard.press("Tab")
    page.keyboard.type("Jan")
    while "Hand over" not in (page.evaluate("document.activeElement.textContent") or ""):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="handed over to Jan Peeters")).to_be_visible()


def test_a_deal_that_came_while_the_dialog_was_open_brings_it_back(business: Business, log_in: LogIn, jan):
    page = log_in(business.owner)
    page.goto(f"/companies/{business.company.pk}/")
    open_dialog(page, WORDS["en"], business.company.name)
    page.get_by_role("checkbox", name=HAND_OVER).check()
    page.get_by_label("Colleague", exact=True).select_option(label="Jan Peeters")
    add_deal(business.company, title="Second terrace", by=jan, at=page_clock())

    page.get_by_role("button", name="Deactivate", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing was done yet")
    expect(page.get_by_role("alert")).to_contain_text("Second terrace")
    expect(page.get_by_role("checkbox", name=HAND_OVER)).to_be_checked()
    page.get_by_role("button", name="Deactivate", exact=True).click()
    expect(banner(page, WORDS["en"])).to_be_visible()
    assert {deal.responsible_user for deal in business.company.deals.all()} == {jan}
