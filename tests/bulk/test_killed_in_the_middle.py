"""A worker killed -9 at 40 % of the way, and nine more on the rest, each at another statement: every row exactly once.

COMPTOIR_KILLED_ROWS=10000 is the full size.
"""

import datetime as dt
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from comptoir.activities.models import Activity
from comptoir.bulk.models import BulkRun
from comptoir.bulk.preparing import leave_out
from comptoir.bulk.starting import start
from comptoir.bulk.working import sweep, work_on_next
from comptoir.customers.models import Customer, Kind
from comptoir.followups.models import Task
from tests.bulk.runs import LATER, a_run
from tests.factories import NOW, a_user, an_account

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROWS = int(os.environ.get("COMPTOIR_KILLED_ROWS", "200"))
BATCH = ROWS // 50
KILLS = 10

WORKERS = """
import datetime as dt, os, signal
import django
django.setup()
from django.db import connection
from django.utils import timezone
from comptoir.bulk import results, working
from comptoir.bulk.models import BulkRun
working.BATCH = BATCH

def a_worker(life, told):
    run = BulkRun.objects.get()
    lives_for = run.total * (1 if life else 8) // 20
    done = step = 0
    write = results.write
    def counting(rows):
        nonlocal done
        write(rows)
        done += len(rows)
    results.write = counting
    def killing(execute, sql, params, many, context):
        nonlocal step
        step += done >= lives_for
        # The first dies well into the next batch, the last before anything of it is committed.
        if step >= KILLS - life:
            os.write(told, sql[:40].encode())
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    with connection.execute_wrapper(killing):
        while working.work_on_next(clock=timezone.now):
            pass

for life in range(KILLS):
    listening, told = os.pipe()
    worker = os.fork()
    if not worker:
        a_worker(life, told)
        os._exit(0)
    os.close(told)
    was_killed = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == -signal.SIGKILL
    swept = working.sweep(at=timezone.now() + dt.timedelta(minutes=16))
    rows = BulkRun.objects.get().progress
    connection.close()
    print(was_killed, swept, rows, os.read(listening, 100).decode().split()[0])
    os.close(listening)
"""


def address_of_the_database() -> str:
    """Of the very database that the test uses, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def killed() -> list[list[str]]:
    """One worker after the other; of each whether it was killed, whether its claim was left, how far it came, where."""
    script = WORKERS.replace("KILLS", str(KILLS)).replace("BATCH = BATCH", f"BATCH = {BATCH}")
    environment = os.environ | {
        "DATABASE_URL": address_of_the_database(),
        "DJANGO_SETTINGS_MODULE": "comptoir.config.settings",
        "PYTHONPATH": str(settings.ROOT / "src"),
    }
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return [line.split() for line in ran.stdout.splitlines()]


def customers_of(account_id: object) -> list[Customer]:
    facts = {"account_id": account_id, "kind": Kind.COMPANY, "language": "en", "added_at": NOW, "updated_at": NOW}
    made = [Customer(name=f"{n:06}", sort_name=f"{n:06}", **facts) for n in range(ROWS)]
    return Customer.objects.bulk_create(made, batch_size=1_000)


def test_every_row_exactly_once_however_often_the_worker_is_killed() -> None:
    user = a_user(an_account())
    left_out, *customers = customers_of(user.account_id)
    run = leave_out(a_run(left_out, *customers, verb="add_tasks", by=user), [left_out.pk], by=user)
    start(run, by=user, at=NOW, options={"title": "Call them", "due_on": "2026-12-01"})

    deaths = killed()
    assert [death[:2] for death in deaths] == [["True", "1"]] * KILLS
    rows = [int(death[2]) for death in deaths]
    assert rows == sorted(rows)
    assert ROWS * 0.35 < rows[0] < ROWS * 0.45
    assert rows[-1] < ROWS - 1
    assert {"SELECT", "INSERT", "UPDATE"} <= {death[3] for death in deaths}
    # What is said to be done is done, and nothing else is.
    assert run.rows.filter(state="done").count() == Task.objects.count() == Activity.objects.count() == rows[-1]
    while work_on_next(clock=lambda: LATER):
        pass

    kept = BulkRun.objects.get()
    assert (kept.state, kept.progress, kept.total) == ("done", ROWS - 1, ROWS - 1)
    once = {customer.pk: 1 for customer in customers}
    assert Counter(Task.objects.values_list("customer", flat=True)) == once
    assert Counter(Activity.objects.values_list("customer_id", flat=True)) == once
    assert Counter(run.rows.values_list("state", flat=True)) == {"done": ROWS - 1, "waiting": 1}
    assert not sweep(at=LATER + dt.timedelta(hours=1))
