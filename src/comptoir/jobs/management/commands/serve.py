"""`./run serve`: the web server."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comptoir.core.listening import CannotListen, see_that_free


class Command(BaseCommand):
    """Becomes gunicorn, once the database is seen to be up to date and the port to be free."""

    help = "Starts the web server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="Processes; each answers eight requests at a time.")

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        try:
            see_that_free(host, port)
        except CannotListen as refusal:
            raise CommandError(str(refusal)) from refusal
        if waiting := migrations_to_apply():
            raise CommandError(
                f"The database is not up to date: {waiting} migrations wait. Make a backup, then: ./run manage migrate"
            )
        call_command("createcachetable", verbosity=0)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        gunicorn = ["-m", "gunicorn", "comptoir.config.wsgi", "--pythonpath", str(settings.ROOT / "src")]
        gunicorn += ["--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
        gunicorn += ["--workers", str(workers), "--threads", "8", "--graceful-timeout", "10"]
        gunicorn += ["--no-control-socket", "--log-level", "warning"]
        # Threads otherwise keep memory apart from each other, a tenth of all that the process takes.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        os.execv(sys.executable, [sys.executable, *gunicorn])


def migrations_to_apply() -> int:
    """How many migrations this version has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
