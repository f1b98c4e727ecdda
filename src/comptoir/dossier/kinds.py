"""What kinds of files are kept, told by what is in them: the name only says which kind it should be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from comptoir.dossier import looks
from comptoir.dossier.names import parted
from comptoir.dossier.refusals import NotWhatItSays, UnknownType


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, and how its content is told."""

    name: str
    mime_type: str
    endings: tuple[str, ...]
    looks_like_it: Callable[[IO[bytes]], bool]
    opens_in_browser: bool = False
    """Whether a browser shows it without running anything in it."""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

KINDS = (
    Kind("PDF", "application/pdf", ("pdf",), looks.pdf, opens_in_browser=True),
    Kind("PNG", "image/png", ("png",), looks.begins_with(b"\x89PNG\r\n\x1a\n"), opens_in_browser=True),
    Kind("JPEG", "image/jpeg", ("jpg", "jpeg"), looks.begins_with(b"\xff\xd8\xff"), opens_in_browser=True),
    Kind("GIF", "image/gif", ("gif",), looks.begins_with(b"GIF87a", b"GIF89a"), opens_in_browser=True),
    Kind("WebP", "image/webp", ("webp",), looks.webp, opens_in_browser=True),
    Kind("HEIC", "image/heic", ("heic",), looks.heic),
    Kind("TXT", "text/plain", ("txt",), looks.text),
    Kind("CSV", "text/csv", ("csv",), looks.text),
    Kind("EML", "message/rfc822", ("eml",), looks.mail),
    Kind("Word", f"{_OFFICE}.wordprocessingml.document", ("docx",), looks.office("word/document.xml")),
    Kind("Excel", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), looks.office("xl/workbook.xml")),
    Kind("PowerPoint", f"{_OFFICE}.presentationml.presentation", ("pptx",), looks.office("ppt/presentation.xml")),
    Kind("ODT", f"{_OPEN}.text", ("odt",), looks.open_document(f"{_OPEN}.text")),
    Kind("ODS", f"{_OPEN}.spreadsheet", ("ods",), looks.open_document(f"{_OPEN}.spreadsheet")),
    Kind("ODP", f"{_OPEN}.presentation", ("odp",), looks.open_document(f"{_OPEN}.presentation")),
    Kind("ZIP", "application/zip", ("zip",), looks.begins_with(b"PK\x03\x04", b"PK\x05\x06")),
)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
BY_MIME_TYPE = {kind.mime_type: kind for kind in KINDS}


def kind_of(name: str, content: IO[bytes]) -> Kind:
    """The kind that a file called `name` has, seen in its content, which is read from its start.

    Raises UnknownType for an ending that is not kept, NotWhatItSays when the content is something else.
    """
    ending = parted(name)[1]
    if ending not in BY_ENDING:
        raise UnknownType(ending)
    kind = BY_ENDING[ending]
    content.seek(0)
    if not kind.looks_like_it(content):
        raise NotWhatItSays(ending, kind.name)
    return kind
