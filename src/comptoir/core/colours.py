"""Colours as documents keep them: "#rrggbb"."""

import re

ENOUGH = 4.5
"""The contrast that text needs to be read easily (WCAG 2.2, 1.4.3)."""


def colour(text: str) -> str | None:
    """A colour as it is kept, of "1F4E79", "#1f4e79" or "#fff"; None when it is not one."""
    digits = text.strip().lower().removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", digits):
        digits = "".join(2 * digit for digit in digits)
    return f"#{digits}" if re.fullmatch(r"[0-9a-f]{6}", digits) else None


def contrast_with_white(colour: str) -> float:
    """How much lighter white is than `colour`: from 1, no difference, to 21, black (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
