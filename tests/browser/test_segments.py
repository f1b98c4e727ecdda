"""Building a segment in a real browser, and taking it to the overviews."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from comptoir.segments import keeping
from comptoir.segments.models import Segment
from tests.browser.visiting import faults_in_both_themes, let_in
from tests.factories import NOW, a_company, a_contact, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(page: Page, live_server: Any) -> str:
    """A browser that is logged in; where it is."""
    account = an_account()
    let_in(page, live_server, a_user(account, email="owner@atelier.example"))
    a_company(account, "Brasserie du Midi SRL", deactivated_at=NOW)
    a_company(account, "Café Zoé", country="FR")
    a_contact(account, "Luc Martin", deactivated_at=NOW)
    page.goto(f"{live_server.url}/today/")
    return str(live_server.url)


def test_rules_are_written_as_sentences_with_a_live_count(page: Page, home: str) -> None:
    page.goto(f"{home}/segments/")
    expect(page.get_by_role("link", name="1 company")).to_have_count(1)
    page.get_by_role("link", name="New segment").first.click()
    page.get_by_label("Name").fill("Gone")
    page.get_by_label("Rule 1: what it is about").select_option(label="Active")
    expect(page.get_by_text("Finish the rules to see what they let in.")).to_be_visible()
    page.get_by_label("Rule 1: value").select_option(label="no")
    expect(page.locator("#segment-count")).to_contain_text("1 contact · 1 company")
    page.get_by_role("button", name="Add rule").click()
    expect(page.get_by_label("Rule 2: what it is about")).to_be_focused()
    page.get_by_label("Rule 2: what it is about").select_option(label="Name")
    page.get_by_label("Rule 2: value").fill("midi")
    expect(page.locator("#segment-count")).to_contain_text("0 contacts · 1 company")
    page.get_by_role("button", name="Remove rule 2").click()
    expect(page.locator("#segment-count")).to_contain_text("1 contact · 1 company")
    page.get_by_role("button", name="Make the segment").click()
    expect(page.get_by_role("status")).to_contain_text("“Gone” saved.")
    page.get_by_role("link", name="Show companies").click()
    expect(page.get_by_role("link", name="Brasserie du Midi SRL")).to_be_visible()
    expect(page.get_by_role("link", name="Café Zoé")).to_have_count(0)


def test_a_group_of_rules_about_invoices_is_written_and_counted(page: Page, home: str) -> None:
    for customer in Customer.objects.companies():
        an_invoice(customer)
    page.goto(f"{home}/segments/new/?about=invoice")
    page.get_by_label("Name").fill("Of those who left")
    page.get_by_label("Rule 1: what it is about").select_option("status")
    page.get_by_label("Rule 1: value").select_option("outstanding")
    expect(page.locator("#segment-count")).to_contain_text("2 invoices")
    page.get_by_role("button", name="Add group").click()
    expect(page.get_by_label("Rule 2: what it is about")).to_be_focused()
    page.get_by_label("Rule 2: what it is about").select_option("customer_active")
    page.get_by_label("Rule 2: value").select_option("no")
    expect(page.locator("#segment-count")).to_contain_text("1 invoice")
    page.get_by_role("button", name="Make the segment").click()
    page.get_by_role("link", name="Show invoices").click()
    expect(page.get_by_text("Status equals Outstanding and (Customer: Active equals no)")).to_be_visible()
    expect(page.get_by_role("link", name="Brasserie du Midi SRL")).to_be_visible()
    expect(page.get_by_role("link", name="Café Zoé")).to_have_count(0)


def test_enter_in_a_value_saves_and_removes_no_rule(page: Page, home: str) -> None:
    page.goto(f"{home}/segments/new/")
    page.get_by_label("Name").fill("Zoé")
    page.get_by_label("Rule 1: what it is about").select_option(label="Name")
    page.get_by_label("Rule 1: value").fill("zoe")
    page.get_by_label("Rule 1: value").press("Enter")
    expect(page.get_by_role("heading", name="Zoé")).to_be_visible()
    assert [segment.rules for segment in Segment.objects.all()] == [
        [{"field": "name", "operator": "contains", "value": "zoe"}]
    ]


def test_the_ready_made_segment_is_chosen_in_the_overview(page: Page, home: str) -> None:
    page.goto(f"{home}/companies/")
    page.get_by_label("Segment", exact=True).select_option(label="Deactivated customers")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Active equals no")).to_be_visible()
    expect(page.get_by_role("link", name="Café Zoé")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
        page.get_by_role("menuitem", name="As text (CSV)").click()
    assert download.value.suggested_filename.startswith("companies-")
    assert "Brasserie du Midi SRL" in download.value.path().read_text(encoding="utf-8-sig")


def test_without_javascript_rules_are_added_fitted_and_saved(browser: Browser, page: Page, home: str) -> None:
    without = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
    without.goto(f"{home}/segments/new/")
    without.get_by_label("Name").fill("French")
    without.get_by_label("Rule 1: what it is about").select_option(label="Country")
    without.get_by_role("button", name="Add rule").click()
    without.get_by_label("Rule 1: value").select_option(label="France")
    without.get_by_label("Rule 2: what it is about").select_option(label="Active")
    without.get_by_role("button", name="Update rows and count").click()
    without.get_by_label("Rule 2: value").select_option(label="yes")
    without.get_by_role("button", name="Make the segment").click()
    expect(without.get_by_text("0 contacts · 1 company")).to_be_visible()
    without.get_by_role("link", name="Show companies").click()
    expect(without.get_by_role("link", name="Café Zoé")).to_be_visible()
    without.context.close()


def test_no_page_of_segments_has_a_fault_or_overflows(page: Page, home: str) -> None:
    rules = [
        {"field": "tag", "operator": "is_not", "value": "gone"},
        {"field": "outstanding", "operator": "at_least", "value": "100"},
        {"field": "last_activity", "operator": "more_than_days_ago", "value": "90"},
    ]
    owner = User.objects.get()
    broken = Segment.objects.create(
        account=owner.account, name="Broken", match="any", rules=rules, created_by=owner, created_at=NOW, updated_at=NOW
    )
    mine = keeping.create(name="Mine", match="all", rules=rules[1:], by=owner, at=NOW)
    for path in ("", f"{mine.key}/", f"{broken.key}/"):
        page.goto(f"{home}/segments/{path}")
        assert (path, faults_in_both_themes(page)) == (path, [])
