"""Several people work on the same deals at the same moment, on PostgreSQL."""

import threading
import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError

from comptoir.accounts.counting import next_number
from comptoir.accounts.models import Account, Counter
from comptoir.activities.models import Activity
from comptoir.deals import records
from comptoir.deals.deletion import delete_deal
from comptoir.deals.models import Deal
from comptoir.deals.moving import lose, move, touch, win
from comptoir.deals.records import add_deal, edit_deal
from comptoir.deals.refusals import ChangedMeanwhile, HasQuotations, MovedMeanwhile, NotOpen
from comptoir.quotations.models import Quotation
from tests.at_once import at_once
from tests.factories import NOW, a_company, a_deal, a_quotation, a_user, an_account, the_phase

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORKERS, EACH = 8, 10


def several(work: Callable[[], object]) -> Callable[[], list[object]]:
    return lambda: [work() for __ in range(EACH)]


def test_deals_made_at_once_have_every_number_once_without_a_gap() -> None:
    customers = [a_company(an_account(name=name)) for name in ("One", "Two")]
    make = [several(partial(add_deal, customers[n % 2], title="x", by=None, at=NOW)) for n in range(WORKERS)]
    answers = at_once(*make)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    for customer in customers:
        numbers = customer.deals.order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, WORKERS // 2 * EACH + 1))


def test_numbers_taken_by_what_failed_leave_no_gap() -> None:
    account = an_account()
    customer = a_company(account)

    def make(*, fails: bool) -> None:
        for __ in range(EACH):
            try:
                add_deal(customer, title="x", by=None, at=NOW, currency="XXX" if fails else "EUR")
            except Exception:
                assert fails

    at_once(*(partial(make, fails=bool(n % 2)) for n in range(WORKERS)))
    numbers = Deal.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, WORKERS // 2 * EACH + 1))


def test_control_counted_by_reading_and_writing_two_get_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken out: with a read and a write instead of one statement the database must refuse a number."""
    account = an_account()
    customer = a_company(account)
    assert next_number(account, "deal", year=2026) == 1
    meet = threading.Barrier(2, timeout=10)

    def apart(account: Account, kind: str, *, year: int) -> int:
        row = Counter.objects.get(account=account, kind=kind, year=year)
        meet.wait()
        Counter.objects.filter(pk=row.pk).update(last=row.last + 1)
        return row.last + 1

    monkeypatch.setattr(records, "next_number", apart)
    phases = [the_phase(account), the_phase(account, 2)]
    answers = at_once(*(partial(add_deal, customer, title="x", by=None, at=NOW, phase=phase) for phase in phases))
    [refusal] = [answer for answer in answers if isinstance(answer, IntegrityError)]
    assert "deal_reference_once" in str(refusal)


def test_one_form_sent_by_two_clicks_makes_one_deal() -> None:
    customer = a_company(an_account())
    for __ in range(EACH):
        key = uuid.uuid4()
        first, second = at_once(*(partial(add_deal, customer, title="x", by=None, at=NOW, id=key) for __ in range(2)))
        assert isinstance(first, Deal)
        assert first == second
    assert Deal.objects.count() == Activity.objects.count() == EACH


def test_two_users_move_one_deal_and_the_second_one_is_told() -> None:
    account = an_account()
    customer, users = a_company(account), [a_user(account) for __ in range(2)]
    shown, places = the_phase(account), [the_phase(account, 2), the_phase(account, 3)]
    for __ in range(EACH):
        deal = a_deal(customer)
        answers = at_once(
            *(partial(move, deal, to=to, by=by, at=NOW, seen=shown) for to, by in zip(places, users, strict=True))
        )
        [moved] = [answer for answer in answers if isinstance(answer, Deal)]
        [refusal] = [answer for answer in answers if isinstance(answer, MovedMeanwhile)]
        deal.refresh_from_db()
        assert isinstance(refusal.deal, Deal)
        assert deal.phase == moved.phase == refusal.deal.phase
        assert Activity.objects.about(deal).count() == 1


def test_two_users_edit_one_deal_and_the_second_one_is_told() -> None:
    account = an_account()
    customer, user = a_company(account), a_user(account)
    for __ in range(EACH):
        deal = a_deal(customer)
        titles = ("First", "Second")
        at = {"First": NOW.replace(minute=40), "Second": NOW.replace(minute=41)}
        answers = at_once(*(partial(edit_deal, deal, by=user, at=at[title], seen=NOW, title=title) for title in titles))
        [edited] = [answer for answer in answers if isinstance(answer, Deal)]
        assert [type(answer) for answer in answers if answer is not edited] == [ChangedMeanwhile]
        deal.refresh_from_db()
        assert deal.title == edited.title
        assert Activity.objects.about(deal).count() == 1


def test_won_and_lost_at_once_ends_in_one_of_the_two_with_its_story() -> None:
    account = an_account()
    customer, user = a_company(account), a_user(account)
    for __ in range(EACH):
        deal = a_deal(customer)
        won, lost = at_once(partial(win, deal, by=user, at=NOW), partial(lose, deal, by=user, at=NOW, remark="Why"))
        deal.refresh_from_db()
        assert {isinstance(won, NotOpen), isinstance(lost, NotOpen)} == {True, False}
        end = ("won", "") if isinstance(lost, NotOpen) else ("lost", "Why")
        assert (deal.status, deal.lost_remark) == end
        assert [activity.kind for activity in Activity.objects.about(deal)] == [f"deal.{deal.status}"]


def test_many_touch_one_deal_that_is_moved_and_none_fails() -> None:
    account = an_account()
    deal = a_deal(a_company(account), inactive_for=20)
    answers = at_once(
        *(partial(touch, deal, at=NOW) for __ in range(WORKERS - 1)),
        partial(move, deal, to=the_phase(account, 2), by=None, at=NOW),
    )
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    deal.refresh_from_db()
    assert (deal.phase, deal.last_activity_on) == (the_phase(account, 2), account.day(NOW))


def test_a_deal_that_is_quoted_for_while_it_is_deleted_is_either_gone_or_kept() -> None:
    account = an_account()
    customer, user = a_company(account), a_user(account)
    for __ in range(EACH):
        deal = a_deal(customer)
        deleted, quotation = at_once(partial(delete_deal, deal, by=user, at=NOW), partial(a_quotation, deal))
        if Deal.objects.filter(pk=deal.pk).exists():
            assert (type(deleted), type(quotation)) == (HasQuotations, Quotation)
            assert not Activity.objects.about(deal).exists()
        else:
            assert (deleted, type(quotation)) == (None, IntegrityError)
            assert Activity.objects.about(deal).count() == 1
