"""How much memory a process of the web server takes once it has shown every page, in MB.

    python -m bench.memory [--customers 10000] [--rounds 10]

The server is the real one, on a throw-away PostgreSQL, with one process. It is asked for some pages, again and again,
eight at a time. Prints what it takes after the first page, after each was shown once, and after all rounds.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from bench import filling
from tools.postgres import throwaway

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "/today/",
    "/companies/",
    "/contacts/",
    "/companies/?q=atelier",
    "/companies/?segment=deactivated",
    "/companies/?export=csv",
    "/invoices/",
    "/invoices/?tab=overdue",
    "/invoices/receivables/",
    "/invoices/new/",
    "/subscriptions/",
    "/deals/",
    "/segments/",
]
AT_ONCE = 8
"""Requests that a process answers at a time."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with (
        throwaway() as url,
        tempfile.TemporaryDirectory(prefix="comptoir-memory-") as var,
        # A process of its own: Django is set up for one database only.
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other,
    ):
        other.submit(measure, url, var, customers=options.customers, rounds=options.rounds).result()


def measure(url: str, var: str, *, customers: int, rounds: int) -> None:
    """Fill a database, start the server, ask, print the figures."""
    os.environ |= {"DATABASE_URL": url, "COMPTOIR_VAR": var, "DJANGO_SETTINGS_MODULE": "comptoir.config.settings"}
    os.environ["LOG_LEVEL"] = "ERROR"
    Path(var, "static").mkdir()
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    filled = filling.fill(customers)
    client = Client()
    client.force_login(filled.owner)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    pages = [*PAGES, f"/companies/{filled.worked_on.pk}/"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"], cwd=ROOT, env=dict(os.environ)
    )

    def ask(page: str) -> None:
        with urlopen(Request(f"http://127.0.0.1:{port}{page}", headers={"Cookie": cookie}), timeout=60) as answer:
            assert (answer.status, answer.url) == (200, f"http://127.0.0.1:{port}{page}")

    try:
        _wait_for(port)
        ask(pages[0])
        print(f"web process, after the first page           {_memory(server.pid):6.0f} MB")
        for page in pages:
            ask(page)
        print(f"web process, after {len(pages):3} pages                {_memory(server.pid):6.0f} MB")
        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(ask, pages * rounds))
        print(
            f"web process, after {len(pages) * rounds:3} more, {AT_ONCE} at a time   {_memory(server.pid):6.0f} MB",
            flush=True,
        )
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(900):
        try:
            urlopen(f"http://127.0.0.1:{port}/login/", timeout=30).close()
            return
        except URLError:
            time.sleep(0.1)
    raise SystemExit("The web server did not start.")


def _memory(master: int) -> float:
    """Of the process that answers: the child of the one that was started."""
    [worker] = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{worker}/status").read_text().splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024


if __name__ == "__main__":
    main()
