"""Making, changing and duplicating a subscription in the browser."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import Subscription
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    a_company,
    a_deactivated_subscription,
    a_subscription,
    a_user,
    an_account,
    the_department,
    the_vat,
)
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db

NEW = "/subscriptions/new/"


def typed(customer: Customer, /, **changes: Any) -> dict[str, Any]:
    """The form, filled in."""
    return {
        "customer": customer.pk,
        "customer_typed": customer.name,
        "title": "Terrace heating",
        "department": the_department(customer.account).pk,
        "cycle": "month 3",
        "starts_on": "2026-12-31",
        "ends_on": "",
        "days_in_advance": "14",
        "generation": "draft",
        "payment_term": "end_of_month",
        "payment_days": "15",
        "currency": "EUR",
        "for_attention_of_name": "Anne Dubois",
        "expected_payment_method": "direct_debit",
        "purchase_order_number": "PO-7",
        "note": "Key under the mat",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-description": "Heating",
        "lines-0-quantity": "2",
        "lines-0-unit_price": "50,00",
        "lines-0-discount": "",
        "lines-0-tax_rate": the_vat(customer.account).pk,
    } | changes


def test_what_was_typed_is_what_is_made(client: Client, user: User) -> None:
    customer = a_company(user.account)
    answer = client.post(NEW, typed(customer), follow=True)
    made = Subscription.objects.get()
    assert answer.request["PATH_INFO"] == url_of(made)
    assert "“Terrace heating” saved. The next invoice, €\xa0121.00, is made on" in text_of(answer)
    facts = (made.customer, made.title, made.unit, made.period, made.starts_on, made.ends_on, made.days_in_advance)
    assert facts == (customer, "Terrace heating", "month", 3, dt.date(2026, 12, 31), None, 14)
    facts = (made.generation, made.payment_term, made.payment_days, made.currency, made.for_attention_of_name)
    assert facts == ("draft", "end_of_month", 15, "EUR", "Anne Dubois")
    assert (made.purchase_order_number, made.note, made.tax_inclusive) == ("PO-7", "Key under the mat", Decimal("121"))
    assert made.expected_payment_method == "direct_debit"
    assert Activity.objects.get(kind="subscription.created").by == user


def test_discounts_on_the_whole_are_kept_shown_again_and_copied(client: Client, user: User) -> None:
    customer = a_company(user.account)
    loyalty = {"discounts-0-description": "Loyalty", "discounts-0-percentage": "10"}
    rows = {"discounts-TOTAL_FORMS": "1", "discounts-INITIAL_FORMS": "0"} | loyalty
    page = text_of(client.post(NEW, typed(customer, **rows), follow=True))
    made = Subscription.objects.get()
    assert (made.discounts, made.tax_inclusive) == (
        [{"percentage": "10", "description": "Loyalty"}],
        Decimal("108.90"),
    )
    assert "Loyalty, 10" in page
    assert "Direct debit" in page
    for address in ("edit", "duplicate"):
        assert 'value="Loyalty"' in text_of(client.get(f"{url_of(made)}{address}/"))
    too_much = typed(customer, **(rows | {"discounts-0-percentage": "101"}))
    assert client.post(NEW, too_much).status_code == 422


def test_empty_choices_follow_the_customer(client: Client, user: User) -> None:
    customer = a_company(user.account, payment_term="end_of_month", payment_days=8, preferred_currency="CHF")
    client.post(NEW, typed(customer, payment_term="", payment_days="", currency=""))
    made = Subscription.objects.get()
    assert (made.payment_term, made.payment_days, made.currency) == ("end_of_month", 8, "CHF")


def test_from_a_customers_page_the_customer_is_known(client: Client, user: User) -> None:
    customer = a_company(user.account)
    page = text_of(client.get(f"{NEW}?customer={customer.pk}"))
    assert "Brasserie du Midi SRL" in page
    theirs = a_company(a_user(an_account()).account)
    assert client.get(f"{NEW}?customer={theirs.pk}").status_code == 404
    assert client.get(f"{NEW}?customer=nonsense").status_code == 404


def test_a_deactivated_customer_is_warned_about_and_allowed(client: Client, user: User) -> None:
    customer = a_company(user.account, deactivated_at=NOW, deactivated_by=user)
    assert "was deactivated on 24" in text_of(client.get(f"{NEW}?customer={customer.pk}"))
    client.post(NEW, typed(customer))
    assert Subscription.objects.get().is_active


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Please fill this in."),
        ("starts_on", "31/02/2026", "This is not a date."),
        ("starts_on", "0202-12-01", "This day is too far away."),
        ("ends_on", "2026-12-30", "It would end before it starts."),
        ("cycle", "month 5", "Select a valid choice."),
        ("days_in_advance", "5", "Select a valid choice."),
        ("payment_days", "", "Say how many days."),
        ("lines-0-unit_price", "abc", "This is not a number."),
        ("lines-0-description", "", "Please fill this in."),
    ],
)
def test_a_fault_is_said_beside_its_field_and_everything_typed_is_kept(
    client: Client, user: User, field: str, value: str, message: str
) -> None:
    page = text_of(client.post(NEW, typed(a_company(user.account), **{field: value})), status=422)
    assert message in page
    for kept in ("Brasserie du Midi SRL", "PO-7", "Key under the mat"):
        assert kept in page
    assert not Subscription.objects.exists()


def test_without_lines_there_is_nothing_to_bill(client: Client, user: User) -> None:
    blank = {"lines-0-description": "", "lines-0-unit_price": ""}
    page = text_of(client.post(NEW, typed(a_company(user.account), **blank)), status=422)
    assert "Add at least one line" in page


def test_two_clicks_make_one(client: Client, user: User) -> None:
    customer, once = a_company(user.account), new_id()
    for __ in range(2):
        answer = client.post(NEW, typed(customer, id=once))
    made = Subscription.objects.get()
    assert (made.pk, answer.headers["Location"]) == (once, url_of(made))


def test_customers_departments_and_rates_of_another_account_are_not_accepted(client: Client, user: User) -> None:
    theirs = a_company(a_user(an_account()).account)
    mine = a_company(user.account)
    for foreign in (
        {"customer": theirs.pk, "customer_typed": theirs.name},
        {"department": the_department(theirs.account).pk},
        {"lines-0-tax_rate": the_vat(theirs.account).pk},
    ):
        assert client.post(NEW, typed(mine, **foreign)).status_code == 422
    assert not Subscription.objects.filter(account=theirs.account).exists()
    assert not Subscription.objects.filter(customer=theirs).exists()


def test_the_browser_without_javascript_can_ask_for_a_row_and_for_the_dates(client: Client, user: User) -> None:
    customer = a_company(user.account)
    for button in ("add_line", "show_dates"):
        page = text_of(client.post(NEW, typed(customer, title="", **{button: "1"})))
        assert "31 Mar 2027 to 29 Jun 2027" in page
        assert "Please fill this in." not in page
    assert not Subscription.objects.exists()


def test_an_edit_is_saved(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    address = f"{url_of(subscription)}edit/"
    page = text_of(client.get(address))
    assert "Terrace heating" in page
    client.post(address, typed(subscription.customer, title="Garden heating", seen=subscription.updated_at.isoformat()))
    subscription.refresh_from_db()
    assert (subscription.title, subscription.bill_on) == ("Garden heating", dt.date(2026, 12, 17))


def test_the_start_and_the_cycle_are_fixed_after_the_first_invoice_whatever_is_sent(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    bill(user.account, on=dt.date(2026, 12, 1), at=NOW)
    address = f"{url_of(subscription)}edit/"
    assert "Fixed since the first invoice." in text_of(client.get(address))
    client.post(address, typed(subscription.customer, title="Garden heating", days_in_advance="0"))
    subscription.refresh_from_db()
    assert (subscription.title, subscription.starts_on, subscription.period, subscription.bill_on) == (
        "Garden heating",
        dt.date(2026, 12, 1),
        1,
        dt.date(2027, 1, 1),
    )


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_unseen(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    address, seen = f"{url_of(subscription)}edit/", (NOW - dt.timedelta(minutes=5)).isoformat()
    page = text_of(client.post(address, typed(subscription.customer, title="Mine", seen=seen)), status=409)
    assert "Somebody changed this subscription" in page
    assert "Mine" in page
    subscription.refresh_from_db()
    assert subscription.title == "Terrace heating"


def test_a_deactivated_one_is_not_edited(client: Client, user: User) -> None:
    subscription = a_deactivated_subscription(a_company(user.account))
    answer = client.post(f"{url_of(subscription)}edit/", typed(subscription.customer), follow=True)
    assert "Make a new one with “Duplicate as new”" in text_of(answer)
    subscription.refresh_from_db()
    assert (subscription.title, subscription.is_deactivated) == ("Terrace heating", True)


def test_a_duplicate_is_a_new_one_and_the_deactivated_one_stays_so(client: Client, user: User) -> None:
    old = a_deactivated_subscription(a_company(user.account), note="Key under the mat")
    address = f"{url_of(old)}duplicate/"
    page = text_of(client.get(address))
    for words in ("Duplicate as new", "Key under the mat", "2026-12-01", "Heating"):
        assert words in page
    client.post(address, typed(old.customer, title="Anew"))
    new = Subscription.objects.exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert (new.title, new.is_active, old.is_deactivated) == ("Anew", True, True)
    assert Activity.objects.get().effects["copy_of"]["id"] == str(old.pk)


@pytest.mark.parametrize("page", ["new/", "{id}/edit/", "{id}/duplicate/"])
def test_a_member_without_the_right_is_refused_with_a_sentence(
    client: Client, user: User, member: User, page: str
) -> None:
    subscription = a_subscription(a_company(user.account))
    address = f"/subscriptions/{page.format(id=subscription.pk)}"
    for answer in (client.get(address), client.post(address, typed(subscription.customer))):
        assert "You do not have the right to change subscriptions" in text_of(answer, status=403)
    assert Subscription.objects.get().title == "Terrace heating"
