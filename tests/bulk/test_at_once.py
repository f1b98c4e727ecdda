"""Several at the same moment: two who start, two workers, somebody who cancels."""

import datetime as dt
from collections import Counter

import pytest

from comptoir.activities.models import Activity
from comptoir.bulk import working
from comptoir.bulk.models import BulkRun
from comptoir.bulk.starting import cancel, start
from comptoir.bulk.working import work_on
from comptoir.followups.models import Task
from tests.at_once import at_once
from tests.bulk.runs import LATER, a_run
from tests.factories import NOW, a_company, a_user, an_account

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CALL = {"title": "Call them", "due_on": "2026-12-01"}


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 3)


def prepared() -> BulkRun:
    user = a_user(an_account())
    companies = [a_company(user.account, f"Company {number}") for number in range(12)]
    return a_run(*companies, verb="add_tasks", by=user)


def once_each() -> bool:
    told = Counter(Activity.objects.values_list("customer_id", flat=True))
    return told == Counter(Task.objects.values_list("customer", flat=True)) and set(told.values()) <= {1}


def test_two_start_it_and_two_work_on_it() -> None:
    run = prepared()
    for answer in at_once(*[lambda: start(run, by=run.by, at=NOW, options=CALL)] * 2):
        assert isinstance(answer, BulkRun)
    assert sorted(map(str, at_once(*[lambda: work_on(run, clock=lambda: LATER)] * 2))) == ["False", "True"]
    run.refresh_from_db()
    assert (run.state, run.progress, Task.objects.count(), once_each()) == ("done", 12, 12, True)


def taken_for_dead() -> BulkRun:
    """Worked on by one who loses the claim just before a batch, while another does the rest."""
    run = prepared()
    run = start(run, by=run.by, at=NOW, options=CALL)
    moments = iter([LATER, LATER])

    def clock() -> dt.datetime:
        if next(moments, None) is None:
            working.sweep(at=LATER + dt.timedelta(minutes=16))
            work_on(run, clock=lambda: LATER)
        return LATER

    work_on(run, clock=clock)
    return run


def test_who_was_taken_for_dead_does_nothing_more() -> None:
    run = taken_for_dead()
    run.refresh_from_db()
    assert (run.state, run.progress, Task.objects.count(), once_each()) == ("done", 12, 12, True)


def test_without_asking_for_the_claim_rows_would_be_done_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the guard taken out."""
    monkeypatch.setattr(working, "_held", lambda run, claim: BulkRun.objects.get(pk=run.pk))
    taken_for_dead()
    assert not once_each()


def test_cancelling_waits_for_the_batch_at_hand_and_nothing_is_done_after_it() -> None:
    run = prepared()
    run = start(run, by=run.by, at=NOW, options=CALL)
    at_once(lambda: work_on(run, clock=lambda: LATER), lambda: cancel(run, by=run.by, at=LATER))
    kept = BulkRun.objects.get()
    done = run.rows.filter(state="done").count()
    assert (kept.state, kept.progress, Task.objects.count(), once_each()) == (kept.state, done, done, True)
    if kept.state == "cancelled":
        assert not work_on(run, clock=lambda: LATER)
