"""Making a quotation like another."""

import datetime as dt

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.quotations import lines as its_lines
from comptoir.quotations import records
from comptoir.quotations.models import Quotation
from comptoir.quotations.refusals import DealHasAccepted
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_quotation, an_account
from tests.quotations.offering import told

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=40)


def test_it_says_the_same_from_today_on_and_leaves_the_other_as_it_is() -> None:
    source = a_quotation(
        a_deal(a_company(an_account())),
        monthly="12.10",
        optional="24.20",
        text="Thank you.",
        expires_after=TODAY + dt.timedelta(days=14),
        status="rejected",
    )
    made = records.copy(source, by=None, at=LATER)
    day = TODAY + dt.timedelta(days=40)
    assert (made.status, made.deal, made.customer, made.text) == ("open", source.deal, source.customer, "Thank you.")
    assert (made.quotation_date, made.expires_after) == (day, day + dt.timedelta(days=14))
    assert its_lines.of(made) == its_lines.of(source)
    assert (made.tax_inclusive, made.recurring) == (source.tax_inclusive, source.recurring)
    assert made.link_token != source.link_token
    assert made.reference == "2027/1"
    source.refresh_from_db()
    assert (source.status, source.reference != made.reference) == ("rejected", True)


def test_it_leaves_one_activity_that_names_the_other() -> None:
    source = a_quotation(a_deal(a_company(an_account())))
    records.copy(source, by=None, at=NOW)
    activity = Activity.objects.get()
    assert (activity.kind, activity.effects["source"]["id"]) == ("quotation.copied", str(source.pk))


def test_on_another_deal_it_is_for_that_deals_customer() -> None:
    account = an_account()
    source = a_quotation(a_deal(a_company(account)), status="accepted", for_attention_of_name="Luc Martin")
    other = a_deal(a_company(account, "Bistro Noord BV", language="nl"))
    made = records.copy(source, by=None, at=NOW, deal=other)
    assert (made.deal, made.customer, made.language, made.for_attention_of_name) == (other, other.customer, "nl", "")


def test_a_deal_with_an_accepted_quotation_gets_no_other() -> None:
    source = a_quotation(a_deal(a_company(an_account())), status="accepted")
    with pytest.raises(DealHasAccepted):
        records.copy(source, by=None, at=NOW)


def test_a_form_sent_twice_makes_one() -> None:
    source, id = a_quotation(a_deal(a_company(an_account()))), new_id()
    assert records.copy(source, by=None, at=NOW, id=id) == records.copy(source, by=None, at=NOW, id=id)
    assert (Quotation.objects.count(), told()) == (2, ["quotation.copied"])


def test_it_needs_the_right_to_deals() -> None:
    source = a_quotation(a_deal(a_company(an_account())))
    with pytest.raises(NotAllowed):
        records.copy(source, by=a_member(source.account), at=NOW)
