"""Several senders at once: while the mail server thinks about one letter, the next is written and claimed."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from comptoir.core.mail import Transport
from comptoir.invoicing.sending import Clock, SendRun, send_queued

CONNECTIONS = 2
"""To the mail server. More gain little on a machine with two cores, and some servers take no more from one customer."""


def send_side_by_side(
    transports: Sequence[Transport], *, clock: Clock, limit: int, stop: Callable[[], bool] = lambda: False
) -> SendRun:
    """What `send_queued` does, about `limit` at most, over all `transports` at once, each from a thread of its own.

    On SQLite over the first alone: there one at a time writes, and the others would only wait.
    """
    if connection.vendor == "sqlite":
        transports = transports[:1]

    def send(transport: Transport) -> SendRun:
        return send_queued(transport, clock=clock, limit=-(-limit // len(transports)), stop=stop)

    def send_and_close(transport: Transport) -> SendRun:
        try:
            return send(transport)
        finally:
            connection.close()  # the thread's own

    if len(transports) == 1:
        return send(transports[0])
    with ThreadPoolExecutor(len(transports)) as pool:
        return sum(pool.map(send_and_close, transports), SendRun())
