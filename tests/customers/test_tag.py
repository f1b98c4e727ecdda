"""Putting tags on a customer and taking them off."""

import datetime as dt

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.customers.tags import tag, untag
from tests.factories import NOW, a_company, a_member, a_user, an_account

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def words_on(customer: Customer) -> set[str]:
    return {each.name for each in customer.tags.all()}


def test_tags_are_added_to_those_it_bears() -> None:
    company = a_company(an_account(), tags=("horeca",))
    tag(company, ["terrace", "Horeca"], by=a_user(company.account), at=LATER)
    assert words_on(company) == {"horeca", "terrace"}
    change = Activity.objects.get().effects["changes"]
    assert change == [{"field": "tags", "old": "horeca", "new": "horeca, terrace"}]


def test_tags_are_taken_off() -> None:
    company = a_company(an_account(), tags=("horeca", "vip"))
    untag(company, ["VIP", "unknown"], by=None, at=LATER)
    assert words_on(company) == {"horeca"}


def test_what_changes_nothing_leaves_no_activity() -> None:
    company = a_company(an_account(), tags=("horeca",))
    tag(company, ["HORECA"], by=None, at=LATER)
    untag(company, ["vip"], by=None, at=LATER)
    company.refresh_from_db()
    assert company.updated_at == NOW
    assert not Activity.objects.exists()


def test_it_needs_the_right() -> None:
    company = a_company(an_account())
    for verb in (tag, untag):
        with pytest.raises(NotAllowed):
            verb(company, ["vip"], by=a_member(company.account), at=LATER)
