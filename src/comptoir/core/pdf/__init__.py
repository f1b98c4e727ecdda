"""Documents to send and to print: a typst template and data become a PDF."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_inter
import typst

__all__ = ["render"]

LONG = 24
"""Letters after which a word may be divided: columns of text are seldom narrower."""


def render(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF that `template` makes of `data`, tagged for screen readers.

    The data reach the template as JSON, in `sys.inputs.data`: whatever people typed is a string there, never code. The
    template sees its own folder only, and Inter is the one font, so that every machine makes the same document.
    """
    return typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_divisible(data))},
        format="pdf",
    )


@cache
def _fonts() -> typst.Fonts:
    folder = str(fontpkg_inter.ROOT / "files")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _divisible(value: Any) -> Any:
    """The same with invisible places to divide very long words at, so that none runs out of its column."""
    if isinstance(value, dict):
        return {key: _divisible(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_divisible(item) for item in value]
    return re.sub(rf"\S{{{LONG + 1},}}", _divided, value) if isinstance(value, str) else value


def _divided(word: re.Match[str]) -> str:
    # A soft hyphen in a word; in a number or an address a hyphen would be read as part of it.
    place = "\u00ad" if word[0].isalpha() else "\u200b"
    return place.join(word[0][at : at + LONG] for at in range(0, len(word[0]), LONG))
