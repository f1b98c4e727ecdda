"""What was billed beyond the day on which a subscription stops: by calendar days, to the minor unit, never too much."""

import contextlib
import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.accounts.models import Account
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.core.money import minor_unit, total
from comptoir.invoicing import credit_drafts
from comptoir.invoicing.crediting import credit, credit_partially
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import CreditDraft, Invoice
from comptoir.invoicing.proportion import share_of
from comptoir.invoicing.refusals import MoreThanLeft, NothingTakenBack, NothingToCredit
from comptoir.invoicing.remainder import remainder_of
from comptoir.invoicing.totals import net
from comptoir.subscriptions import ending, prepaid, records
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_member,
    a_subscription,
    a_user,
    an_account,
    the_department,
    the_vat,
)

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 11, 1)


def line(account: Account, price: str, *, quantity: str = "1", discount: str = "0", rate: str = "0.21") -> LineData:
    return LineData("Heat", Decimal(price), the_vat(account, rate), Decimal(quantity), Decimal(discount))


def billed(
    *lines: tuple[str, ...], on: dt.date = FIRST, account: Account | None = None, **facts: object
) -> Subscription:
    """Billed once, for the period that begins `on`; each line is price, quantity, discount, rate."""
    account = account or an_account()
    names = ("quantity", "discount", "rate")
    made = records.create(
        account=account,
        department=the_department(account),
        customer=a_company(account),
        by=None,
        at=NOW,
        lines=[line(account, each[0], **dict(zip(names, each[1:], strict=False))) for each in lines or [("100",)]],
        **{"title": "Heating", "starts_on": on} | facts,  # type: ignore[arg-type]
    )
    bill(account, on=on, at=NOW)
    made.refresh_from_db()
    return made


def invoice_of(subscription: Subscription) -> Invoice:
    invoice: Invoice = subscription.billed_periods.get().invoice
    return invoice


def nets(subscription: Subscription, *, on: dt.date = TODAY) -> list[Decimal]:
    """What each line of its only credit comes to."""
    (proposal,) = prepaid.of([subscription], on=on)[subscription.pk].credits
    (draft,) = credit_drafts.draft([proposal], account=subscription.account, by=None, at=NOW)
    return [each.tax_exclusive for each in draft.lines.all()]


def test_it_is_the_days_left_of_all_days_of_the_period() -> None:
    subscription = billed()  # 1 to 30 November; after the 24th there are 6 days
    found = prepaid.of([subscription], on=TODAY)[subscription.pk]
    assert found.amounts == {"EUR": Decimal("24.20")}
    assert [(part.quantity, part.unit_price) for part in found.credits[0].lines] == [(1, Decimal("20.0000"))]


@pytest.mark.parametrize(
    ("on", "unit", "period", "last_used", "of_366"),
    [
        (dt.date(2028, 1, 1), "year", 1, dt.date(2028, 2, 28), Fraction(307, 366)),
        (dt.date(2027, 1, 1), "year", 1, dt.date(2027, 2, 28), Fraction(306, 365)),
        (dt.date(2028, 2, 1), "month", 1, dt.date(2028, 2, 28), Fraction(1, 29)),
        (dt.date(2027, 1, 31), "month", 1, dt.date(2027, 2, 1), Fraction(26, 28)),
        (dt.date(2028, 1, 1), "year", 1, dt.date(2027, 12, 1), Fraction(1)),
        (dt.date(2028, 1, 1), "year", 1, dt.date(2028, 12, 30), Fraction(1, 366)),
    ],
)
def test_leap_years_and_short_months_count_their_own_days(
    on: dt.date, unit: str, period: int, last_used: dt.date, of_366: Fraction
) -> None:
    subscription = billed(on=on, unit=unit, period=period)
    assert prepaid.share_ahead(subscription.billed_periods.get(), on=last_used) == of_366


def test_of_what_ends_that_day_there_is_nothing() -> None:
    subscription = billed()
    assert prepaid.of([subscription], on=dt.date(2026, 11, 30)) == {}


def test_each_line_is_rounded_half_up_by_itself() -> None:
    # A fifth of 0.13 is 0.026, of 0.12 is 0.024, of -0.125 → -0.13 is -0.026; of 0.625 → 0.63 is 0.126.
    subscription = billed(("0.13",), ("0.12",), ("-0.13",), ("0.63", "1", "0", "0.06"), ("33.33", "3", "12.5"))
    assert nets(subscription) == [Decimal(each) for each in ("0.03", "0.02", "-0.03", "0.13", "17.50")]


def test_half_a_minor_unit_goes_up() -> None:
    # Half of the days of 1 to 30 November.
    assert nets(billed(("0.05",), ("0.03",)), on=dt.date(2026, 11, 15)) == [Decimal("0.03"), Decimal("0.02")]


def test_a_currency_without_decimals_stays_without() -> None:
    subscription = billed(("101", "3"), currency="JPY")
    assert nets(subscription, on=dt.date(2026, 11, 15)) == [Decimal(152)]


def test_a_large_quantity_at_a_price_without_so_few_decimals_is_taken_back_once() -> None:
    subscription = billed(("0.0137", "12345"), ("-0.0137", "-777"))
    (proposal,) = prepaid.of([subscription], on=dt.date(2026, 11, 23))[subscription.pk].credits
    assert [(part.quantity, part.unit_price) for part in proposal.lines] == [
        (1, Decimal("39.4600")),
        (-1, Decimal("-2.4800")),
    ]
    assert credit_drafts.book(draft_of(proposal), by=None, at=NOW, on=TODAY).tax_exclusive == Decimal("41.94")


def draft_of(proposal: credit_drafts.Proposal) -> CreditDraft:
    return credit_drafts.draft([proposal], account=proposal.invoice.account, by=None, at=NOW)[0]


def test_the_discounts_of_the_invoice_apply_again() -> None:
    subscription = billed(discounts=[{"percentage": "10", "description": "Loyal"}])
    assert prepaid.of([subscription], on=TODAY)[subscription.pk].amounts == {"EUR": Decimal("21.78")}


def test_a_period_wholly_ahead_is_taken_back_to_the_cent() -> None:
    subscription = billed(("33.33", "3"), ("0.07", "1", "0", "0.06"), on=dt.date(2027, 1, 1))
    assert prepaid.of([subscription], on=TODAY)[subscription.pk].amounts["EUR"] == invoice_of(subscription).due


def test_earlier_credits_leave_less() -> None:
    subscription = billed(("100",), ("50",))
    invoice = invoice_of(subscription)
    first = remainder_of(invoice).lines[0]
    credit_partially(invoice, lines=[first], on=TODAY, by=None, at=NOW)
    assert nets(subscription) == [Decimal("10.00")]


def test_an_amount_credited_without_a_line_leaves_less_of_its_rate() -> None:
    subscription = billed()
    invoice = invoice_of(subscription)
    credit_partially(invoice, lines=[line(subscription.account, "95")], on=TODAY, by=None, at=NOW)
    assert prepaid.of([subscription], on=TODAY)[subscription.pk].amounts == {"EUR": Decimal("6.05")}


def test_credited_in_full_leaves_nothing() -> None:
    subscription = billed()
    credit(invoice_of(subscription), by=None, at=NOW, on=TODAY)
    assert prepaid.of([subscription], on=TODAY)[subscription.pk].credits == []


def test_a_draft_is_named_and_not_credited() -> None:
    subscription = billed(generation="draft")
    found = prepaid.of([subscription], on=TODAY)[subscription.pk]
    assert (found.credits, found.unbooked) == ([], [subscription.billed_periods.get()])


def shared() -> tuple[Subscription, Subscription]:
    """Two subscriptions billed on one invoice, a line each."""
    first = billed(("0.10",), ("0.04",))
    invoice, period = invoice_of(first), first.billed_periods.get()
    BilledPeriod.objects.filter(pk=period.pk).update(last_line=1, tax_exclusive=Decimal("0.10"))
    second = a_subscription(first.customer)
    BilledPeriod.objects.create(
        subscription=second,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        invoice=invoice,
        first_line=2,
        last_line=2,
        tax_exclusive=Decimal("0.04"),
        billed_at=NOW,
    )
    return first, second


def test_of_a_shared_invoice_only_its_own_lines() -> None:
    first, second = shared()
    assert (nets(first), nets(second)) == ([Decimal("0.02")], [Decimal("0.01")])


def test_a_shared_invoice_that_was_changed_by_hand_cannot_be_told() -> None:
    first, __ = shared()
    BilledPeriod.objects.filter(subscription=first).update(tax_exclusive=Decimal("0.11"))
    found = prepaid.of([first], on=TODAY)[first.pk]
    assert (found.credits, found.untold) == ([], [first.billed_periods.get()])


def test_deactivated_now_with_credit_it_is_drafted_and_told() -> None:
    subscription = billed()
    user, invoice = a_user(subscription.account), invoice_of(subscription)
    ending.deactivate(subscription, by=user, at=NOW, credit_prepaid=True)
    draft = CreditDraft.objects.get()
    assert (draft.invoice, draft.reason, draft.tax_inclusive) == (invoice, "Heating", Decimal("24.20"))
    told = Activity.objects.get(kind="subscription.deactivated")
    assert told.effects["credit_drafts"] == [
        {
            "id": str(draft.pk),
            "invoice": {"id": str(invoice.pk), "number": invoice.invoice_number},
            "total": "24.20",
            "currency": "EUR",
        }
    ]
    assert Activity.objects.get(kind="invoice.credit_drafted").subject_id == invoice.pk
    invoice.refresh_from_db()
    assert (invoice.due, invoice.credited_amount) == (Decimal("121.00"), 0)


def test_whoever_may_not_change_invoices_deactivates_without_a_credit_only() -> None:
    subscription = billed()
    member = a_member(subscription.account, Right.SUBSCRIPTIONS)
    with pytest.raises(NotAllowed):
        ending.deactivate(subscription, by=member, at=NOW, credit_prepaid=True)
    subscription.refresh_from_db()
    assert subscription.is_active
    assert ending.deactivate(subscription, by=member, at=NOW).is_deactivated


def test_many_take_the_same_statements_as_one() -> None:
    def statements(how_many: int) -> int:
        account = an_account()
        each = [billed(account=account) for __ in range(how_many)]
        for invoice in map(invoice_of, each):
            part = share_of(invoice, {1: Fraction(1, 10)}, remainder_of(invoice))
            credit_partially(invoice, lines=part, on=TODAY, by=None, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            drafts = prepaid.draft_credits(each, by=None, at=NOW, on=TODAY)
        assert len(drafts) == how_many
        return len(captured)

    assert statements(1) == statements(3)


LINES = st.lists(
    st.tuples(
        st.decimals("-50", "500", places=4),
        st.decimals("0.0001", "300", places=4),
        st.sampled_from(["0", "3.33", "12.5", "50"]),
        st.sampled_from(["0.21", "0.06", "0"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lines=LINES,
    discount=st.sampled_from(["", "5", "33.33"]),
    currency=st.sampled_from(["EUR", "JPY"]),
    days=st.lists(st.integers(0, 29), min_size=1, max_size=3),
    earlier=st.integers(0, 100),
)
def test_drafts_never_take_back_more_than_the_invoice(
    lines: list[tuple[Decimal, Decimal, str, str]], discount: str, currency: str, days: list[int], earlier: int
) -> None:
    worth = sum(price * quantity * (100 - Decimal(off)) / 100 for price, quantity, off, __ in lines)
    if worth < 2 or any(price == 0 for price, *__ in lines):
        return
    discounts = [{"percentage": discount, "description": ""}] if discount else []
    said = [tuple(str(each) for each in each_line) for each_line in lines]
    subscription = billed(*said, currency=currency, discounts=discounts)
    invoice = invoice_of(subscription)
    if earlier and (part := share_of(invoice, _all(invoice, Fraction(earlier, 100)), remainder_of(invoice))):
        with contextlib.suppress(NothingTakenBack):
            credit_partially(invoice, lines=part, on=TODAY, by=None, at=NOW)
    drafts = []
    for day in days:
        found = prepaid.of([subscription], on=dt.date(2026, 11, 1 + day)).get(subscription.pk)
        for proposal in found.credits if found else []:
            by_position = {each.invoice_line.position: each for each in proposal.lines if each.invoice_line}
            for its in invoice.lines.all():
                whole = its.tax_exclusive * (29 - day) / 30
                unit = minor_unit(currency)
                most = abs(whole).quantize(unit, rounding=ROUND_HALF_UP)
                if its.position in by_position:
                    taken = abs(net(by_position[its.position], currency))
                    assert taken <= most
                    assert earlier or discount or taken == most
            drafts.append(draft_of(proposal))
    for draft in drafts:
        with contextlib.suppress(MoreThanLeft, NothingToCredit):
            assert credit_drafts.book(draft, by=None, at=NOW, on=TODAY).tax_inclusive > 0
    invoice.refresh_from_db()
    assert total(note.tax_inclusive for note in invoice.credit_notes.all()) <= invoice.tax_inclusive


def _all(invoice: Invoice, share: Fraction) -> dict[int, Fraction]:
    return {each.position: share for each in invoice.lines.all()}
