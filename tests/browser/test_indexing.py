"""Indexing prices in a real browser: previewed, one taken out, done."""

import pytest
from playwright.sync_api import expect

from comptoir.subscriptions.models import Subscription
from tests.browser.conftest import Business, LogIn
from tests.factories import a_subscription


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["plain", "without JavaScript"])
def test_one_row_is_taken_out_and_the_others_are_indexed(options: dict, business: Business, log_in: LogIn):
    a_subscription(business.company, title="Piano lessons")
    a_subscription(business.company, title="Piano hire")
    page = log_in(business.owner, **options)
    page.goto("/subscriptions/?q=piano")
    page.get_by_role("link", name="Index prices").click()
    page.get_by_label("Old index").fill("128,44")
    page.get_by_label("New index").fill("131,24")
    page.get_by_role("button", name="Preview").click()
    together = page.locator("#together")
    expect(together).to_contain_text("204.36")
    page.get_by_label("Leave out Piano hire").check()
    if not options:
        expect(together).to_contain_text("1 taken out")
        expect(together).to_contain_text("102.18")
    page.get_by_role("button", name="Index these subscriptions").click()
    expect(page.get_by_role("heading", name="Indexation of")).to_be_visible()
    expect(page.locator("table.list tbody tr")).to_have_count(1)
    assert Subscription.objects.get(title="Piano hire").tax_exclusive == 100
