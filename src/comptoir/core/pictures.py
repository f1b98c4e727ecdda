"""Pictures that people upload: what they are, seen in their bytes, and whether a document can show them."""

import json
import struct
from dataclasses import dataclass

import typst

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers of a JPEG after which its size is told."""
_DRAWING = b"""
#set page(width: 20pt, height: 20pt, margin: 0pt)
#image(bytes(json(bytes(sys.inputs.picture))), width: 20pt, height: 20pt)
"""


@dataclass(frozen=True)
class Picture:
    """What a picture says of itself."""

    mime_type: str
    ending: str
    width: int
    height: int


def picture_in(content: bytes) -> Picture | None:
    """The PNG or JPEG that these bytes are, by their beginning, whatever their name says; None for everything else."""
    if content.startswith(PNG):
        size = _png_size(content)
        return Picture("image/png", "png", *size) if size else None
    if content.startswith(JPEG):
        size = _jpeg_size(content)
        return Picture("image/jpeg", "jpg", *size) if size else None
    return None


def can_be_drawn(content: bytes) -> bool:
    """Whether a document can show the picture: cut off or mended files begin well and end badly."""
    try:
        typst.compile(_DRAWING, sys_inputs={"picture": json.dumps(list(content))}, format="pdf")
    except (typst.TypstError, RuntimeError):
        return False
    return True


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """From the frame header, past the segments before it; nothing of the picture itself is read."""
    at = 2
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker in _SIZES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None
