"""Segments that are not kept: their rules stand in the address, so that every figure can lead to what it counted."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.segments.models import About, Match

SIGN = "~"
"""With which the key of one begins."""
LONGEST = 6_000
"""Addresses that are longer do not arrive everywhere."""


@dataclass(frozen=True)
class Unsaved:
    """Rules about rows of one subject, named after what they were made for; perhaps without a name."""

    about: str
    match: str
    rules: Sequence[Any]
    name: str = ""

    @property
    def key(self) -> str:
        """What stands for it in an address: its rules themselves."""
        said = json.dumps([self.about, self.match, list(self.rules), str(self.name)], separators=(",", ":"))
        return SIGN + base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


class Unreadable(ValueError):
    """A key stands for no rules."""


def from_key(key: str) -> Unsaved:
    """The one that `key` stands for, its rules sensible or not. Raises Unreadable when it stands for none."""
    if not key.startswith(SIGN) or len(key) > LONGEST:
        raise Unreadable
    try:
        said = json.loads(base64.b64decode(_padded(key[len(SIGN) :]), altchars=b"-_", validate=True))
        # Half characters, which no database takes.
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(said, list) or len(said) != 4:
        raise Unreadable
    about, match, rules, name = said
    if about not in About.values or match not in Match.values or not isinstance(rules, list) or not _is_name(name):
        raise Unreadable
    return Unsaved(about, match, rules, name)


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and len(name) <= 100 and "\0" not in name
