"""`remind`: a morning's reminders by hand."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser

from comptoir.core.mail import transport
from comptoir.jobs import asking, nightly


class Command(BaseCommand):
    """Ends the holds that end, queues what is due and sends it, account by account."""

    help = "Queue and send the reminders due, now or as of a given day."

    def add_arguments(self, parser: CommandParser) -> None:
        asking.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with transport(settings.EMAIL_URL) as way_out:
            for account, on, clock in asking.accounts(options["on"], options["account"]):
                done = nightly.remind(account, on=on, clock=clock, transport=way_out)
                queue, sent = done.queue, done.sent
                self.stdout.write(
                    f"{account} on {on}: {queue.queued} queued, {sent.sent} sent, "
                    f"{queue.withdrawn + sent.withdrawn} withdrawn, {sent.failed} failed, {sent.uncertain} uncertain, "
                    f"{queue.unreachable} unreachable, {done.expired} no longer on hold"
                )
