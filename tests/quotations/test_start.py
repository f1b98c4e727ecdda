"""The subscriptions that follow from an accepted quotation."""

import datetime as dt
from decimal import Decimal

import pytest

from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.invoicing.lines import LineData
from comptoir.quotations.answering import accept
from comptoir.quotations.models import Quotation, StartedSubscription
from comptoir.quotations.refusals import NotAccepted, NothingRecurring
from comptoir.quotations.starting import offers_of, start
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.refusals import NotInPlan
from tests.factories import NOW, a_company, a_deal, a_member, a_quotation, a_user, an_account
from tests.quotations.offering import a_line, created, told

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 12, 1)


def an_accepted_quotation(plan: str = Plan.BOOST, chosen: bool = False) -> Quotation:
    """Monthly heating of two lines, a yearly inspection, and an optional monthly night service."""
    account = an_account(plan=plan)
    deal = a_deal(a_company(account), purchase_order_number="PO-4471")
    quotation = created(
        deal,
        for_attention_of_name="Anne Dubois",
        lines=[
            a_line(account, "100"),
            a_line(account, "10", "Heating", unit="month", period=1),
            a_line(account, "180", "Inspection", unit="year", period=1),
            a_line(account, "5", "Hotline", unit="month", period=1, discount=Decimal(10)),
            a_line(account, "15", "Night service", unit="month", period=1, is_optional=True),
        ],
    )
    optional = [line.pk for line in quotation.lines.filter(is_optional=True)]
    accepted = accept(quotation, name="Luc", at=NOW, chosen=optional if chosen else [])
    Activity.objects.all().delete()
    return accepted


def begin(quotation: Quotation, unit: str = "month", period: int = 1, **facts: object) -> Subscription:
    return start(quotation, unit=unit, period=period, **({"starts_on": FIRST, "by": None, "at": NOW} | facts))


def test_a_cycle_becomes_a_subscription_of_what_was_accepted() -> None:
    quotation = an_accepted_quotation()
    made = begin(quotation)
    assert (made.customer, made.department, made.title) == (
        quotation.customer,
        quotation.department,
        "Terrace with heating",
    )
    assert (made.unit, made.period, made.starts_on, made.tax_exclusive) == ("month", 1, FIRST, Decimal("14.50"))
    assert (made.purchase_order_number, made.for_attention_of_name) == ("PO-4471", "Anne Dubois")
    accepted = quotation.lines.filter(unit="month", is_optional=False)
    assert [LineData.of(line) for line in made.lines.all()] == [LineData.of(line) for line in accepted]


def test_what_was_chosen_is_part_of_it() -> None:
    assert begin(an_accepted_quotation(chosen=True)).tax_exclusive == Decimal("29.50")


def test_what_is_said_counts() -> None:
    made = begin(an_accepted_quotation(), title="Heating", days_in_advance=14, generation="draft")
    assert (made.title, made.days_in_advance, made.generation) == ("Heating", 14, "draft")


def test_offers_are_the_cycles_that_have_none_yet() -> None:
    quotation = an_accepted_quotation()
    offers = [
        (offer.unit, offer.period, offer.totals.tax_inclusive, len(offer.lines)) for offer in offers_of(quotation)
    ]
    assert offers == [("month", 1, Decimal("17.55"), 2), ("year", 1, Decimal("217.80"), 1)]
    begin(quotation)
    assert [offer.unit for offer in offers_of(quotation)] == ["year"]
    begin(quotation, "year")
    assert offers_of(quotation) == []


def test_what_is_not_accepted_offers_nothing() -> None:
    for status in ("open", "rejected", "closed"):
        quotation = a_quotation(a_deal(a_company(an_account())), monthly="12.10", status=status)
        assert offers_of(quotation) == []
        with pytest.raises(NotAccepted):
            begin(quotation)


def test_once_per_cycle_however_often_it_is_asked() -> None:
    quotation = an_accepted_quotation()
    assert begin(quotation) == begin(quotation, title="Another", starts_on=FIRST.replace(year=2027))
    assert (Subscription.objects.count(), StartedSubscription.objects.count()) == (1, 1)
    assert told() == ["subscription.created", "quotation.subscription_started"]


def test_it_leaves_one_activity_besides_the_subscriptions_own() -> None:
    quotation = an_accepted_quotation()
    user = a_user(quotation.account)
    made = begin(quotation, by=user)
    activity = Activity.objects.get(kind="quotation.subscription_started")
    assert (activity.by, activity.subject_id) == (user, quotation.pk)
    assert activity.effects["subscription"] == {
        "id": str(made.pk),
        "title": "Terrace with heating",
        "amount": "17.55",
        "currency": "EUR",
        "unit": "month",
        "period": 1,
        "starts_on": "2026-12-01",
    }


def test_a_cycle_of_which_nothing_was_accepted_starts_nothing() -> None:
    with pytest.raises(NothingRecurring):
        begin(an_accepted_quotation(), "month", 3)


def test_it_needs_the_subscription_right_and_a_plan_with_subscriptions() -> None:
    quotation = an_accepted_quotation()
    with pytest.raises(NotAllowed):
        begin(quotation, by=a_member(quotation.account, Right.DEALS))
    assert begin(quotation, by=a_member(quotation.account, Right.SUBSCRIPTIONS)).is_active
    with pytest.raises(NotInPlan):
        begin(an_accepted_quotation(Plan.GO))
