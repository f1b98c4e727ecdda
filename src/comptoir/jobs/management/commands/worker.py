"""`worker`: everything that happens by itself. Any number of them may run."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from comptoir.core.mail import transport
from comptoir.jobs.working import work


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT, and then stops between two messages."""

    help = "Bill subscriptions and send reminders as they fall due, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *__: stop.set())
        with transport(settings.EMAIL_URL) as way_out:
            self.stdout.write("The worker is running.")
            work(way_out, stop=stop)
        self.stdout.write("The worker has stopped.")
