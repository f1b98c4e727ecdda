"""Changing a quotation."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal
from comptoir.quotations import lines as its_lines
from comptoir.quotations import records
from comptoir.quotations.models import Quotation
from comptoir.quotations.refusals import ChangedMeanwhile, ForeignTaxRate, NoLines, NotOpen
from tests.factories import NOW, TODAY, a_company, a_deal, a_department, a_member, a_quotation, a_user, an_account
from tests.quotations.offering import a_line, told

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(minutes=5)


def a_given_quotation(**facts: object) -> Quotation:
    return a_quotation(a_deal(a_company(an_account()), inactive_for=9), **facts)


def test_facts_and_lines_change_with_the_totals_and_one_activity() -> None:
    quotation = a_given_quotation()
    user = a_user(quotation.account)
    lines = [a_line(quotation.account, "200"), a_line(quotation.account, "10", unit="year", period=1)]
    edited = records.edit(quotation, by=user, at=LATER, name="Larger terrace", lines=lines)
    edited.refresh_from_db()
    assert (edited.name, edited.tax_inclusive, edited.updated_at) == ("Larger terrace", Decimal("242.00"), LATER)
    assert edited.recurring[0]["tax_inclusive"] == "12.10"
    assert its_lines.of(edited) == lines
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at) == ("quotation.edited", user, LATER)
    assert activity.effects["changes"] == [{"field": "name", "old": "Terrace with heating", "new": "Larger terrace"}]
    assert (activity.effects["lines"], activity.effects["amount_before"]) == (True, "121.00")
    assert activity.effects["quotation"]["amount"] == "242.00"
    assert Deal.objects.get().last_activity_on == TODAY


def test_nothing_different_leaves_no_activity() -> None:
    quotation = a_given_quotation()
    lines = its_lines.of(quotation)
    records.edit(quotation, by=None, at=LATER, name=quotation.name, expires_after=None, lines=lines)
    quotation.refresh_from_db()
    assert (told(), quotation.updated_at) == ([], NOW)


def test_lines_that_nobody_mentions_stay() -> None:
    quotation = a_given_quotation(monthly="12.10", optional="24.20")
    before = its_lines.of(quotation)
    edited = records.edit(quotation, by=None, at=LATER, text="Thank you.")
    assert (its_lines.of(edited), edited.tax_inclusive) == (before, Decimal("121.00"))
    assert Activity.objects.get().effects["lines"] is False


def test_another_currency_rounds_the_lines_anew() -> None:
    quotation = a_given_quotation(total="121.50")
    edited = records.edit(quotation, by=None, at=LATER, currency="JPY")
    assert (edited.tax_exclusive, edited.lines.get().tax_exclusive) == (Decimal("100"), Decimal("100"))


def test_another_department_needs_its_own_vat_rates() -> None:
    quotation = a_given_quotation()
    other = a_department(quotation.account)
    with pytest.raises(ForeignTaxRate):
        records.edit(quotation, by=None, at=LATER, department=other)
    lines = [a_line(quotation.account, tax_rate=other.tax_rates.first())]
    edited = records.edit(quotation, by=None, at=LATER, department=other, lines=lines)
    assert edited.department == other
    assert Activity.objects.get().effects["changes"] == [
        {"field": "department", "old": "Atelier Nord", "new": "Atelier Sud"}
    ]


def test_a_vat_rate_archived_since_is_kept_while_the_lines_are() -> None:
    quotation = a_given_quotation()
    rate = quotation.lines.get().tax_rate
    rate.archived_at = NOW
    rate.save()
    assert records.edit(quotation, by=None, at=LATER, text="Thank you.").text == "Thank you."


@pytest.mark.parametrize("status", ["accepted", "rejected", "closed"])
def test_what_is_no_longer_open_stays_as_it_is(status: str) -> None:
    quotation = a_given_quotation(status=status)
    with pytest.raises(NotOpen):
        records.edit(quotation, by=None, at=LATER, name="Another")
    assert told() == []


def test_what_somebody_else_changed_is_not_overwritten_unseen() -> None:
    quotation = a_given_quotation()
    records.edit(quotation, by=None, at=LATER, name="Theirs")
    with pytest.raises(ChangedMeanwhile):
        records.edit(quotation, by=None, at=LATER, name="Mine", seen=NOW)
    assert records.edit(quotation, by=None, at=LATER, name="Mine", seen=LATER).name == "Mine"


def test_what_is_at_fault_is_refused_and_nothing_written() -> None:
    quotation = a_given_quotation()
    foreign = a_company(an_account(name="Other"))
    for facts in ({"name": ""}, {"expires_after": TODAY - dt.timedelta(days=1)}, {"customer": foreign}):
        with pytest.raises(ValidationError) as refusal:
            records.edit(quotation, by=None, at=LATER, **facts)
        assert list(refusal.value.message_dict) == list(facts)
    with pytest.raises(NoLines):
        records.edit(quotation, by=None, at=LATER, lines=[])
    quotation.refresh_from_db()
    assert (quotation.name, quotation.lines.count(), told()) == ("Terrace with heating", 1, [])


def test_it_needs_the_right_to_deals() -> None:
    quotation = a_given_quotation()
    with pytest.raises(NotAllowed):
        records.edit(quotation, by=a_member(quotation.account), at=LATER, name="Another")
