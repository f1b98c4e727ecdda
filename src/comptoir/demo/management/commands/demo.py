"""`./run demo`: a demo business in its own database, with web server and worker, until Ctrl-C."""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.core.listening import CannotListen, see_that_free, web_address

LOG_INS = {
    "owner@demo.example": "owner, plan BOOST",
    "sales@demo.example": "member without the rights for invoices and subscriptions, plan BOOST",
    "owner@go.example": "owner, plan GO",
}
PASSWORD = "comptoir-demo"


class Command(BaseCommand):
    """Prepares the demo's database, then looks after web server and worker: they start and stop together."""

    help = "Starts a demo business to look around in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="Throw the demo's data away first and make it anew.")

    def handle(self, *, host: str, port: int, reset: bool, **options: Any) -> None:
        try:
            see_that_free(host, port)
        except CannotListen as refusal:
            raise CommandError(str(refusal)) from refusal
        address = web_address(host, port)
        os.environ.setdefault("BASE_URL", address)  # for the processes below
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.default_int_handler)
        try:
            with alone():
                self.prepare(reset)
                with (
                    running("serve", f"--host={host}", f"--port={port}", "--workers=1") as web,
                    running("worker") as worker,
                ):
                    wait_until_it_answers(address, web)
                    self.stdout.write(welcome(address))
                    self.stdout.flush()
                    look_after({"web server": web, "worker": worker})
        except KeyboardInterrupt:
            self.stdout.write("\nThe demo has stopped. Its data stays until './run demo --reset'.")

    def prepare(self, reset: bool) -> None:
        """Bring the database to this version, with the demo's data in it."""
        unfinished = settings.VAR / "unfinished"  # there while the demo's data is being made
        if not unfinished.exists():
            refuse_other_data()
        if reset or unfinished.exists():
            throw_data_away()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not User.objects.exists():
            from comptoir.demo.seed import seed

            self.stdout.write("Making the demo's data …")
            self.stdout.flush()
            unfinished.touch()
            seed(now=timezone.now())
        unfinished.unlink(missing_ok=True)
        connection.close()


# --- The demo's data ------------------------------------------------------------------------------


@contextmanager
def alone() -> Iterator[None]:
    """Refuse to start while another demo uses the same data."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise CommandError("This demo is already running; stop it first.") from taken
        yield


def refuse_other_data() -> None:
    """The demo never touches a database with a real installation's data in it."""
    try:
        users = list(User.objects.values_list("email", flat=True)[:1000])
    except DatabaseError:  # no tables yet
        return
    if users and not set(LOG_INS) & set(users):
        raise CommandError(
            f"{settings.DATABASES['default']['NAME']} holds other data than the demo's. Nothing was changed."
        )


def throw_data_away() -> None:
    """Remove the embedded database and the mail that the demo sent."""
    if connection.vendor != "sqlite":
        raise CommandError(
            "--reset is for the embedded database; this one is named in DATABASE_URL. Empty it yourself."
        )
    connection.close()
    for leftover in settings.VAR.glob("comptoir.sqlite3*"):
        leftover.unlink()
    shutil.rmtree(settings.VAR / "mail", ignore_errors=True)


# --- Its processes --------------------------------------------------------------------------------


@contextmanager
def running(*command: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A management command as a process of its own, stopped at the end."""
    process = subprocess.Popen(
        [sys.executable, str(settings.ROOT / "manage.py"), *command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us; we tell the others
        preexec_fn=_stop_with_parent,
    )
    try:
        yield process
    finally:
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.SIG_IGN)  # it is ending already
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stop_with_parent() -> None:
    """On Linux: have the kernel end this process when the demo is killed outright."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def wait_until_it_answers(address: str, web: "subprocess.Popen[bytes]") -> None:
    """Return when the log-in page comes; give up after a minute."""
    without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        if web.poll() is not None:
            raise CommandError("The web server did not start; the reason is above.")
        try:
            without_proxy.open(f"{address}/login/", timeout=10).close()
            return
        except urllib.error.HTTPError as error:
            raise CommandError(f"The web server answers with an error ({error.code}); the reason is above.") from error
        except OSError:
            time.sleep(0.2)
    raise CommandError("The web server does not answer.")


def look_after(processes: "dict[str, subprocess.Popen[bytes]]") -> None:
    """Wait until one of the processes ends, which it should not."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise CommandError(f"The {name} has ended (exit code {process.returncode}); the demo stops.")
        time.sleep(0.3)


def welcome(address: str) -> str:
    """What to do now."""
    log_ins = "\n".join(f"  {email:<20} {who}" for email, who in LOG_INS.items())
    mail = f", and files in {settings.VAR / 'mail'}" if settings.EMAIL_URL.startswith("file:") else ""
    return f"""
Comptoir's demo runs at {address}

Log in with the password {PASSWORD} as
{log_ins}

Outgoing mail: {address}/reminders/?tab=sent{mail}
Ctrl-C stops the demo.
"""
