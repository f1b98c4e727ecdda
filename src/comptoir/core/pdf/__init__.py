"""Documents to send and to print: a typst template and data become a PDF."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from comptoir.core.pdf.glyphs import FOLDER, drawn

__all__ = ["Standard", "render"]

Standard = Literal["a-3b"]

HERE = Path(__file__).parent
LONG = 24
"""Letters after which a word may be divided: columns of text are seldom narrower."""


def render(
    template: Path,
    data: dict[str, Any],
    *,
    assets: Mapping[str, bytes] | None = None,
    standard: Standard | None = None,
) -> bytes:
    """The PDF that `template` makes of `data`, tagged for screen readers; of a `standard` such as "a-3b" where it must be.

    The data reach the template as JSON, in `sys.inputs.data`, and `assets`, pictures by their name, as lists of numbers in
    `sys.inputs.assets`: whatever people typed or uploaded is never code. The template sees itself and `letterhead.typ`
    only, and Inter is the one font, so that every machine makes the same document. What Inter has no letter for is a box.
    """
    if standard:
        data = _each(data, drawn)
    pictures = {name: list(content) for name, content in (assets or {}).items()}
    return typst.compile(  # type: ignore[call-overload,no-any-return]  # its stub wants the root to be bytes, too
        template.read_bytes(),
        root=HERE,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_each(data, _divisible)), "assets": json.dumps(pictures)},
        format="pdf",
        pdf_standards=standard,
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same with every text in it changed."""
    if isinstance(value, dict):
        return {key: _each(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_each(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def _divisible(text: str) -> str:
    """The same with invisible places to divide very long words at, so that none runs out of its column."""
    return re.sub(rf"\S{{{LONG + 1},}}", _divided, text)


def _divided(word: re.Match[str]) -> str:
    # A soft hyphen in a word; in a number or an address a hyphen would be read as part of it.
    place = "\u00ad" if word[0].isalpha() else "\u200b"
    return place.join(word[0][at : at + LONG] for at in range(0, len(word[0]), LONG))
