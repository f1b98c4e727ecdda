"""Ways out for electronic invoices: one small interface, a folder or the Peppol network behind it."""

import os
import re
import uuid
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from comptoir.core.mail.answers import Answer, NotSent, Sent
from comptoir.invoicing.einvoice.peppol import AccessPoint, Peppol
from comptoir.invoicing.models import Delivery


class UnknownEinvoiceUrl(ValueError):
    """EINVOICE_URL is neither folder:///… nor peppol://…"""


class Transport(Protocol):
    """A way out. Each document is given to it once; what it answers is final, and Uncertain is for a person to settle."""

    channel: Delivery.Channel

    def send(self, xml: bytes, *, sender: str, receiver: str, document_type: str, name: str) -> Answer:
        """Send one document now. Never raises for what the other side does or fails to do."""


def electronic(url: str) -> Transport | None:
    """The transport that EINVOICE_URL names; None when it names none.

    folder:///path · peppol://production?certificate=/path&key=/path[&password=…][&xmlsec=/path][&timeout=20] ·
    peppol://test?… Raises UnknownEinvoiceUrl.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme == "folder" and not parts.netloc and parts.path.strip("/"):
        return Folder(Path(unquote(parts.path)))
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if _names_an_access_point(parts, query):
        return Peppol(
            AccessPoint(
                certificate=Path(query["certificate"]),
                key=Path(query["key"]),
                password=query.get("password", ""),
                xmlsec=query.get("xmlsec", "xmlsec1"),
                is_test=parts.netloc == "test",
                timeout=int(query.get("timeout", "20")),
            )
        )
    raise UnknownEinvoiceUrl(
        f"EINVOICE_URL is not folder:///… or peppol://production?certificate=…&key=…: {parts.scheme}://…"
    )


def _names_an_access_point(parts: SplitResult, query: dict[str, str]) -> bool:
    known = parts.scheme == "peppol" and parts.netloc in ("production", "test")
    return known and {"certificate", "key"} <= query.keys() and query.get("timeout", "20").isdecimal()


class Folder:
    """Each document becomes one file, for other software to take: `0208-0417497106-2026-118.xml`, named for its sender.

    It is there whole or not at all, and is never replaced.
    """

    channel = Delivery.Channel.FOLDER

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, xml: bytes, *, sender: str, receiver: str, document_type: str, name: str) -> Answer:
        """Write the file, on the disk before the answer. The same document again is there already; another is refused."""
        path = self.folder / re.sub(r"[^A-Za-z0-9.-]+", "-", f"{sender}-{name}")
        unfinished = self.folder / f".{uuid.uuid4().hex}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(unfinished, xml)
            try:
                os.link(unfinished, path)  # unlike renaming, refuses to replace
            except FileExistsError:
                return Sent() if path.read_bytes() == xml else NotSent(f"{path.name} is there already", permanent=True)
            finally:
                unfinished.unlink()
            _flush(self.folder)
        except OSError as error:
            return NotSent(str(error))
        return Sent()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
