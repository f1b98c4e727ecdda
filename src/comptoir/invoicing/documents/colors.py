"""A department's colour, as paper bears it."""

import re

USUAL = "#1f4e79"
ENOUGH = 4.5
"""The contrast with white paper that text needs (WCAG 2.2, 1.4.3)."""


def valid(color: str) -> str:
    """`color` when it is "#rrggbb", else the usual one: what is not a colour never reaches a template."""
    return color if re.fullmatch(r"#[0-9a-fA-F]{6}", color) else USUAL


def legible(color: str) -> str:
    """`color`, darkened as far as text in it has to be on white paper."""
    channels = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    while 1.05 / (_luminance(channels) + 0.05) < ENOUGH:
        channels = [int(channel * 0.94) for channel in channels]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _luminance(channels: list[int]) -> float:
    parts = [channel / 255 for channel in channels]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
