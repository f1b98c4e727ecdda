"""What fields and the options of a list may be called."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.core.ids import new_id
from comptoir.core.text import folded
from comptoir.custom_fields.checking import LISTS
from comptoir.custom_fields.models import CustomField

LONGEST = 100
MOST_OPTIONS = 200


@dataclass(frozen=True)
class Option:
    """One word to choose; "" is the id of one that is not there yet."""

    id: str
    value: str


def check_label(label: str, *, among: Iterable[CustomField]) -> str:
    """The label of a field, unlike those of the others `among` the same records, archived ones too."""
    label = " ".join(label.replace("\0", "").split())
    if not label:
        raise ValidationError({"label": _("Please fill this in.")})
    if len(label) > LONGEST:
        raise ValidationError({"label": _("At most %(limit)s characters fit here.") % {"limit": LONGEST}})
    if same := next((each for each in among if folded(each.label) == folded(label)), None):
        taken = _("An archived field is called this already. Restore it, or choose another name.")
        raise ValidationError({"label": taken if same.is_archived else _("Another field is called this already.")})
    return label


def check_options(
    kind: str, options: Sequence[Option], *, before: Sequence[dict[str, str]], chosen: Any = None
) -> list[dict[str, str]]:
    """The options as they are kept, in their order; none for kinds that have no list.

    `before` are those there were: of those that are left out, none may be among the values `chosen`.
    """
    if kind not in LISTS:
        return []
    ids = {option["id"] for option in before}
    kept = [
        {
            "id": option.id if option.id in ids else str(new_id()),
            "value": " ".join(option.value.replace("\0", "").split()),
        }
        for option in options
    ]
    kept = [option for option in kept if option["value"]]
    if fault := _fault_of(kept):
        raise ValidationError({"options": fault})
    left_out = [option for option in before if option["id"] not in {each["id"] for each in kept}]
    if chosen is not None and left_out:
        in_use = set(chosen.filter(option__in=[each["id"] for each in left_out]).values_list("option", flat=True))
        if borne := [option["value"] for option in left_out if option["id"] in in_use]:
            sentence = _("It is chosen somewhere, so it cannot be removed: %(words)s.")
            raise ValidationError({"options": sentence % {"words": ", ".join(borne)}})
    return kept


def _fault_of(kept: Sequence[dict[str, str]]) -> str:
    words = sorted(folded(option["value"]) for option in kept)
    if not words:
        return _("A list has at least one word to choose.")
    if len(words) > MOST_OPTIONS:
        return _("A list has at most %(most)s words.") % {"most": MOST_OPTIONS}
    if any(len(option["value"]) > LONGEST for option in kept):
        return _("At most %(limit)s characters fit here.") % {"limit": LONGEST}
    if any(one == other for one, other in itertools.pairwise(words)):
        return _("The same word stands there twice.")
    return ""
