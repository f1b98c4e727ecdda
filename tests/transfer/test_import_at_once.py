"""An import and a crash, two workers, two connections: all of it once, or nothing."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Customer
from comptoir.transfer.importing import progress, working
from comptoir.transfer.importing.customers_in import CustomersIn
from comptoir.transfer.models import Import, ImportedRow
from tests.at_once import at_once
from tests.factories import NOW, a_user, an_account
from tests.transfer.importing import an_upload, checked

LATER = NOW + working.SILENT_FOR + dt.timedelta(minutes=1)


def ready(rows: int = 20) -> tuple[Account, User, Import]:
    account = an_account()
    owner = a_user(account)
    found = checked(an_upload(account, owner, ["Name"], *([f"Company {n}"] for n in range(rows))), by=owner)
    return account, owner, working.run(found, by=owner, at=NOW)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_import_a_file_once() -> None:
    _account, _owner, asked = ready()
    work = lambda: working.work_on(asked, clock=lambda: NOW)  # noqa: E731
    assert sorted(at_once(work, work), key=str) == [False, True]
    assert Customer.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_whoever_lost_the_claim_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _account, _owner, asked = ready()
    take = CustomersIn.take

    def taken_away(going: CustomersIn, rows: list) -> None:
        take(going, rows)
        Import.objects.filter(pk=asked.pk).update(claim=None)

    monkeypatch.setattr(CustomersIn, "take", taken_away)
    assert working.work_on(asked, clock=lambda: NOW)
    assert (Customer.objects.count(), ImportedRow.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_what_breaks_in_the_middle_leaves_nothing_and_can_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _account, owner, asked = ready()
    with monkeypatch.context() as broken:
        broken.setattr(CustomersIn, "remember", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            working.work_on(asked, clock=lambda: NOW)
    asked.refresh_from_db()
    assert (asked.state, Customer.objects.count()) == ("checked", 0)
    assert working.work_on(working.run(asked, by=owner, at=NOW), clock=lambda: NOW)
    assert Customer.objects.count() == 20


@pytest.mark.django_db
def test_silence_takes_the_claim_back() -> None:
    _account, _owner, asked = ready()
    Import.objects.filter(pk=asked.pk).update(claim=asked.pk, claimed_at=NOW)
    assert working.sweep(at=NOW + dt.timedelta(minutes=1)) == 0
    assert working.sweep(at=LATER) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.claim) == ("checked", None)


@pytest.mark.django_db
def test_a_worker_that_is_to_stop_leaves_the_work_to_the_next() -> None:
    _account, _owner, asked = ready()
    assert working.work_on_next(clock=lambda: NOW, stop=lambda: True)
    asked.refresh_from_db()
    assert (asked.state, asked.claim, Customer.objects.count()) == ("running", None, 0)
    assert working.work_on_next(clock=lambda: NOW)
    assert Customer.objects.count() == 20
    assert not working.work_on_next(clock=lambda: NOW)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_from_another_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    _account, _owner, asked = ready()
    monkeypatch.setattr(progress, "EVERY", 0)
    seen = []
    end = working._end

    def looked(*arguments: object, **facts: object) -> None:
        def look() -> tuple[int, int]:
            return Import.objects.get(pk=asked.pk).progress, Customer.objects.count()

        seen.extend(at_once(look))
        end(*arguments, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(working, "_end", looked)
    working.work_on(asked, clock=lambda: NOW)
    assert seen == [(20, 0)]


KILLED = """
import os, sys
sys.path[:0] = ["src", "."]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.db import connections
from django.conf import settings
settings.MEDIA_ROOT = {media!r}
connections["default"].settings_dict["NAME"] = {name!r}
from comptoir.transfer.importing import working
from comptoir.transfer.importing.customers_in import CustomersIn
from django.utils import timezone
import time
remember = CustomersIn.remember
def slowly(going, made):
    remember(going, made)
    print("written", flush=True)
    time.sleep(60)
CustomersIn.remember = slowly
working.work_on_next(clock=timezone.now)
"""


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_leaves_nothing() -> None:
    _account, owner, asked = ready()
    script = KILLED.format(name=connection.settings_dict["NAME"], media=str(settings.MEDIA_ROOT))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "written\n"
        os.kill(worker.pid, signal.SIGKILL)
    _until_nobody_writes()
    assert (Customer.objects.count(), ImportedRow.objects.count()) == (0, 0)
    asked.refresh_from_db()
    assert working.sweep(at=asked.claimed_at + working.SILENT_FOR + dt.timedelta(seconds=1)) == 1
    assert working.work_on(working.run(Import.objects.get(), by=owner, at=NOW), clock=lambda: NOW)
    assert Customer.objects.count() == 20


def _until_nobody_writes() -> None:
    for _again in range(50):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            if cursor.fetchone()[0] == 1:
                return
        time.sleep(0.1)
