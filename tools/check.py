"""What `./run test` does, inside the virtual environment.

no arguments     every check, all tests on SQLite, then all but the browser's on PostgreSQL
-m quick …       the checks that take a moment, and the quick tests on SQLite
--lint           every check, no tests
--postgres …     tests on PostgreSQL only; the rest are pytest's arguments
anything else    pytest's arguments, for tests on SQLite

Everything is run even when something before it failed. A skipped test counts as a failed one.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tools.postgres import NoPostgres, throwaway

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(sys.executable).parent

QUICK_CHECKS = {
    "style": ["ruff", "check", "--quiet"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "templates": ["djlint", "--check", "src/comptoir"],
    "imports": ["lint-imports", "--no-logo"],
    "translations": ["python", "-m", "tools.messages", "check"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}
CHECKS = {**QUICK_CHECKS, "types": ["mypy"]}
PARALLEL = ["-n", "2", "--dist", "worksteal"]
"""Whoever has nothing left takes over from the other: the browser's tests, which take long, stand close together."""


@dataclass
class Report:
    """What was run and how it went."""

    failed: list[str] = field(default_factory=list)
    passed_tests: int = 0
    failed_tests: int = 0
    skipped_tests: int = 0

    def step(self, name: str, work: Callable[[], bool]) -> None:
        """Do `work`, say how long it took, and remember whether it failed."""
        began = time.monotonic()
        succeeded = work()
        print(f"{'✓' if succeeded else '✗'} {name}  {time.monotonic() - began:.1f} s", flush=True)
        if not succeeded:
            self.failed.append(name)

    def check(self, name: str, command: list[str], var: Path) -> None:
        """A check that is silent unless it fails."""

        def work() -> bool:
            run = subprocess.run(
                [HERE / command[0], *command[1:]],
                cwd=ROOT,
                env=environment(PYTHONPATH="src", COMPTOIR_VAR=str(var)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            if run.returncode:
                print(run.stdout.strip())
            return run.returncode == 0

        self.step(name, work)

    def tests(self, name: str, arguments: list[str], **variables: str) -> None:
        """A run of pytest, counted. It is on SQLite unless `variables` hold a DATABASE_URL."""

        def work() -> bool:
            with tempfile.TemporaryDirectory(prefix="comptoir-report-") as folder:
                result = Path(folder) / "report.xml"
                code = subprocess.run(
                    [sys.executable, "-m", "pytest", f"--junit-xml={result}", *arguments],
                    cwd=ROOT,
                    env=environment(**variables),
                ).returncode
                failed, skipped = self._count(result) if result.exists() else (0, 0)
            if code and not failed:  # it broke before or after the tests
                self.failed_tests += 1
            return not (code or skipped)

        print(f"\n{name}", flush=True)
        self.step(name, work)

    def _count(self, result: Path) -> tuple[int, int]:
        """Add the run's figures to ours; gives how many failed and how many were skipped."""
        [suite] = ElementTree.parse(result).getroot().iter("testsuite")
        total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        self.passed_tests += total - failed - skipped
        self.failed_tests += failed
        self.skipped_tests += skipped
        return failed, skipped

    def close(self) -> int:
        """Print the summary; its last line is read by machines. Gives the exit code."""
        print(f"\nFailed: {', '.join(self.failed)}" if self.failed else "\nAll is well.")
        skipped = f", {self.skipped_tests} skipped" if self.skipped_tests else ""
        print(f"{self.passed_tests} passed, {self.failed_tests} failed{skipped}", flush=True)
        return 1 if self.failed else 0


def main(arguments: list[str]) -> int:
    report = Report()
    everything, quick = not arguments, arguments[:2] == ["-m", "quick"]
    if everything or quick or arguments == ["--lint"]:
        with tempfile.TemporaryDirectory(prefix="comptoir-check-") as var:
            for name, command in (QUICK_CHECKS if quick else CHECKS).items():
                report.check(name, command, Path(var))
    if everything:
        report.tests("tests on SQLite", PARALLEL)
        on_postgres(report, [*PARALLEL, "-m", "not browser"])
    elif arguments[0] == "--postgres":
        on_postgres(report, arguments[1:])
    elif arguments != ["--lint"]:
        report.tests("tests on SQLite", arguments)
    return report.close()


def on_postgres(report: Report, arguments: list[str]) -> None:
    """Tests on the PostgreSQL of DATABASE_URL, else on one started for them."""
    name = "tests on PostgreSQL"
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres", "pgsql")):
        report.tests(name, arguments, DATABASE_URL=given)
        return
    try:
        with throwaway() as url:
            report.tests(name, arguments, DATABASE_URL=url)
    except NoPostgres as absent:
        print(absent)
        report.failed.append(name)


def environment(**variables: str) -> dict[str, str]:
    """Ours, without the database of an installation that happens to be named in it."""
    return {**{name: value for name, value in os.environ.items() if name != "DATABASE_URL"}, **variables}


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped and removed
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
