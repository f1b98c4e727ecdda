"""A quotation that begins its deal."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.quotations.models import Quotation
from comptoir.quotations.refusals import NoLines
from comptoir.quotations.with_deal import create_with_deal
from tests.factories import NOW, a_company, a_member, a_user, an_account, the_department
from tests.quotations.offering import a_line

pytestmark = pytest.mark.django_db


def made_for(customer: Customer, **facts: object) -> Quotation:
    account = customer.account
    given = {"title": "New terrace", "name": "Terrace", "department": the_department(account), "by": None, "at": NOW}
    lines = [
        a_line(account, "100"),
        a_line(account, "50", unit="month", period=1),
        a_line(account, "9", is_optional=True),
    ]
    return create_with_deal(customer, **given | {"lines": lines} | facts)


def test_the_deal_is_worth_what_is_charged_once_without_vat() -> None:
    customer = a_company(an_account(), preferred_currency="CHF")
    made = made_for(customer)
    deal = Deal.objects.get()
    assert (made.deal, made.customer, made.currency) == (deal, customer, "CHF")
    assert (deal.title, deal.customer, deal.estimated_value, deal.currency) == (
        "New terrace",
        customer,
        Decimal(100),
        "CHF",
    )
    assert list(Activity.objects.order_by("kind").values_list("kind", flat=True)) == ["deal.added", "quotation.created"]


def test_of_nothing_charged_once_the_worth_is_unknown() -> None:
    customer = a_company(an_account())
    made_for(customer, lines=[a_line(customer.account, "50", unit="month", period=1)])
    assert Deal.objects.get().estimated_value is None


def test_the_same_form_makes_one_of_each() -> None:
    customer, id = a_company(an_account()), new_id()
    assert made_for(customer, id=id) == made_for(customer, id=id)
    assert (Deal.objects.count(), Quotation.objects.count()) == (1, 1)
    assert Deal.objects.get().pk != id


def test_what_is_refused_of_either_leaves_neither() -> None:
    customer = a_company(an_account())
    with pytest.raises(NoLines):
        made_for(customer, lines=[])
    with pytest.raises(ValidationError):
        made_for(customer, title=" ")
    assert (Deal.objects.count(), Activity.objects.count()) == (0, 0)


def test_it_needs_the_right_to_deals() -> None:
    account = an_account()
    with pytest.raises(NotAllowed):
        made_for(a_company(account), by=a_member(account, "invoices"))
    made_for(a_company(account), by=a_user(account))
