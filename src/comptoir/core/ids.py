"""Identifiers that sort by the moment they were made, so that new rows land side by side in every index."""

import os
import time
import uuid

NANOSECONDS = 1_000_000
"""In a millisecond."""


def new_id() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562, section 5.7 and 6.2, method 3).

    48 bits of milliseconds, 12 of the fraction of the millisecond, so that what one process makes in a row stays in
    that order, and 62 random ones.
    """
    milliseconds, rest = divmod(time.time_ns(), NANOSECONDS)
    fraction = (rest << 12) // NANOSECONDS
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return uuid.UUID(int=(milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | random)
