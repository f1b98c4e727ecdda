"""`./run create-account --name … --email … --owner "First Last"`: a new account with the log-in of its owner."""

import getpass
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from comptoir.accounts.plans import Plan
from comptoir.core.money import CURRENCIES
from comptoir.lifecycle.opening import open_account

TYPED = {
    "name": "--name",
    "plan": "--plan",
    "country": "--country",
    "language": "--language",
    "time_zone": "--time-zone",
    "currency": "--currency",
    "email": "--email",
    "first_name": "--owner",
    "last_name": "--owner",
    "password": "password",
}
"""Where a person typed each fact."""


class Command(BaseCommand):
    """Makes the account with everything it needs before its first invoice; asks for the password without showing it."""

    help = "Opens an account: one business, its first legal entity and its owner, who can log in at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="The business.")
        parser.add_argument("--email", required=True, help="What its owner logs in with.")
        parser.add_argument("--owner", required=True, metavar="'FIRST LAST'", help="The owner's name.")
        parser.add_argument("--plan", choices=Plan.values, default=Plan.BOOST.value)
        parser.add_argument("--country", default="BE", help="Two letters; decides the VAT rates. Default: BE.")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default="en")
        parser.add_argument("--time-zone", default="Europe/Brussels")
        parser.add_argument("--currency", choices=CURRENCIES, default="EUR")
        parser.add_argument("--password-stdin", action="store_true", help="Read the password from the standard input.")

    def handle(self, *, password_stdin: bool, **options: Any) -> None:
        prepare_database()
        facts = {name: options[name] for name in ("name", "plan", "country", "language", "time_zone", "currency")}
        facts |= {"owner_email": options["email"], "owner_name": options["owner"], "at": timezone.now()}
        while True:
            password = sys.stdin.readline().rstrip("\r\n") if password_stdin else self.ask()
            try:
                account = open_account(**facts, password=password)
                break
            except ValidationError as refusal:
                if password_stdin or set(refusal.error_dict) != {"password"}:
                    raise CommandError("\n".join(["No account was made.", *sentences(refusal)])) from refusal
                self.stderr.write("\n".join(sentences(refusal)))
        self.stdout.write(f"{account.name} is ready. Log in at {settings.BASE_URL}/login/ as {options['email']}.")

    def ask(self) -> str:
        """The password, typed twice at the terminal."""
        if not sys.stdin.isatty():
            raise CommandError("There is no terminal to ask for a password at; give it with --password-stdin.")
        while True:
            password = getpass.getpass("Password: ")
            if password == getpass.getpass("The same again: "):
                return password
            self.stderr.write("These were not the same. Once more.")


def prepare_database() -> None:
    """Make the tables in an empty database; leave an outdated one to a person, who makes a backup first."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        call_command("migrate", verbosity=0)
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date. Make a backup, then: ./run manage migrate")


def sentences(refusal: ValidationError) -> list[str]:
    """What is wrong, fact by fact, and where it was typed."""
    return [f"{message} ({TYPED[field]})" for field, messages in refusal.message_dict.items() for message in messages]
