"""Customers that are there twice, in a real browser: named while one types, merged after a question."""

import pytest
from playwright.sync_api import expect

from comptoir.customers.models import Customer
from comptoir.web.links import url_of
from tests.browser.conftest import Business, LogIn
from tests.browser.visiting import faults_in_both_themes
from tests.factories import a_company, an_invoice

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_is_there_already_is_named_while_one_types_and_can_be_added_anyway(
    business: Business, log_in: LogIn
) -> None:
    a_company(business.account, "Le Midi", email="desk@lemidi.example")
    page = log_in(business.owner)
    page.goto("/companies/new/")
    page.get_by_label("Name").fill("Midi")
    page.get_by_label("E-mail", exact=True).fill("desk@lemidi.example")
    named = page.locator(".alike").get_by_role("link", name="Le Midi")
    expect(named).to_be_visible()
    page.get_by_role("button", name="Add the company").click()
    expect(page.get_by_role("alert")).to_contain_text("Already there?")
    assert faults_in_both_themes(page) == []
    page.get_by_role("alert").get_by_role("button", name="Add the company anyway").click()
    expect(page.get_by_role("heading", name="Midi", exact=True)).to_be_visible()
    assert Customer.objects.filter(name="Midi").count() == 1


def test_two_are_merged_after_a_question(business: Business, log_in: LogIn) -> None:
    double = a_company(business.account, "Le Midi")
    invoice = an_invoice(double, on=business.today)
    page = log_in(business.owner)
    page.goto(f"{url_of(business.company)}merge/?other={double.pk}")
    page.get_by_role("group", name="Name").get_by_role("radio", name="Le Midi").check()
    page.get_by_role("button", name="Merge …").click()
    dialog = page.get_by_role("dialog", name="Merge Le Midi into")
    expect(dialog).to_contain_text("This cannot be undone.")
    assert faults_in_both_themes(page) == []
    dialog.get_by_role("button", name="Merge for good").click()
    expect(page.get_by_role("heading", name="Le Midi", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Activities")).to_contain_text("Le Midi was merged into this customer")
    invoice.refresh_from_db()
    assert invoice.customer == business.company
