"""Which letters the font of documents has: one kept for ever (PDF/A) may not show any that it lacks."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_inter

FOLDER = Path(fontpkg_inter.ROOT) / "files"
MISSING = "□"
INVISIBLE = "\n\t\u00ad\u200b"
"""What the typesetter needs no letter of the font for."""


def drawn(text: str) -> str:
    """`text` with a box for each letter that the font lacks, such as a Chinese one."""
    known = _known()
    if known.issuperset(map(ord, text)):
        return text
    return "".join(letter if ord(letter) in known else _instead(letter) for letter in text)


def _instead(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in INVISIBLE:
        return letter
    if kind.startswith("Z"):
        return " "
    return "" if kind in ("Cc", "Cf") else MISSING


@cache
def _known() -> frozenset[int]:
    """The characters of the upright font: its table "cmap" in format 12 (OpenType 1.9)."""
    font = (FOLDER / "Inter[opsz,wght].ttf").read_bytes()
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    known: set[int] = set()
    for record in range(count):
        (offset,) = struct.unpack_from(">I", cmap, 4 + 8 * record + 4)
        (kind,) = struct.unpack_from(">H", cmap, offset)
        if kind == 12:
            (groups,) = struct.unpack_from(">I", cmap, offset + 12)
            for group in range(groups):
                first, last, __ = struct.unpack_from(">III", cmap, offset + 16 + 12 * group)
                known.update(range(first, last + 1))
    return frozenset(known)


def _table(font: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for record in range(count):
        name, __, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * record)
        if name == tag:
            return font[offset : offset + length]
    raise LookupError(tag)
