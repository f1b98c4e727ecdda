"""`bill`: a morning's billing by hand."""

from typing import Any

from django.core.management import BaseCommand, CommandParser

from comptoir.jobs import asking, nightly


class Command(BaseCommand):
    """Bills the subscriptions that are due, account by account."""

    help = "Make the invoices of the subscriptions due, now or as of a given day."

    def add_arguments(self, parser: CommandParser) -> None:
        asking.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        for account, on, clock in asking.accounts(options["on"], options["account"]):
            run = nightly.bill(account, on=on, at=clock())
            self.stdout.write(
                f"{account} on {on}: {run.booked} booked, {run.drafted} drafted, "
                f"{len(run.unbillable)} could not be billed"
            )
