"""The address a web server is to listen at."""

import errno
import socket


class CannotListen(Exception):
    """The address is taken, or not one this machine may listen at; the text says which, for the command line."""


def see_that_free(host: str, port: int) -> None:
    """Raise CannotListen, with a sentence, unless a server could listen at `host` and `port` now."""
    if not 0 < port < 65536:
        raise CannotListen(f"There is no port {port}: they go from 1 to 65535.")
    try:
        for family, kind, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as refusal:
        reason = {
            errno.EADDRINUSE: f"Port {port} is in use by another program. Choose another one with --port.",
            errno.EACCES: f"You may not listen at port {port}. Choose one above 1023 with --port.",
        }
        fallback = f"It is not possible to listen at {host}: {refusal.strerror}."
        raise CannotListen(reason.get(refusal.errno or 0, fallback)) from refusal


def web_address(host: str, port: int) -> str:
    """The address to type into a browser on this machine."""
    if host in ("0.0.0.0", "::"):  # everywhere, so here too
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
