"""All benches in turn, and at the end what they found, in one piece.

    python -m bench [--small] [--only scale reminders …]

Each seeds its own throw-away PostgreSQL (pip package or the system's) and prints its figures beside a floor that it measured in
the same run: bare SQL, a bare SMTP loop. `--small` takes minutes instead of an hour; its figures say little, but everything
is tried. Between two benches the same small work is timed again and again: how much its times differ is the machine's noise,
and differences of figures below it mean nothing.
"""

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Bench:
    """A module of this package, and what it is told in full and in small."""

    name: str
    what: str
    full: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)


BENCHES = [
    Bench("scale", "pages, search and segments", small=["--customers", "1000", "10000", "--runs", "10"]),
    Bench(
        "stopping",
        "deactivating one and many",
        small=["--invoices", "1", "100", "--runs", "5", "--customers", "500", "--background", "1000"],
    ),
    Bench("bulk", "tags, assigning and tasks for many", small=["--customers", "3000", "--rows", "1000"]),
    Bench("reminders", "reminders over SMTP", small=["--reminders", "1000"]),
    Bench(
        "billing",
        "the nightly billing",
        full=["--due", "1000", "100000", "--on", "postgresql"],
        small=["--due", "500", "2000", "--on", "postgresql"],
    ),
    Bench("imports", "importing customers", small=["--customers", "5000"]),
    Bench("memory", "memory of the web server", small=["--customers", "1000", "--rounds", "2"]),
    Bench("pdf", "making PDFs", small=["--times", "2", "--invoices", "5"]),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--only", nargs="+", choices=[each.name for each in BENCHES])
    options = parser.parse_args()
    noise = [same_work()]
    found: list[tuple[str, str]] = []
    failed = False
    for bench in BENCHES:
        if options.only and bench.name not in options.only:
            continue
        began = time.perf_counter()
        output, code = run(bench, small=options.small)
        failed |= bool(code)
        minutes = (time.perf_counter() - began) / 60
        found.append((f"{bench.what} (bench.{bench.name}, {minutes:.1f} minutes{', FAILED' if code else ''})", output))
        noise.append(same_work())
    print(f"\n{'=' * 110}")
    for title, output in found:
        print(f"\n{title}\n{'-' * len(title)}\n{output.strip()}")
    each = [seconds for times in noise for seconds in times]
    print(
        f"\nnoise of the machine: the same work {len(each)} times, {(max(each) / min(each) - 1):.0%} between the quickest and"
    )
    print(f"the slowest, {(median(each) / min(each) - 1):.0%} between the quickest and the middle")
    sys.exit(failed)


def run(bench: Bench, *, small: bool) -> tuple[str, int]:
    """What a bench prints, shown as it comes, and how it ended."""
    told = bench.small if small else bench.full
    print(f"\n>>> python -m bench.{bench.name} {' '.join(told)}", flush=True)
    process = subprocess.Popen(
        [sys.executable, "-m", f"bench.{bench.name}", *told], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = []
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
        return "".join(lines), process.wait()
    finally:
        process.terminate()  # when we are interrupted ourselves


def same_work() -> list[float]:
    """Seconds that the same work takes, five times."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        sum(n * n for n in range(1_000_000))
        times.append(time.perf_counter() - began)
    return times


if __name__ == "__main__":
    main()
