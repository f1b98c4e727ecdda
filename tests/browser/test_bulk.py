"""Ticking rows in a real browser, and following what is done with them."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from comptoir.accounts.models import User
from comptoir.bulk import working
from comptoir.bulk.models import BulkRun
from comptoir.customers.models import Customer
from tests.browser.visiting import let_in
from tests.bulk.runs import LATER
from tests.factories import a_company, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(page: Page, live_server: Any) -> User:
    """A browser that is logged in, before a list of three companies."""
    owner = a_user(an_account())
    for name in ("Atelier", "Boulangerie", "Cercle"):
        a_company(owner.account, name)
    let_in(page, live_server, owner)
    page.goto(f"{live_server.url}/companies/")
    return owner


def act(page: Page, verb: str) -> None:
    page.get_by_role("button", name="Act on them").click()
    page.get_by_role("menuitem", name=verb).click()


def test_ticked_rows_are_tagged_and_one_is_left_out(page: Page, owner: User) -> None:
    expect(page.get_by_role("button", name="Act on them")).to_be_hidden()
    page.get_by_label("Select Atelier").click()
    page.get_by_label("Select Cercle").click(modifiers=["Shift"])
    expect(page.locator(".selection")).to_contain_text("3 selected")
    page.get_by_label("Select Boulangerie").uncheck()
    expect(page.locator(".selection")).to_contain_text("2 selected")
    act(page, "Add tags")
    page.get_by_label("Tags").fill("late")
    page.get_by_role("button", name="Leave Atelier out").click()
    page.get_by_role("button", name="Take Atelier in again").wait_for()
    expect(page.get_by_label("Tags")).to_have_value("late")
    page.get_by_role("button", name="Add tags · 1 customer").click()
    expect(page.get_by_role("row", name="Cercle")).to_contain_text("Tags added")
    expect(page.get_by_role("row", name="Atelier")).to_contain_text("Left out")
    assert [each.name for each in Customer.objects.filter(tags__name="late")] == ["Cercle"]


def test_progress_survives_a_reload_and_can_be_cancelled_and_resumed(
    page: Page, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "SMALL", 0)
    monkeypatch.setattr(working, "BATCH", 1)
    page.get_by_label("Select all on this page").check()
    act(page, "Add tags")
    page.get_by_label("Tags").fill("late")
    page.get_by_role("button", name="Add tags · 3 customers").click()
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    run = BulkRun.objects.get()
    working.work_on(run, clock=lambda: LATER, limit=1)
    # By itself, and after a reload.
    expect(page.get_by_text("1 of 3 are done")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 of 3 are done")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("1 of 3 were done")).to_be_visible()
    page.get_by_role("button", name="Go on with the others").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    working.work_on(run, clock=lambda: LATER)
    expect(page.get_by_role("row", name="Cercle")).to_contain_text("Tags added")


def test_many_are_deactivated_and_one_that_is_left_out_is_left_alone(page: Page, owner: User) -> None:
    for each in Customer.objects.all():
        an_invoice(each, overdue_by=10)
    page.get_by_label("Select all on this page").check()
    act(page, "Deactivate")
    page.get_by_label("Put the 3 outstanding invoices on hold").check()
    page.get_by_role("button", name="Leave Cercle out").click()
    expect(page.get_by_label("Put the 2 outstanding invoices on hold")).to_be_checked()
    page.get_by_label("Reason").select_option("bankruptcy")
    page.get_by_role("button", name="Deactivate · 2 customers").click()
    expect(page.get_by_role("row", name="Atelier")).to_contain_text("Deactivated: 1 invoice on hold")
    expect(page.get_by_role("row", name="Cercle")).to_contain_text("Left out")
    assert [each.name for each in Customer.objects.active()] == ["Cercle"]
