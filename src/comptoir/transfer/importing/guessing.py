"""Which column holds what: as the account chose for such a file before, else by the names of the columns."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import override

from comptoir.accounts.models import Account
from comptoir.core.text import folded
from comptoir.transfer.importing.fields import Field
from comptoir.transfer.models import ColumnMapping

LANGUAGES = ("en", "fr", "nl", "de")


def remembered(account: Account, kind: str, names: Sequence[str]) -> ColumnMapping | None:
    """What was chosen for the last file of the account with these columns."""
    found: ColumnMapping | None = ColumnMapping.objects.of(account).filter(kind=kind, header=digest(names)).first()
    return found


def guessed(fields: Iterable[Field], names: Sequence[str]) -> dict[str, str]:
    """The column of each of the fields whose name tells it; each column once, and of several that fit the first."""
    bare = {name: _bare(name) for name in names}
    mapping: dict[str, str] = {}
    for field in fields:
        words = {*map(_bare, field.words.split(",")), *(_bare(label) for label in _labels(field.label))}
        for name, text in bare.items():
            if text in words and name not in mapping.values():
                mapping[field.name] = name
                break
    return mapping


def digest(names: Iterable[str]) -> str:
    """The columns of a file, whatever their order and capitals."""
    return hashlib.sha256("\n".join(sorted(folded(name) for name in names)).encode()).hexdigest()


def _labels(label: Any) -> list[str]:
    told = []
    for language in LANGUAGES:
        with override(language):
            told.append(str(label))
    return told


def _bare(name: str) -> str:
    return " ".join(re.sub(r"[^0-9a-z?]+", " ", folded(name)).split())
