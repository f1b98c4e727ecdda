"""Indexing many subscriptions at once."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.subscriptions import figures, indexing, lines, records, refusals
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.indexation import Formula, Why, foresee
from comptoir.subscriptions.models import Indexation, IndexedSubscription, Movement, Rounding, Subscription
from tests.factories import NOW, a_company, a_deactivated_subscription, a_member, a_subscription, a_user, an_account
from tests.subscriptions.test_create import a_line

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(hours=1)
TWO_PERCENT = Formula(percentage=Decimal(2))
BY_INDEX = Formula(old_index=Decimal("128.44"), new_index=Decimal("131.24"))


def index(account: Account, formula: Formula = TWO_PERCENT, **facts: object) -> Indexation:
    everything = list(Subscription.objects.of(account).values_list("pk", flat=True))
    facts = {"by": None, "at": LATER, "chosen": everything, "id": new_id()} | facts
    return indexing.index(account, formula=formula, **facts)  # type: ignore[arg-type]


def amounts(subscription: Subscription) -> tuple[Decimal, Decimal]:
    subscription.refresh_from_db()
    return subscription.tax_exclusive, subscription.tax_inclusive


def test_new_prices_count_from_the_next_period() -> None:
    subscription = a_subscription(a_company(an_account()))
    bill(subscription.account, on=dt.date(2026, 12, 1), at=NOW)
    made = index(subscription.account)
    bill(subscription.account, on=dt.date(2027, 1, 1), at=LATER)
    billed = subscription.billed_periods.order_by("starts_on").values_list("tax_inclusive", flat=True)
    assert list(billed) == [Decimal("121.00"), Decimal("123.42")]
    row = made.indexed.get()
    assert (row.before, row.after) == (Decimal("100.00"), Decimal("102.00"))
    assert (row.first_period_on, row.first_bill_on) == (dt.date(2027, 1, 1), dt.date(2027, 1, 1))


def test_by_index_values_it_is_price_times_new_by_old() -> None:
    subscription = a_subscription(a_company(an_account()))
    made = index(subscription.account, BY_INDEX)
    assert subscription.lines.get().unit_price == Decimal("102.1800")
    assert made.change == Decimal("2.1800")
    assert amounts(subscription) == (Decimal("102.18"), Decimal("123.64"))


@pytest.mark.parametrize(
    ("rounding", "price", "expected"),
    [
        (Rounding.NONE, "10.0125", "10.2128"),
        (Rounding.NONE, "0.0025", "0.0026"),
        (Rounding.CENT, "10.25", "10.46"),
        (Rounding.FIVE_CENTS, "10.25", "10.45"),
        (Rounding.TEN_CENTS, "10.25", "10.50"),
        (Rounding.UNIT, "25", "26"),
        (Rounding.UNIT, "-25", "-26"),
        (Rounding.UNIT, "0.30", "0.306"),
        (Rounding.UNIT, "0", "0"),
    ],
)
def test_prices_are_rounded_half_up_and_never_to_nothing(rounding: Rounding, price: str, expected: str) -> None:
    assert Formula(Decimal(2), rounding=rounding).price(Decimal(price), "EUR") == Decimal(expected)


def test_a_currency_without_decimals_is_never_rounded_finer_than_its_coin() -> None:
    assert Formula(Decimal(2), rounding=Rounding.FIVE_CENTS).price(Decimal(1020), "JPY") == Decimal(1040)
    assert Formula(Decimal(2), rounding=Rounding.NONE).price(Decimal(1020), "JPY") == Decimal("1040.4")


def test_negative_lines_follow_and_discounts_stay() -> None:
    subscription = a_subscription(a_company(an_account()))
    records.edit(
        subscription,
        by=None,
        at=NOW,
        lines=[
            a_line(subscription.customer, "200", discount=Decimal(10)),
            a_line(subscription.customer, "-50"),
        ],
        discounts=[{"percentage": "5", "description": "Loyalty"}],
    )
    index(subscription.account, Formula(percentage=Decimal(10)))
    subscription.refresh_from_db()
    assert [(line.unit_price, line.discount) for line in lines.of(subscription)] == [
        (Decimal(220), Decimal(10)),
        (Decimal(-55), Decimal(0)),
    ]
    assert subscription.discounts == [{"percentage": "5", "description": "Loyalty"}]
    assert subscription.tax_exclusive == Decimal("135.85")  # (198 − 55) × 0.95
    assert subscription.taxes == [{"category": "S", "rate": "0.21", "taxable": "135.85", "tax": "28.53"}]
    assert [line.tax_exclusive for line in subscription.lines.all()] == [Decimal(198), Decimal(-55)]


def test_it_comes_to_what_an_edit_with_these_prices_comes_to() -> None:
    indexed, edited = (a_subscription(a_company(an_account())) for __ in range(2))
    index(indexed.account, BY_INDEX)
    records.edit(edited, by=None, at=LATER, lines=[a_line(edited.customer, "102.18")])
    assert amounts(indexed) == amounts(edited)
    assert indexed.taxes == edited.taxes


def test_what_is_over_or_stays_the_same_is_left_alone_and_named() -> None:
    customer = a_company(an_account())
    gone = a_deactivated_subscription(customer, title="gone")
    ended = a_subscription(customer, title="ended", next_on=None)
    ending = a_subscription(customer, title="ending", next_on=None, deactivates_on=dt.date(2027, 1, 1))
    small = a_subscription(customer, title="small", total="24.20")
    formula = Formula(Decimal(2), rounding=Rounding.UNIT)
    foreseen = foresee(Subscription.objects.order_by("title"), formula)
    assert [(each.subscription, each.why) for each in foreseen.left_alone] == [
        (ended, Why.ENDED),
        (ending, Why.ENDING),
        (gone, Why.DEACTIVATED),
        (small, Why.SAME),
    ]
    with pytest.raises(refusals.NothingToIndex):
        index(customer.account, formula)
    assert not Indexation.objects.exists()


def test_a_paused_one_comes_back_with_the_new_price() -> None:
    account = an_account()
    customer = a_company(account)
    until_february, until_resumed = a_subscription(customer, title="a"), a_subscription(customer, title="b")
    a_pause(until_february, paused_until=dt.date(2027, 2, 15))
    a_pause(until_resumed)
    made = index(account)
    rows = made.indexed.order_by("subscription__title").values_list("after", "first_period_on")
    assert list(rows) == [(Decimal(102), dt.date(2027, 3, 1)), (Decimal(102), None)]


def a_pause(subscription: Subscription, **facts: object) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(paused_at=NOW, bill_on=None, **facts)


def test_one_taken_out_is_left_alone() -> None:
    account = an_account()
    kept, taken_out = a_subscription(a_company(account)), a_subscription(a_company(account))
    seen = foresee(Subscription.objects.all(), TWO_PERCENT).fingerprint
    made = index(account, without=[taken_out.pk], fingerprint=seen)
    assert made.indexed.get().subscription == kept
    before = taken_out.updated_at
    assert amounts(taken_out) == (Decimal(100), Decimal(121))
    assert taken_out.updated_at == before
    assert Activity.objects.get().subject_id == kept.pk


def test_each_gets_one_activity_that_says_what_changed() -> None:
    account = an_account()
    user = a_user(account)
    first, second = a_subscription(a_company(account)), a_subscription(a_company(account))
    made = index(account, BY_INDEX, by=user)
    told = Activity.objects.order_by("subject_id")
    assert [(each.kind, each.subject_id, each.by, each.at) for each in told] == [
        ("subscription.indexed", pk, user, LATER) for pk in sorted([first.pk, second.pk])
    ]
    effects = told[0].effects
    assert effects["indexation"] == str(made.pk)
    assert (effects["amount_before"], effects["subscription"]["amount"]) == ("121.00", "123.64")
    assert (effects["percentage"], effects["old_index"], effects["new_index"]) == ("2.1800", "128.44", "131.24")


def test_what_comes_in_per_month_moves_with_it() -> None:
    subscription = a_subscription(a_company(an_account()), unit="year")
    records.edit(subscription, by=None, at=NOW, lines=[a_line(subscription.customer, "1200")])
    made = index(subscription.account)
    assert Movement.objects.latest("id").kind == "expansion"
    assert Movement.objects.latest("id").amount == Decimal(2)
    row = made.indexed.get()
    assert (row.monthly_before, row.monthly_after) == (Decimal(100), Decimal(102))
    assert figures.recurring(subscription.account).per_month == {"EUR": Decimal("102.00")}


def test_the_same_form_twice_indexes_once() -> None:
    subscription = a_subscription(a_company(an_account()))
    id, seen = new_id(), foresee(Subscription.objects.all(), TWO_PERCENT).fingerprint
    made = index(subscription.account, id=id, fingerprint=seen)
    assert index(subscription.account, id=id, fingerprint=seen) == made
    assert amounts(subscription) == (Decimal(102), Decimal("123.42"))
    assert (Activity.objects.count(), IndexedSubscription.objects.count()) == (1, 1)


def test_what_changed_since_the_preview_is_not_indexed() -> None:
    account = an_account()
    one, other = a_subscription(a_company(account)), a_subscription(a_company(account))
    seen = foresee(Subscription.objects.all(), TWO_PERCENT).fingerprint
    bill(account, on=dt.date(2026, 12, 1), at=NOW)
    told = Activity.objects.count()
    with pytest.raises(refusals.ChangedMeanwhile):
        index(account, fingerprint=seen)
    assert amounts(one) == amounts(other) == (Decimal(100), Decimal(121))
    assert (Activity.objects.count(), Indexation.objects.count()) == (told, 0)


def test_an_edit_begun_before_it_is_told() -> None:
    subscription = a_subscription(a_company(an_account()))
    seen = subscription.updated_at
    index(subscription.account)
    with pytest.raises(refusals.ChangedMeanwhile):
        records.edit(subscription, by=None, at=LATER, seen=seen, title="Garden heating")


@pytest.mark.parametrize(
    "formula",
    [
        Formula(),
        Formula(percentage=Decimal(0)),
        Formula(percentage=Decimal(-100)),
        Formula(percentage=Decimal(1001)),
        Formula(percentage=Decimal(2), old_index=Decimal(100), new_index=Decimal(102)),
        Formula(old_index=Decimal(100)),
        Formula(old_index=Decimal(0), new_index=Decimal(102)),
        Formula(old_index=Decimal(100), new_index=Decimal(100)),
        Formula(percentage=Decimal(2), rounding="0.02"),
    ],
)
def test_what_is_no_indexation_is_refused(formula: Formula) -> None:
    with pytest.raises(refusals.NoSuchIndexation):
        index(a_subscription(a_company(an_account())).account, formula)


def test_amounts_beyond_what_can_be_kept_are_left_alone() -> None:
    subscription = a_subscription(a_company(an_account()))
    subscription.lines.update(unit_price=Decimal(9_000_000_000))
    foreseen = foresee(Subscription.objects.all(), Formula(percentage=Decimal(1000)))
    assert [each.why for each in foreseen.left_alone] == [Why.TOO_LARGE]


def test_anothers_subscriptions_are_not_touched() -> None:
    ours, theirs = (a_subscription(a_company(an_account())) for __ in range(2))
    index(ours.account, chosen=[ours.pk, theirs.pk])
    assert amounts(theirs) == (Decimal(100), Decimal(121))


def test_without_the_right_or_the_plan_it_is_refused() -> None:
    subscription = a_subscription(a_company(an_account()))
    with pytest.raises(NotAllowed):
        index(subscription.account, by=a_member(subscription.account, Right.CUSTOMERS))
    with pytest.raises(refusals.NotInPlan):
        index(an_account(plan="go"))


def test_three_cost_as_many_statements_as_one() -> None:
    assert statements(1) == statements(3)


def statements(how_many: int) -> int:
    account = an_account()
    for __ in range(how_many):
        a_subscription(a_company(account))
    chosen: list[UUID] = list(Subscription.objects.of(account).values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        index(account, chosen=chosen)
    return len(queries)
