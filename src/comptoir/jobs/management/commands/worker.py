"""`worker`: everything that happens by itself. Any number of them may run."""

import signal
import threading
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from comptoir.core.mail import transport
from comptoir.invoicing.side_by_side import CONNECTIONS
from comptoir.jobs.working import work


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT, and then stops between two messages."""

    help = "Bill subscriptions and send reminders as they fall due, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *__: stop.set())
        with ExitStack() as open_ones:
            ways_out = [open_ones.enter_context(transport(settings.EMAIL_URL)) for __ in range(CONNECTIONS)]
            self.stdout.write("The worker is running.")
            work(*ways_out, stop=stop)
        self.stdout.write("The worker has stopped.")
