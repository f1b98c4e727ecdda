"""Changing a subscription that somebody is changing at this very moment."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from comptoir.activities.models import Activity
from comptoir.subscriptions import records
from tests.factories import NOW, a_company, a_subscription, an_account

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_one_given_to_another_customer_meanwhile_is_changed_and_told_as_theirs() -> None:
    subscription = a_subscription(a_company(an_account()))
    other = a_company(subscription.account, "Another")
    given = threading.Event()

    def give() -> None:
        with transaction.atomic():
            records.edit(subscription, by=None, at=NOW, customer=other)
            given.set()
            time.sleep(0.3)

    def rename() -> None:
        given.wait()
        records.edit(subscription, by=None, at=NOW, title="Anew")

    assert at_once(give, rename) == []
    subscription.refresh_from_db()
    assert (subscription.customer, subscription.title) == (other, "Anew")
    assert set(Activity.objects.values_list("customer_id", flat=True)) == {other.pk}


def at_once(*works: Callable[[], None]) -> list[BaseException]:
    """All of `works` at once, each on a connection of its own; what they raised."""
    errors: list[BaseException] = []

    def thread(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=thread, args=[work]) for work in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return errors
