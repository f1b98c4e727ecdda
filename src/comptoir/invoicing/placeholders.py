"""The gaps in an account's own mails: which there are, and how they are filled.

A gap is a name between braces, `{number}`; a brace that is meant as one is written twice. What fills a gap is never
read again, so that nothing a customer is called can open another.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.invoicing.models import MailKind

REMINDERS = frozenset({MailKind.REMINDER_FRIENDLY, MailKind.REMINDER_FIRM, MailKind.REMINDER_FINAL})
TO_PAY = REMINDERS | {MailKind.INVOICE}
ALL = TO_PAY | {MailKind.CREDIT_NOTE}


@dataclass(frozen=True)
class Placeholder:
    """A gap, in words, and the kinds of mail that know how to fill it."""

    name: str
    description: Any
    kinds: frozenset[str] = ALL

    @property
    def text(self) -> str:
        """As it is written: `{number}`."""
        return f"{{{self.name}}}"


PLACEHOLDERS = (
    Placeholder("salutation", gettext_lazy("“Dear Anne Dubois,” or, to nobody in particular, “Dear Sir or Madam,”")),
    Placeholder("customer", gettext_lazy("The customer’s name")),
    Placeholder("number", gettext_lazy("The number of the document")),
    Placeholder("date", gettext_lazy("The date of the document")),
    Placeholder("total", gettext_lazy("The total, VAT included")),
    Placeholder("amount", gettext_lazy("What is still to be paid"), TO_PAY),
    Placeholder("due_date", gettext_lazy("The due date"), TO_PAY),
    Placeholder("purchase_order", gettext_lazy("The customer’s purchase order number")),
    Placeholder("invoice", gettext_lazy("The number of the invoice that is credited"), frozenset({MailKind.CREDIT_NOTE})),
    Placeholder("to_pay", gettext_lazy("What the customer has to do: pay by when, or nothing"), frozenset({MailKind.INVOICE})),
    Placeholder("payments", gettext_lazy("What was paid and credited, and what remains; nothing when nothing was"), TO_PAY),
    Placeholder("late_costs", gettext_lazy("Late costs, when the step asks for them"), REMINDERS),
    Placeholder("how_to_pay", gettext_lazy("Your account number, name and the payment reference"), TO_PAY),
    Placeholder("reference", gettext_lazy("The payment reference"), TO_PAY),
    Placeholder("iban", gettext_lazy("Your account number"), TO_PAY),
    Placeholder("bic", gettext_lazy("The BIC of your bank"), TO_PAY),
    Placeholder("department", gettext_lazy("The name of your department")),
    Placeholder("signature", gettext_lazy("Kind regards, with the name and address of your department")),
)  # fmt: skip
"""All there are, in the order in which a mail uses them."""

GAPS = {placeholder.name: placeholder.text for placeholder in PLACEHOLDERS}
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


def known_to(kind: str) -> list[Placeholder]:
    """The placeholders that a mail of `kind` may use."""
    return [placeholder for placeholder in PLACEHOLDERS if kind in placeholder.kinds]


def check(text: str, *, kind: str) -> None:
    """Raise ValidationError naming the first gap that cannot be filled, with the nearest that can, or a lone brace."""
    known = [placeholder.name for placeholder in known_to(kind)]
    for token in _TOKEN.finditer(text):
        if token[0] in ("{", "}"):
            raise ValidationError(
                _("A brace stands alone. Write a placeholder like {number}, or a brace that is meant as one twice: {{.")
            )
        name = token[1]
        if name is None or name in known:
            continue
        near = [] if name in GAPS else get_close_matches(name.strip().lower(), known, n=1, cutoff=0.5)
        sentence = _("There is no placeholder {%(name)s} in this mail.")
        if near:
            sentence = _("There is no placeholder {%(name)s} in this mail. Did you mean {%(near)s}?")
        raise ValidationError(sentence % {"name": name[:60], "near": near[0] if near else ""})


def filled(text: str, facts: Mapping[str, str]) -> str:
    """`text` with every gap filled. A line that only held gaps of which nothing came vanishes, with the blank after it."""
    kept: list[str] = []
    vanished = False
    for line in _lines(text):
        if line.only_gaps and not any(facts.get(name, "") for name in line.names):
            vanished = True
            continue
        if vanished and line.is_blank and (not kept or not kept[-1].strip()):
            continue
        vanished = False
        kept.append(line.filled(facts))
    return "\n".join(kept)


@dataclass(frozen=True)
class _Line:
    """A line, read."""

    between: list[str]
    """What stands before, between and after its gaps."""
    names: list[str]
    only_gaps: bool

    @property
    def is_blank(self) -> bool:
        return not self.names and not self.between[0].strip()

    def filled(self, facts: Mapping[str, str]) -> str:
        first, *others = self.between
        gaps = [facts.get(name, f"{{{name}}}") + after for name, after in zip(self.names, others, strict=True)]
        return first + "".join(gaps)


@lru_cache(maxsize=64)
def _lines(text: str) -> list[_Line]:
    """Read once: many letters in a row say the same."""
    return [_read(line) for line in text.splitlines()]


def _read(line: str) -> _Line:
    between, names, place = [""], [], 0
    for token in _TOKEN.finditer(line):
        between[-1] += line[place : token.start()]
        place = token.end()
        if token[1] is None:
            between[-1] += token[0][0]
        else:
            names.append(token[1])
            between.append("")
    between[-1] += line[place:]
    return _Line(between, names, only_gaps=bool(names) and not _TOKEN.sub("", line).strip())
