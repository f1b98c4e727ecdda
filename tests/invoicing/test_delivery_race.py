"""Several workers at the same queue of invoices, on PostgreSQL: each e-mail once (G2).

The lease, which only spares work, is switched off, so that all of them prepare the same ones. With the claim replaced by
"look, then send" the same race sends some more than once: the test would see it.
"""

import datetime as dt
import threading
from collections import Counter
from typing import Any

import pytest

from comptoir.core.mail import Sent
from comptoir.invoicing import delivery_queue
from comptoir.invoicing.delivering import queue_by_mail
from comptoir.invoicing.delivery_claims import Claim
from comptoir.invoicing.models import Delivery
from tests.at_once import at_once
from tests.factories import NOW
from tests.invoicing.papers import a_sendable_invoice

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("small_files"),
]
WORKERS, INVOICES = 3, 12


class Counting:
    """Takes everything and counts."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()
        self.lock = threading.Lock()

    def __enter__(self) -> "Counting":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def connect(self) -> None:
        return None

    def send(self, message: Any, **_to: Any) -> Sent:
        with self.lock:
            self.sent[str(message["Message-ID"])] += 1
        return Sent()


def look_then_send(delivery: Delivery, *, at: dt.datetime) -> Claim:
    """What the claim is not."""
    if not Delivery.objects.filter(pk=delivery.pk).queued().exists():
        return Claim.GONE
    Delivery.objects.filter(pk=delivery.pk).update(state="leaving", claimed_at=at)
    delivery.claimed_at = at
    return Claim.TAKEN


@pytest.mark.parametrize("is_guarded", [True, False])
def test_each_leaves_once(is_guarded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(INVOICES):
        queue_by_mail(a_sendable_invoice(), by=None, at=NOW)
    waiting = list(Delivery.objects.select_related(*delivery_queue.RELATIONS))
    together = threading.Barrier(WORKERS)

    def take(*_facts: object, **_more: object) -> list[Delivery]:
        together.wait(timeout=20)
        if taken.get(threading.get_ident()):
            return []
        taken[threading.get_ident()] = True
        return list(
            Delivery.objects.filter(pk__in=[each.pk for each in waiting])
            .select_related(*delivery_queue.RELATIONS)
            .order_by("pk")
        )

    taken: dict[int, bool] = {}
    monkeypatch.setattr(delivery_queue, "_take", take)
    if not is_guarded:
        monkeypatch.setattr(delivery_queue, "claim_queued", look_then_send)
    way_out = Counting()
    answers = at_once(
        *[lambda: delivery_queue.send_queued_deliveries(way_out, clock=lambda: NOW) for _each in range(WORKERS)]
    )
    if is_guarded:
        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        assert Counter(way_out.sent.values()) == {1: INVOICES}
    else:  # the database itself may refuse what the second one writes, when it is too late
        assert max(way_out.sent.values()) > 1
