"""Pictures to upload, made byte by byte."""

import struct
import zlib


def a_png(width: int = 30, height: int = 10) -> bytes:
    """A PNG of one colour."""
    rows = b"".join(b"\x00" + b"\x10\x50\x90" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def a_jpeg_header(width: int, height: int) -> bytes:
    """The beginning of a JPEG that says it has this size."""
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\x00" * 9
    return b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
