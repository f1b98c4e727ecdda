"""Contacts and companies in a real browser: overview, page, form, links and the picker, by keyboard and without scripts."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comptoir.customers.models import Customer, Link
from comptoir.dossier.notes import add_note
from comptoir.lifecycle.editing import edit
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults, faults_in_both_themes
from tests.factories import a_contact

pytestmark = pytest.mark.django_db(transaction=True)


def a_deactivated_contact(business: Business) -> Customer:
    gone = a_contact(business.account, "Anne Dubois", email="anne@dubois.example")
    Customer.objects.filter(pk=gone.pk).update(deactivated_at=timezone.now(), deactivated_by=business.owner)
    return gone


def the_picker_of(page: Page, business: Business) -> None:
    page.goto(f"{url_of(business.company)}?tab=people")
    page.get_by_role("link", name="Add a person").click()
    expect(page.get_by_role("dialog", name="Add a person")).to_be_visible()


def test_a_form_that_comes_back_with_what_is_wrong_is_accessible(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/contacts/new/")
    page.get_by_role("button", name="Add the contact").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert faults_in_both_themes(page) == []


def test_a_person_is_picked_and_linked_by_keyboard(business: Business, log_in: LogIn) -> None:
    a_contact(business.account, "Anne Dubois")
    page = log_in(business.owner)
    the_picker_of(page, business)
    picker = page.get_by_role("combobox", name="Contact")
    picker.press_sequentially("dubo")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(picker).to_have_attribute("aria-expanded", "true")
    assert faults(page) == []
    picker.press("ArrowDown")
    expect(page.get_by_role("option", name="Anne Dubois")).to_have_attribute("aria-selected", "true")
    picker.press("Enter")
    expect(picker).to_have_value("Anne Dubois")
    expect(picker).to_have_attribute("aria-expanded", "false")
    page.get_by_label("Position").fill("Manager")
    page.get_by_role("button", name="Link").click()
    expect(page.locator("#tab").get_by_role("link", name="Anne Dubois")).to_be_visible()
    expect(page.get_by_role("region", name="Activities")).to_contain_text("Linked with Anne Dubois: Manager")


def test_escape_closes_the_list_and_then_the_dialog(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    the_picker_of(page, business)
    picker = page.get_by_role("combobox", name="Contact")
    picker.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    picker.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("dialog", name="Add a person")).to_be_visible()
    picker.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_deactivated_customer_is_marked_and_can_be_picked(business: Business, log_in: LogIn) -> None:
    a_deactivated_contact(business)
    page = log_in(business.owner)
    the_picker_of(page, business)
    picker = page.get_by_role("combobox", name="Contact")
    picker.fill("anne")
    option = page.get_by_role("option", name="Anne Dubois")
    expect(option).to_contain_text("Deactivated")
    option.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Anne Dubois was deactivated on")
    assert faults(page) == []
    picker.fill("luc")
    expect(dialog).not_to_contain_text("was deactivated")


def test_without_javascript_a_person_is_found_in_two_steps(business: Business, log_in: LogIn) -> None:
    for name in ("Anne Dubois", "Marc Dubois"):
        a_contact(business.account, name)
    page = log_in(business.owner, java_script_enabled=False)
    page.goto(f"{url_of(business.company)}?tab=people")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Contact", exact=True).fill("dubois")
    page.get_by_label("Position").fill("Manager")
    page.get_by_role("button", name="Link").click()
    expect(page.get_by_text("2 customers are found for “dubois”. Choose one from the list.")).to_be_visible()
    page.get_by_role("combobox", name="Customers found").select_option(label="Marc Dubois · Brussels")
    page.get_by_role("button", name="Link").click()
    expect(page.locator("#tab")).to_contain_text("Marc Dubois")
    assert Link.objects.get(contact__name="Marc Dubois").position == "Manager"


def test_the_overview_is_worked_by_keyboard(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/companies/")
    page.keyboard.press("/")
    page.keyboard.type("nord")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=nord"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Brasserie du Nord SRL")).to_be_visible()


def test_a_tab_replaces_its_part_and_keeps_the_page(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto(url_of(business.company))
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="People").click()
    expect(page.locator("#tab")).to_contain_text("Luc Martin")
    expect(page).to_have_url(re.compile(r"tab=people"))
    assert page.evaluate("window.kept")
    page.go_back()
    expect(page.get_by_role("link", name="Invoices").nth(1)).to_have_attribute("aria-current", "page")


def test_a_wrong_vat_number_comes_back_with_its_repair(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto("/companies/new/")
    page.get_by_label("Name").fill("Brasserie du Sud")
    page.get_by_label("VAT number").fill("BE 0417.497.107")
    page.get_by_role("button", name="Add the company").click()
    sentence = "BE 0417.497.107 fails its check digits. Did you mean …106?"
    expect(page.get_by_role("alert")).to_contain_text(f"VAT number: {sentence}")
    expect(page.get_by_label("VAT number")).to_have_accessible_description(sentence)
    expect(page.get_by_label("Name")).to_have_value("Brasserie du Sud")


def test_tabs_are_worked_by_keyboard(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner)
    page.goto(url_of(business.company))
    page.keyboard.press("6")
    expect(page.locator("#tab")).to_contain_text("Luc Martin")
    expect(page).to_have_url(re.compile(r"tab=people"))
    page.locator("#tab-people").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-notes")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-details")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#tab-invoices")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#tab-invoices")).to_have_attribute("aria-current", "page")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("First tab, … ninth tab")


def test_on_a_telephone_the_chosen_tab_is_in_view(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner, viewport={"width": 390, "height": 844})
    page.goto(f"{url_of(business.company)}?tab=details")
    expect(page.locator("#tab-details")).to_be_in_viewport(ratio=1)
    page.locator("#tab-files").click()
    expect(page.locator("#tab")).to_contain_text("No files yet")
    expect(page.locator("#tab-files")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_activities_are_filtered_in_place(business: Business, log_in: LogIn) -> None:
    add_note(business.company, content="Likes parasols", by=business.owner, at=timezone.now())
    edit(business.company, by=business.owner, at=timezone.now(), language="fr")
    page = log_in(business.owner)
    page.goto(f"{url_of(business.company)}?tab=details")
    page.evaluate("window.kept = true")
    told = page.locator(".timeline > li")
    expect(told).to_have_count(2)
    choice = page.get_by_role("navigation", name="Which activities").get_by_role("link", name="Notes and files")
    choice.focus()
    page.keyboard.press("Enter")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("Likes parasols")
    expect(choice).to_have_attribute("aria-current", "true")
    expect(choice).to_be_focused()
    assert page.evaluate("window.kept")
    assert faults(page) == []


def test_older_activities_come_where_one_arrives_at_them(business: Business, log_in: LogIn) -> None:
    for one in range(45):
        add_note(business.company, content=f"Note {one}", by=business.owner, at=timezone.now())
    edit(business.company, by=business.owner, at=timezone.now(), language="fr")
    page = log_in(business.owner)
    page.goto(f"{url_of(business.company)}?activities=notes")
    told = page.locator(".timeline > li:not(.older)")
    expect(told).to_have_count(20)
    for count in (40, 45):
        page.get_by_role("link", name="Show older").scroll_into_view_if_needed()
        expect(told).to_have_count(count)
    assert [text.split("Note ")[2] for text in told.all_inner_texts()] == [str(one) for one in reversed(range(45))]
    expect(page.get_by_role("link", name="Show older")).to_have_count(0)


def test_without_javascript_older_activities_are_a_page_of_their_own(business: Business, log_in: LogIn) -> None:
    for one in range(21):
        add_note(business.company, content=f"Note {one}.", by=business.owner, at=timezone.now())
    page = log_in(business.owner, java_script_enabled=False)
    page.goto(url_of(business.company))
    page.get_by_role("link", name="Show older").click()
    expect(page.locator(".timeline > li")).to_have_count(1)
    expect(page.locator(".timeline > li")).to_contain_text("Note 0.")
    page.get_by_role("link", name="Newest activities").click()
    expect(page.locator(".timeline")).to_contain_text("Note 20.")


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("New subscription", "New subscription"),
        ("New deal", "New deal"),
        ("New quotation", "New quotation"),
        ("New task", "New task"),
        ("New call", "New call"),
        ("New meeting", "New meeting"),
    ],
)
def test_everything_is_made_from_here_by_keyboard(business: Business, log_in: LogIn, item: str, title: str) -> None:
    page = log_in(business.owner)
    page.goto(url_of(business.company))
    page.get_by_role("button", name="Something else for this customer").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="New subscription")).to_be_focused()
    chosen = page.get_by_role("menuitem", name=item)
    while not chosen.evaluate("item => item === document.activeElement"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_role("combobox", name="Customer")).to_have_value("Brasserie du Midi SRL")


def test_a_tab_keeps_the_place_on_the_page(business: Business, log_in: LogIn) -> None:
    page = log_in(business.owner, viewport={"width": 1280, "height": 500})
    page.goto(url_of(business.company))
    page.evaluate("scrollTo(0, 60)")
    page.locator("#tab-details").click()
    expect(page.locator("#tab")).to_contain_text("Payment term")
    assert page.evaluate("scrollY") == 60
