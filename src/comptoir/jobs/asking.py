"""What the commands of the nightly jobs have in common: for which accounts, as of which day."""

import argparse
import datetime as dt
from collections.abc import Iterator

from django.core.management import CommandError, CommandParser
from django.utils import timezone

from comptoir.accounts.models import Account, User
from comptoir.invoicing.sending import Clock


def add_arguments(parser: CommandParser) -> None:
    """`--on DATE` and `--account E-MAIL`."""
    parser.add_argument(
        "--on", type=_day, metavar="DATE", help="as of this day's morning, e.g. 2026-11-24; default: now"
    )
    parser.add_argument("--account", metavar="E-MAIL", help="only the account of the user with this e-mail")


def accounts(on: dt.date | None, email: str | None) -> Iterator[tuple[Account, dt.date, Clock]]:
    """Each account asked for, the day to work as of, and the clock: that day's morning, or the real one without a day."""
    chosen = Account.objects.order_by("created_at", "id")
    if email:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody logs in as {email}.")
        chosen = chosen.filter(pk=user.account_id)
    for account in chosen:
        day = on or account.day(timezone.now())
        yield account, day, _standing_still(account.morning(on)) if on else timezone.now


def _standing_still(at: dt.datetime) -> Clock:
    return lambda: at


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day, e.g. 2026-11-24") from None
