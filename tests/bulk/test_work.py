"""Doing what was asked: each row exactly once."""

import datetime as dt
from collections.abc import Sequence

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.bulk import working
from comptoir.bulk.models import BulkRow, BulkRun
from comptoir.bulk.preparing import leave_out
from comptoir.bulk.refusals import NothingToDo, NotNow
from comptoir.bulk.starting import cancel, resume, start
from comptoir.bulk.verb import Verb
from comptoir.bulk.verbs import VERBS
from comptoir.bulk.working import sweep, work_on, work_on_next
from comptoir.customers.models import Customer
from tests.bulk.runs import LATER, a_run, done, results
from tests.factories import NOW, a_company, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


def companies(user, *names: str) -> list[Customer]:  # type: ignore[no-untyped-def]
    return [a_company(user.account, name) for name in names]


def tagged() -> list[str]:
    return list(Customer.objects.filter(tags__name="late").order_by("name").values_list("name", flat=True))


def test_every_row_gets_its_result() -> None:
    user = a_user(an_account())
    run = done(a_run(*companies(user, "A", "B"), by=user), tags=["late"])
    assert (run.state, run.total, run.progress, run.finished_at) == ("done", 2, 2, LATER)
    assert results(run) == {"A": ("done", "tagged"), "B": ("done", "tagged")}
    assert tagged() == ["A", "B"]
    assert Activity.objects.count() == 2


def test_what_was_left_out_is_left_alone() -> None:
    user = a_user(an_account())
    a, b = companies(user, "A", "B")
    run = leave_out(a_run(a, b, by=user), [a.pk], by=user)
    run = done(run, tags=["late"])
    assert results(run) == {"A": ("waiting", None), "B": ("done", "tagged")}
    assert tagged() == ["B"]
    assert Activity.objects.get().customer_id == b.pk


def test_with_everything_left_out_there_is_nothing_to_start() -> None:
    user = a_user(an_account())
    company = a_company(user.account)
    run = leave_out(a_run(company, by=user), [company.pk], by=user)
    with pytest.raises(NothingToDo):
        start(run, by=user, at=NOW, options={"tags": ["late"]})


def test_it_is_started_once() -> None:
    user = a_user(an_account())
    run = a_run(*companies(user, "A"), by=user, tags=["late"])
    first = start(run, by=user, at=NOW)
    again = start(run, by=user, at=LATER)
    assert (again.state, again.asked_at) == (first.state, NOW)
    work_on(run, clock=lambda: LATER)
    assert not work_on(run, clock=lambda: LATER)
    assert start(run, by=user, at=LATER).state == "done"
    assert Activity.objects.count() == 1


def test_it_is_done_in_the_name_of_who_started_it() -> None:
    user = a_user(an_account())
    colleague = a_user(user.account)
    run = a_run(*companies(user, "A"), by=user, tags=["late"])
    work_on(start(run, by=colleague, at=NOW), clock=lambda: LATER)
    assert Activity.objects.get().by == colleague


def test_it_needs_the_right() -> None:
    user = a_user(an_account())
    member = a_member(user.account, "invoices")
    run = a_run(*companies(user, "A"), by=user, tags=["late"])
    for verb in (start, cancel, resume):
        with pytest.raises(NotAllowed):
            verb(run, by=member, at=NOW)


def test_who_lost_the_right_meanwhile_gets_nothing_done() -> None:
    user = a_user(an_account())
    member = a_member(user.account, "customers")
    run = a_run(*companies(user, "A", "B"), by=member, tags=["late"])
    start(run, by=member, at=NOW)
    member.rights = []
    member.save()
    work_on(run, clock=lambda: LATER)
    assert results(run) == {"A": ("refused", "refused"), "B": ("refused", "refused")}
    assert run.rows.all()[0].said["sentence"].startswith("You do not have the right")
    assert tagged() == []


def test_who_is_gone_meanwhile_is_said() -> None:
    user = a_user(an_account())
    a, b = companies(user, "A", "B")
    run = a_run(a, b, by=user)
    a.addresses.all().delete()
    a.delete()
    assert results(done(run, tags=["late"])) == {"A": ("refused", "gone"), "B": ("done", "tagged")}


def test_a_batch_is_halved_down_to_the_one_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    user = a_user(an_account())
    tag = VERBS["tag"]

    def refuse_c(run: BulkRun, rows: Sequence[BulkRow], *, at: dt.datetime) -> None:
        tag.do(run, rows, at=at)
        if any(row.name == "C" for row in rows):
            raise ZeroDivisionError

    monkeypatch.setitem(VERBS, "tag", Verb(refuse_c, tag.rights, tag.check))
    run = done(a_run(*companies(user, "A", "B", "C", "D", "E"), by=user), tags=["late"])
    fine = ("done", "tagged")
    assert results(run) == {"A": fine, "B": fine, "C": ("refused", "failed"), "D": fine, "E": fine}
    assert tagged() == ["A", "B", "D", "E"]
    assert Activity.objects.count() == 4
    assert (run.state, run.progress) == ("done", 5)


def test_it_is_stopped_between_two_batches_and_goes_on_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 2)
    user = a_user(an_account())
    run = a_run(*companies(user, "A", "B", "C", "D", "E"), by=user, tags=["late"])
    start(run, by=user, at=NOW)
    work_on(run, clock=lambda: LATER, limit=2)
    assert tagged() == ["A", "B"]
    run = cancel(run, by=user, at=LATER)
    assert cancel(run, by=user, at=LATER).state == "cancelled"
    assert not work_on_next(clock=lambda: LATER)
    assert tagged() == ["A", "B"]
    resume(run, by=user, at=LATER)
    while work_on_next(clock=lambda: LATER):
        pass
    run.refresh_from_db()
    assert (run.state, run.progress) == ("done", 5)
    assert tagged() == ["A", "B", "C", "D", "E"]
    assert Activity.objects.count() == 5


def test_nothing_is_done_after_it_was_cancelled() -> None:
    user = a_user(an_account())
    run = a_run(*companies(user, "A"), by=user, tags=["late"])
    start(run, by=user, at=NOW)

    def cancelled_just_before() -> dt.datetime:
        BulkRun.objects.filter(pk=run.pk, claim__isnull=False).update(state="cancelled", claim=None)
        return LATER

    work_on(run, clock=cancelled_just_before)
    run.refresh_from_db()
    assert (run.state, run.progress) == ("cancelled", 0)
    assert tagged() == []


def test_only_what_was_cancelled_is_resumed_and_only_what_is_under_way_is_cancelled() -> None:
    user = a_user(an_account())
    run = a_run(*companies(user, "A"), by=user, tags=["late"])
    for verb in (cancel, resume):
        with pytest.raises(NotNow):
            verb(run, by=user, at=NOW)
    done(run)
    for verb in (cancel, resume):
        with pytest.raises(NotNow):
            verb(run, by=user, at=NOW)


def test_a_silent_claim_is_taken_over() -> None:
    user = a_user(an_account())
    run = a_run(*companies(user, "A"), by=user, tags=["late"])
    start(run, by=user, at=NOW)
    BulkRun.objects.update(state="running", claim=user.pk, claimed_at=NOW)
    assert not work_on_next(clock=lambda: NOW)
    assert sweep(at=NOW + dt.timedelta(minutes=14)) == 0
    assert sweep(at=NOW + dt.timedelta(minutes=16)) == 1
    assert work_on_next(clock=lambda: LATER)
    assert tagged() == ["A"]
