"""A biller killed -9 before and after each of its statements: no period twice, none missing, no number lost (G2, G5).

COMPTOIR_KILLS=200 is the full size.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from comptoir.activities.models import Activity
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import NOW, TODAY, a_company, a_subscription, an_account

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

KILLS = int(os.environ.get("COMPTOIR_KILLS", "15"))
HOW_MANY = 12 + KILLS // 4
"""Subscriptions, of six due periods each: more than so many billers come through with."""

BILLERS = """
import datetime as dt, os, signal, sys
import django
django.setup()
from django.db import connection
from comptoir.accounts.models import Account
from comptoir.subscriptions import billing
billing.SIZE = 3

def a_biller(last_step, told):
    step = 0
    def killing(execute, sql, params, many, context):
        nonlocal step
        def live(when):
            nonlocal step
            step += 1
            if step == last_step:
                os.write(told, f"{when} {sql[:40]}".encode())
                os.kill(os.getpid(), signal.SIGKILL)
        live("before")
        answer = execute(sql, params, many, context)
        live("after")
        return answer
    account = Account.objects.get()
    with connection.execute_wrapper(killing):
        billing.bill(account, on=dt.date(ON), at=dt.datetime(AT, tzinfo=dt.UTC))

last_step = 1
for _ in range(KILLS):
    listening, told = os.pipe()
    biller = os.fork()
    if not biller:
        a_biller(last_step, told)
        os._exit(0)
    os.close(told)
    was_killed = os.waitstatus_to_exitcode(os.waitpid(biller, 0)[1]) == -signal.SIGKILL
    print(was_killed, os.read(listening, 100).decode())
    os.close(listening)
    last_step = (last_step + STRIDE) % STEPS + 1
"""
STEPS = 60
"""Before and after each statement of a transaction, and some of the next."""
STRIDE = max(STEPS // KILLS - 1, 0)
"""Few kills are spread over all steps."""


def address_of_the_database() -> str:
    """Of the very database that the test uses, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def killed() -> list[tuple[bool, str]]:
    """One biller after the other, each killed a step further than the one before; where."""
    values = {
        "ON": f"{TODAY:%Y, %-m, %-d}",
        "AT": f"{NOW:%Y, %-m, %-d, %-H, %-M}",
        "KILLS": KILLS,
        "STEPS": STEPS,
        "STRIDE": STRIDE,
    }
    script = BILLERS
    for name, value in values.items():
        script = script.replace(name, str(value))
    environment = os.environ | {
        "DATABASE_URL": address_of_the_database(),
        "DJANGO_SETTINGS_MODULE": "comptoir.config.settings",
        "PYTHONPATH": str(settings.ROOT / "src"),
    }
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    words = [line.partition(" ") for line in ran.stdout.splitlines()]
    return [(was_killed == "True", where) for was_killed, __, where in words]


def test_killed_at_each_statement_each_period_once_and_no_number_missing() -> None:
    account = an_account()
    for n in range(HOW_MANY):
        generation = ("book", "book_and_send")[n % 2]
        a_subscription(a_company(account, f"Company {n}"), next_on=TODAY.replace(month=6, day=1), generation=generation)
    deaths = killed()
    assert [was_killed for was_killed, __ in deaths] == [True] * KILLS
    if KILLS >= STEPS:
        everywhere = " ".join(where for __, where in deaths)
        for table in (
            "invoicing_invoice",
            "invoicing_invoiceline",
            "subscriptions_billedperiod",
            "activities_activity",
        ):
            assert f'before INSERT INTO "{table}"' in everywhere
            assert f'after INSERT INTO "{table}"' in everywhere
        assert 'UPDATE "subscriptions_subscription"' in everywhere
    half_way = BilledPeriod.objects.count()
    assert half_way < HOW_MANY * 6
    bill(account, on=TODAY, at=NOW)

    periods = HOW_MANY * 6
    assert BilledPeriod.objects.count() == BilledPeriod.objects.values("invoice").distinct().count() == periods
    assert set(Subscription.objects.values_list("periods_behind", flat=True)) == {6}
    assert list(Invoice.objects.order_by("number").values_list("number", flat=True)) == list(range(1, periods + 1))
    for kind in ("invoice.booked", "subscription.billed"):
        assert Activity.objects.filter(kind=kind).count() == periods
