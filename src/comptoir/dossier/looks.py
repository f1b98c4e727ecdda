"""What bytes are, seen in the bytes. Nothing is unpacked and nothing is read as a whole."""

import codecs
import re
from collections.abc import Callable
from email.parser import BytesHeaderParser
from typing import IO
from zipfile import BadZipFile, LargeZipFile, ZipFile

Look = Callable[[IO[bytes]], bool]

HEAD = 4096
"""Bytes in which a file shows what it is."""
BIGGEST_CONTENTS = 1 << 20
"""Bytes of a zip's table of contents. An office document has a few kilobytes; more is meant to fill our memory."""

HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
MARKUP = re.compile(
    r"\s*<(!doctype|!--|\?xml|\?php|%|(html|head|body|script|style|title|iframe|svg|math|table|div|font|h1|br|a|b|p)\b)"
    r"|\s*#!",
    re.IGNORECASE,
)
"""What a browser, or a shell, would run: the beginnings that browsers look for."""
RUNS = re.compile(r"<(script|svg|html|iframe|object|embed)\b", re.IGNORECASE)
MAIL_FIELDS = {"from", "date", "subject", "message-id", "received", "mime-version", "return-path", "to"}


def begins_with(*beginnings: bytes) -> Look:
    """A look for files that begin with one of these."""
    return lambda content: content.read(HEAD).startswith(beginnings)


def pdf(content: IO[bytes]) -> bool:
    """A PDF; some programs put a mark or an empty line before it."""
    return content.read(HEAD).lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"%PDF-")


def webp(content: IO[bytes]) -> bool:
    """A WebP image."""
    head = content.read(HEAD)
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def heic(content: IO[bytes]) -> bool:
    """A photograph of a telephone."""
    head = content.read(HEAD)
    return head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS


def text(content: IO[bytes]) -> bool:
    """Text in UTF-8 or Windows-1252 that no browser would take for a page or a script."""
    content.seek(0)
    head = content.read(HEAD).removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    if MARKUP.match(head) or RUNS.search(head):
        return False
    return any(_decodes(content, encoding) for encoding in ("utf-8", "cp1252"))


def mail(content: IO[bytes]) -> bool:
    """A message: it begins with the fields of one, and what follows is no program."""
    head = content.read(HEAD)
    fields = {name.lower() for name in BytesHeaderParser().parsebytes(head)}
    return len(fields & MAIL_FIELDS) >= 2 and b"\0" not in head


def office(part: str) -> Look:
    """A look for documents of Word, Excel and PowerPoint, by the `part` that makes them one, without macros."""

    def look(content: IO[bytes]) -> bool:
        names = _members(content)
        return {"[Content_Types].xml", part} <= names and not any(name.endswith("vbaProject.bin") for name in names)

    return look


def open_document(mime_type: str) -> Look:
    """A look for documents of LibreOffice: their kind is the first thing in them, not packed."""

    def look(content: IO[bytes]) -> bool:
        begins = content.read(HEAD)[30:].startswith(b"mimetype" + mime_type.encode())
        return begins and "content.xml" in _members(content)

    return look


def _members(content: IO[bytes]) -> set[str]:
    """The names in a zip's table of contents; none when it is broken or out of proportion."""
    try:
        with ZipFile(_Sparingly(content)) as archive:
            return set(archive.namelist())
    except (BadZipFile, LargeZipFile, NotImplementedError, ValueError, OverflowError, OSError):
        return set()


class _Sparingly:
    """A file of which no more than a table of contents is read at a time."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content = content

    def read(self, size: int = -1) -> bytes:
        if size > BIGGEST_CONTENTS:
            raise BadZipFile
        found = self.content.read(BIGGEST_CONTENTS + 1 if size < 0 else size)
        if len(found) > BIGGEST_CONTENTS:
            raise BadZipFile
        return found

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.content.seek(offset, whence)

    def tell(self) -> int:
        return self.content.tell()

    def seekable(self) -> bool:
        return True


def _decodes(content: IO[bytes], encoding: str) -> bool:
    content.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := content.read(1 << 16):
            if b"\0" in block:
                return False
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
