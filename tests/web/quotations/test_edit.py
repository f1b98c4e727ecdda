"""Making, changing and copying a quotation in the browser."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.quotations import records
from comptoir.quotations.models import Quotation
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deal,
    a_department,
    a_quotation,
    a_user,
    an_account,
    an_unknown_id,
    the_department,
    the_vat,
)
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db

NEW = "/quotations/new/"


def a_line(account: Any, number: int, **says: Any) -> dict[str, Any]:
    """A row of the form."""
    says = {"description": "Terrace", "quantity": "2", "unit_price": "50,00", "discount": ""} | says
    says.setdefault("tax_rate", the_vat(account).pk)
    return {f"lines-{number}-{name}": value for name, value in says.items()}


def typed(customer: Customer, /, **changes: Any) -> dict[str, Any]:
    """The form, filled in: something once, something monthly, something optional."""
    account = customer.account
    return {
        "customer": customer.pk,
        "customer_typed": customer.name,
        "deal": "",
        "deal_title": "",
        "name": "Terrace with heating",
        "text": "As discussed on site.",
        "quotation_date": "2026-11-24",
        "expires_after": "2026-12-31",
        "action_after_expiry": "none",
        "department": the_department(account).pk,
        "language": "nl",
        "currency": "EUR",
        "for_attention_of_name": "Anne Dubois",
        "lines-TOTAL_FORMS": "3",
        "lines-INITIAL_FORMS": "0",
        **a_line(account, 0),
        **a_line(account, 1, description="Heating", quantity="1", unit_price="40", cycle="month 3"),
        **a_line(account, 2, description="Parasols", quantity="4", unit_price="25", is_optional="on"),
    } | changes


def test_what_was_typed_is_what_is_made(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account))
    answer = client.post(NEW, typed(deal.customer, deal=deal.pk), follow=True)
    made = Quotation.objects.get()
    assert answer.request["PATH_INFO"] == url_of(made)
    assert f"“Terrace with heating” saved as {made.reference}." in text_of(answer)
    facts = (made.deal, made.customer, made.name, made.text, made.quotation_date, made.expires_after)
    assert facts == (
        deal,
        deal.customer,
        "Terrace with heating",
        "As discussed on site.",
        TODAY,
        dt.date(2026, 12, 31),
    )
    facts = (made.action_after_expiry, made.language, made.currency, made.for_attention_of_name, made.tax_inclusive)
    assert facts == ("none", "nl", "EUR", "Anne Dubois", Decimal("121"))
    assert made.recurring[0]["tax_inclusive"] == "48.40"
    lines = made.lines.values_list("description", "quantity", "unit_price", "unit", "period", "is_optional")
    assert list(lines) == [
        ("Terrace", 2, 50, "", None, False),
        ("Heating", 1, 40, "month", 3, False),
        ("Parasols", 4, 25, "", None, True),
    ]
    assert Activity.objects.get(kind="quotation.created").by == user


def test_without_a_deal_one_is_made_with_it(client: Client, user: User) -> None:
    customer = a_company(user.account)
    client.post(NEW, typed(customer, deal_title="New terrace"))
    made = Quotation.objects.get()
    deal = made.deal
    assert (deal.title, deal.customer, deal.estimated_value) == ("New terrace", customer, Decimal(100))
    assert Activity.objects.filter(kind__in=["deal.added", "quotation.created"]).count() == 2


def test_a_new_deal_is_called_like_the_quotation_when_nothing_else_is_said(client: Client, user: User) -> None:
    client.post(NEW, typed(a_company(user.account)))
    assert Deal.objects.get().title == "Terrace with heating"


def test_what_is_refused_leaves_no_deal_behind(client: Client, user: User) -> None:
    negative = {"lines-0-unit_price": "-50"}
    page = text_of(client.post(NEW, typed(a_company(user.account), **negative)), status=422)
    assert "less than nothing" in page
    assert not Deal.objects.exists()


def test_two_clicks_make_one_quotation_and_one_deal(client: Client, user: User) -> None:
    customer, once = a_company(user.account), new_id()
    for __ in range(2):
        answer = client.post(NEW, typed(customer, id=once))
    made = Quotation.objects.get()
    assert (made.pk, answer.headers["Location"]) == (once, url_of(made))
    assert Deal.objects.count() == 1


def test_empty_choices_follow_the_customer(client: Client, user: User) -> None:
    customer = a_company(user.account, language="fr", preferred_currency="CHF")
    client.post(NEW, typed(customer, language="", currency=""))
    made = Quotation.objects.get()
    assert (made.language, made.currency, made.deal.currency) == ("fr", "CHF", "CHF")


def test_empty_choices_follow_the_deal(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account, preferred_currency="CHF"), currency="GBP")
    client.post(NEW, typed(deal.customer, deal=deal.pk, currency=""))
    assert Quotation.objects.get().currency == "GBP"


def test_from_a_deal_its_customer_name_and_person_are_known(client: Client, user: User) -> None:
    person = a_contact(user.account, "Anne Dubois")
    deal = a_deal(a_company(user.account), contact_person=person)
    page = text_of(client.get(f"{NEW}?deal={deal.pk}"))
    for words in ("Brasserie du Midi SRL", 'value="New terrace"', 'value="Anne Dubois"', "2026-12-24"):
        assert words in page
    assert f'<option value="{deal.pk}" selected>New terrace · {deal.reference}</option>' in page


def test_from_a_customer_its_open_deals_can_be_chosen(client: Client, user: User) -> None:
    customer, other = a_company(user.account), a_company(user.account, "Zaal Noord")
    mine, won, theirs = a_deal(customer), a_deal(customer, "Old terrace", status="won"), a_deal(other, "Curtains")
    page = text_of(client.get(f"{NEW}?customer={customer.pk}"))
    assert f'<option value="{mine.pk}">New terrace · {mine.reference}</option>' in page
    assert str(won.pk) not in page
    assert str(theirs.pk) not in page


def test_the_deals_follow_the_customer_that_is_chosen(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account))
    part = text_of(client.get(f"/quotations/deals/?customer={deal.customer.pk}"))
    assert f'<option value="{deal.pk}">New terrace · {deal.reference}</option>' in part
    assert "Choose a customer" not in text_of(client.get("/quotations/deals/"))


def test_without_javascript_the_deals_are_asked_for_with_a_button(client: Client, user: User) -> None:
    deal = a_deal(a_company(user.account))
    page = text_of(client.post(NEW, typed(deal.customer, show_deals="1", name="")))
    assert f'<option value="{deal.pk}">' in page
    assert "Please fill this in." not in page
    assert not Quotation.objects.exists()


def test_a_deal_with_somebody_else_is_refused(client: Client, user: User) -> None:
    theirs = a_deal(a_company(user.account, "Zaal Noord"))
    page = text_of(client.post(NEW, typed(a_company(user.account), deal=theirs.pk)), status=422)
    assert "This is a deal with somebody else." in page


def test_from_a_deal_somebody_else_can_be_quoted_to(client: Client, user: User) -> None:
    deal, person = a_deal(a_company(user.account)), a_contact(user.account)
    client.post(f"{NEW}?deal={deal.pk}", typed(person, deal=deal.pk))
    made = Quotation.objects.get()
    assert (made.deal, made.customer) == (deal, person)


def test_a_deactivated_customer_is_warned_about_and_allowed(client: Client, user: User) -> None:
    customer = a_company(user.account, deactivated_at=NOW, deactivated_by=user)
    page = text_of(client.get(f"{NEW}?customer={customer.pk}"))
    assert "was deactivated on 24" in page
    assert '<span class="badge amber">Deactivated</span>' in page
    client.post(NEW, typed(customer))
    assert Quotation.objects.get().customer == customer


@pytest.mark.parametrize("thing", ["deal", "customer"])
def test_what_belongs_to_another_account_is_not_found(client: Client, user: User, thing: str) -> None:
    theirs = a_deal(a_company(a_user(an_account()).account))
    foreign = theirs if thing == "deal" else theirs.customer
    for id in (foreign.pk, an_unknown_id(), "nonsense"):
        assert client.get(f"{NEW}?{thing}={id}").status_code == 404


def test_customers_deals_departments_and_rates_of_another_account_are_not_accepted(client: Client, user: User) -> None:
    theirs = a_deal(a_company(a_user(an_account()).account))
    mine = a_company(user.account)
    for foreign in (
        {"customer": theirs.customer.pk, "customer_typed": theirs.customer.name},
        {"deal": theirs.pk},
        {"department": the_department(theirs.account).pk},
        {"lines-0-tax_rate": the_vat(theirs.account).pk},
    ):
        assert client.post(NEW, typed(mine, **foreign)).status_code == 422
    assert not Quotation.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Please fill this in."),
        ("customer_typed", "Nobody", "Nobody is found for"),
        ("quotation_date", "31/02/2026", "This is not a date."),
        ("quotation_date", "0202-12-01", "This day is too far away."),
        ("expires_after", "2026-11-23", "It cannot end before"),
        ("action_after_expiry", "explode", "Select a valid choice."),
        ("language", "xx", "Select a valid choice."),
        ("lines-1-cycle", "month 5", "Select a valid choice."),
        ("lines-0-unit_price", "abc", "This is not a number."),
        ("lines-0-description", "", "Please fill this in."),
        ("lines-0-discount", "120", "less than or equal to 100"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_everything_typed_is_kept(
    client: Client, user: User, field: str, value: str, message: str
) -> None:
    page = text_of(client.post(NEW, typed(a_company(user.account), **{field: value})), status=422)
    assert message in page
    for kept in (
        "Anne Dubois",
        "As discussed on site.",
        "2026-12-31" if field != "expires_after" else value,
        "Parasols",
    ):
        assert kept in page
    assert '<option value="month 3" selected>' in page or field == "lines-1-cycle"
    assert not Quotation.objects.exists()


def test_without_lines_there_is_nothing_to_offer(client: Client, user: User) -> None:
    page = text_of(client.post(NEW, typed(a_company(user.account), **{"lines-TOTAL_FORMS": "0"})), status=422)
    assert "A quotation needs at least one line." in page


def test_the_rates_of_the_chosen_department_are_used(client: Client, user: User) -> None:
    south = a_department(user.account)
    client.post(NEW, typed(a_company(user.account), department=south.pk))
    made = Quotation.objects.get()
    assert {line.tax_rate.department for line in made.lines.all()} == {south}


def test_the_totals_are_told_once_and_for_each_cycle_as_one_types(client: Client, user: User) -> None:
    part = text_of(client.post("/quotations/totals/", typed(a_company(user.account))))
    for words in (">Once<", "€\xa0121.00", ">Every 3 months<", "€\xa048.40", "Without the optional lines"):
        assert words in part
    assert 'id="lines-2-net"' in part
    assert client.post("/quotations/totals/", {}).status_code == 200


def test_the_totals_are_in_the_currency_of_the_customer(client: Client, user: User) -> None:
    customer = a_company(user.account, preferred_currency="CHF")
    assert "CHF\xa0121.00" in text_of(client.post("/quotations/totals/", typed(customer, currency="")))


def test_an_edit_is_saved(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), monthly="60.50", optional="24.20")
    address = f"{url_of(quotation)}edit/"
    page = text_of(client.get(address))
    for words in ("Terrace with heating", '<option value="month 1" selected>', "On the deal “New terrace”"):
        assert words in page
    changed = typed(quotation.customer, name="Garden", seen=quotation.updated_at.isoformat())
    assert client.post(address, changed).headers["Location"] == url_of(quotation)
    quotation.refresh_from_db()
    assert (quotation.name, quotation.tax_inclusive) == ("Garden", Decimal("121"))


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unseen(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    seen = quotation.updated_at.isoformat()
    records.edit(quotation, by=user, at=NOW + dt.timedelta(minutes=1), name="Theirs")
    address = f"{url_of(quotation)}edit/"
    page = text_of(client.post(address, typed(quotation.customer, name="Mine", seen=seen)), status=409)
    assert "Saving again replaces what they wrote." in page
    assert 'value="Mine"' in page
    quotation.refresh_from_db()
    assert quotation.name == "Theirs"
    assert f'name="seen" value="{quotation.updated_at.isoformat()}"' in page


def test_a_row_says_its_section_unit_and_long_description(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    rows = {"lines-TOTAL_FORMS": "2", "lines-0-description": "Outside", "lines-0-is_section": "1"}
    rows |= a_line(user.account, 1, extended_description="Hardwood", unit_of_measure="MTK")
    client.post(f"{url_of(quotation)}edit/", typed(quotation.customer, **rows))
    line = quotation.lines.get()
    assert (line.section, line.extended_description, line.unit_of_measure) == ("Outside", "Hardwood", "MTK")


@pytest.mark.parametrize("status", ["accepted", "rejected", "closed"])
def test_what_is_no_longer_open_is_not_edited(client: Client, user: User, status: str) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), status=status)
    for answer in (
        client.get(f"{url_of(quotation)}edit/", follow=True),
        client.post(f"{url_of(quotation)}edit/", typed(quotation.customer), follow=True),
    ):
        assert "so it stays as it is" in text_of(answer)
    quotation.refresh_from_db()
    assert quotation.text == ""


def test_a_copy_is_opened_for_editing_and_made_once(client: Client, user: User) -> None:
    quotation, once = a_quotation(a_deal(a_company(user.account)), status="rejected"), new_id()
    for __ in range(2):
        answer = client.post(f"{url_of(quotation)}copy/", {"copy_id": once})
    made = Quotation.objects.get(pk=once)
    assert answer.headers["Location"] == f"{url_of(made)}edit/"
    assert Quotation.objects.count() == 2
    assert f"This is a copy of {quotation.reference}." in text_of(client.get(f"{url_of(made)}edit/"))


def test_of_a_deal_that_is_settled_no_copy_is_made(client: Client, user: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)), status="accepted")
    answer = client.post(f"{url_of(quotation)}copy/", follow=True)
    assert "A quotation of this deal is accepted already." in text_of(answer)


@pytest.mark.parametrize("what", ["edit", "copy"])
def test_the_quotation_of_another_account_is_not_found(client: Client, user: User, what: str) -> None:
    theirs = a_quotation(a_deal(a_company(an_account())))
    assert client.post(f"{url_of(theirs)}{what}/").status_code == 404
    assert client.post(f"/quotations/{an_unknown_id()}/{what}/").status_code == 404


def test_a_member_without_the_right_is_refused_with_a_sentence(client: Client, user: User, member: User) -> None:
    quotation = a_quotation(a_deal(a_company(user.account)))
    for answer in (
        client.get(NEW),
        client.post(NEW, typed(quotation.customer)),
        client.get(f"{url_of(quotation)}edit/"),
        client.post(f"{url_of(quotation)}copy/"),
    ):
        assert "You do not have the right to" in text_of(answer, status=403)
    assert Quotation.objects.count() == 1
