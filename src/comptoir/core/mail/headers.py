"""Headers of mails: to the byte what the standard library makes of them, in a fraction of its time."""

import re
from email import policy
from email.headerregistry import BaseHeader, HeaderRegistry
from email.policy import Policy
from functools import cache

WORDS = re.compile(r"(?!.*=\?)[!-~]+( [!-~]+)*")
"""Text that needs no encoding, nor looks like some that is."""
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_ADDRESS = rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
ADDRESSES = re.compile(rf"(?!.*=\?){_ADDRESS}(, {_ADDRESS})*", re.ASCII)
"""Addresses that need neither encoding nor quotation marks."""


class _Kept(BaseHeader):
    """A header that is folded once, however many mails bear it."""

    _folded = ""

    def fold(self, *, policy: Policy) -> str:
        self._folded = self._folded or super().fold(policy=policy)
        return self._folded


class _Registry(HeaderRegistry):
    """Makes the class of a header once. That of the standard library makes it anew for each header."""

    __getitem__ = cache(HeaderRegistry.__getitem__)


LINE = 78
"""Characters at most, where a line can be broken."""
POLICY = policy.SMTP.clone(max_line_length=LINE, header_factory=_Registry(base_class=_Kept))
"""How our mails are put together and written; their lines end in CR LF."""


class _Plain(str):
    """A header that goes over the wire as it is, on one line."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}\r\n"


def plain(name: str, value: str, kind: re.Pattern[str] = WORDS) -> str | None:
    """The header, ready, when all of `value` is of `kind` and its line is short. Else None: it needs the standard library."""
    if len(name) + len(": ") + len(value) > LINE or not kind.fullmatch(value):
        return None
    header = _Plain(value)
    header.name = name
    return header
