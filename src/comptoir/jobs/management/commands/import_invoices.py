"""`./run import-invoices FILE --account E-MAIL --map FIELD=COLUMN,…`: invoices of another system, from a CSV file."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptoir.accounts.models import Department, User
from comptoir.accounts.rights import NotAllowed
from comptoir.core.money import CURRENCIES
from comptoir.transfer.cells import DATE_PATTERNS, DECIMAL_SIGNS
from comptoir.transfer.invoice_rows import OPTIONAL, REQUIRED, BadFile, Layout, read
from comptoir.transfer.invoices import import_invoices


class Command(BaseCommand):
    """Reads, checks and writes everything in one go, or says what is wrong and writes nothing."""

    help = "Imports booked invoices from a CSV file: all of them, or none when a row is at fault."

    def add_arguments(self, parser: CommandParser) -> None:
        fields = f"Needed: {', '.join(REQUIRED)}. Possible: {', '.join(OPTIONAL)}."
        parser.add_argument("file", type=Path)
        parser.add_argument("--account", required=True, metavar="EMAIL", help="E-mail of the owner or an admin.")
        parser.add_argument("--map", required=True, type=columns, metavar="FIELD=COLUMN,…", help=fields)
        parser.add_argument("--department", metavar="NAME", help="Default: the account's default department.")
        parser.add_argument("--dates", choices=DATE_PATTERNS, default="YYYY-MM-DD")
        parser.add_argument("--decimals", choices=DECIMAL_SIGNS, default="point")
        parser.add_argument("--currency", choices=CURRENCIES, help="Default: the account's currency.")
        parser.add_argument("--encoding", default="utf-8-sig")
        parser.add_argument("--dry-run", action="store_true", help="Tries everything and writes nothing.")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        user = the_user(options["account"])
        department = the_department(user, options["department"])
        now = timezone.now()
        layout = Layout(
            columns=options["map"],
            currency=options["currency"] or user.account.currency,
            dates=options["dates"],
            decimal_sign=options["decimals"],
        )
        try:
            with file.open(encoding=options["encoding"], newline="") as lines:
                rows = read(lines, layout, today=user.account.day(now))
            done = import_invoices(rows, department=department, by=user, at=now, dry_run=dry_run)
        except (OSError, UnicodeError, LookupError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        except (BadFile, NotAllowed) as refusal:
            raise CommandError(f"Nothing was imported.\n{refusal}") from refusal
        verb = "Would import" if dry_run else "Imported"
        self.stdout.write(f"{verb} {done.invoices} invoices ({done.settled} settled), {done.customers} new companies.")


def columns(text: str) -> dict[str, str]:
    """`customer=customerID,number=invoiceNumber` as a mapping from field to column."""
    mapping: dict[str, str] = {}
    for pair in text.split(","):
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise argparse.ArgumentTypeError(f"“{pair}” is not written as FIELD=COLUMN.")
        if field not in REQUIRED + OPTIONAL:
            raise argparse.ArgumentTypeError(f"“{field}” is not one of {', '.join(REQUIRED + OPTIONAL)}.")
        if field in mapping:
            raise argparse.ArgumentTypeError(f"“{field}” is given twice.")
        mapping[field] = column
    if missing := [field for field in REQUIRED if field not in mapping]:
        raise argparse.ArgumentTypeError(f"No column is given for {', '.join(missing)}.")
    return mapping


def the_user(email: str) -> User:
    """The active user with this e-mail, in whose name the import is done."""
    try:
        user = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        user = None
    if user is None or not user.is_active:
        raise CommandError(f"Nobody logs in as {email}.")
    return user


def the_department(user: User, name: str | None) -> Department:
    """The department of the user's account with this name, or its default one."""
    departments = user.account.departments.all()
    department = departments.filter(name__iexact=name).first() if name else departments.filter(is_default=True).first()
    if department is None:
        raise CommandError(f"There is no department {name or ''}.")
    return department
