"""Small files of each kind, and some that are not what they seem."""

import io
import struct
import zipfile

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0"
GIF = b"GIF89a\x01\0\x01\0"
WEBP = b"RIFF\x24\0\0\0WEBPVP8 "
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
MAIL = (
    b"From: luc@martin.example\r\nTo: sofie@nord.example\r\nSubject: Terrace\r\n\r\n<html><p>See you there</p></html>"
)
WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
EXCEL = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
POWERPOINT = {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<presentation/>"}
TEXT_DOCUMENT = "application/vnd.oasis.opendocument.text"


def a_zip(members: dict[str, str]) -> bytes:
    """A zip with these members, the first of them not packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, content) in enumerate(members.items()):
            archive.writestr(name, content, zipfile.ZIP_STORED if not place else None)
    return made.getvalue()


def an_open_document(mime_type: str) -> bytes:
    """A document of LibreOffice."""
    return a_zip({"mimetype": mime_type, "content.xml": "<office/>"})


def a_bomb() -> bytes:
    """A zip of a few kilobytes that would unpack to 64 MB, with the names of a Word document."""
    return a_zip(WORD | {"word/media/image1.bmp": "\0" * (64 << 20)})


def an_endless_table_of_contents() -> bytes:
    """A zip that says its table of contents has 3 GB, and one with as many names as fit into two megabytes."""
    return b"PK\x03\x04" + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 3 << 30, 0, 0)


def many_members(number: int) -> bytes:
    """A Word document with so many members more."""
    return a_zip(WORD | {f"word/media/image{one}.png": "" for one in range(number)})
