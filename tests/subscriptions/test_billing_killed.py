"""A biller that is killed again and again: each period once in the end, and no number missing (G2, G5)."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from comptoir.activities.models import Activity
from comptoir.invoicing.models import Delivery, Invoice
from comptoir.subscriptions.billing import bill
from comptoir.subscriptions.models import BilledPeriod, Subscription
from tests.factories import NOW, TODAY, a_company, a_subscription, an_account

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BILLER = """
import datetime as dt, django
django.setup()
from comptoir.accounts.models import Account
from comptoir.subscriptions.billing import bill
bill(Account.objects.get(), on=dt.date({on}), at=dt.datetime({at}, tzinfo=dt.UTC))
"""


def address_of_the_database() -> str:
    """Of the very database that the test uses, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def a_biller() -> "subprocess.Popen[bytes]":
    script = BILLER.format(on=f"{TODAY:%Y, %-m, %-d}", at=f"{NOW:%Y, %-m, %-d, %-H, %-M}")
    environment = os.environ | {
        "DATABASE_URL": address_of_the_database(),
        "DJANGO_SETTINGS_MODULE": "comptoir.config.settings",
        "PYTHONPATH": str(settings.ROOT / "src"),
    }
    return subprocess.Popen([sys.executable, "-c", script], env=environment, stderr=subprocess.DEVNULL)


def killed_in_the_middle(after: int) -> bool:
    """Start a biller, kill it -9 once it has billed `after` periods more; whether it was still at work."""
    before = BilledPeriod.objects.count()
    biller = a_biller()
    patience = time.monotonic() + 60
    while biller.poll() is None and BilledPeriod.objects.count() < before + after and time.monotonic() < patience:
        time.sleep(0.003)
    biller.send_signal(signal.SIGKILL)
    return biller.wait() == -signal.SIGKILL


def test_killed_five_times_each_period_once_and_no_number_missing() -> None:
    account = an_account()
    for n in range(60):
        generation = ("book", "book_and_send")[n % 2]
        a_subscription(a_company(account, f"Company {n}"), next_on=TODAY.replace(month=6, day=1), generation=generation)
    assert [killed_in_the_middle(after) for after in (1, 7, 23, 2, 40)] == [True] * 5
    half_way = BilledPeriod.objects.count()
    assert 73 <= half_way < 360
    bill(account, on=TODAY, at=NOW)

    assert BilledPeriod.objects.count() == 60 * 6
    assert set(Subscription.objects.values_list("periods_behind", flat=True)) == {6}
    assert list(Invoice.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 361))
    assert Delivery.objects.count() == Delivery.objects.values("invoice").distinct().count() == 30 * 6
    for kind in ("invoice.booked", "subscription.billed"):
        assert Activity.objects.filter(kind=kind).count() == 360
