"""Documents to send and to print: a typst template and data become a PDF."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_inter
import typst

__all__ = ["render"]


def render(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF that `template` makes of `data`, tagged for screen readers.

    The data reach the template as JSON, in `sys.inputs.data`: whatever people typed is a string there, never code. The
    template sees its own folder only, and Inter is the one font, so that every machine makes the same document.
    """
    return typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data)},
        format="pdf",
    )


@cache
def _fonts() -> typst.Fonts:
    folder = str(fontpkg_inter.ROOT / "files")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
