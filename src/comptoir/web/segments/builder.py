"""A segment while somebody writes it: its name, its rules, who sees it, and what it would contain."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comptoir.segments.asked import Asked
from comptoir.segments.counting import counts
from comptoir.segments.keeping import BrokenRules, NoRules
from comptoir.segments.models import About, Match, Segment, subjects_of
from comptoir.segments.rules import MOST_RULES, Ruled
from comptoir.segments.values import Malformed
from comptoir.web.forms import Form
from comptoir.web.segments.groups import Part, new_key, parts_of, stored_rows, typed_matches, typed_rows
from comptoir.web.segments.rows import Row
from comptoir.web.segments.wording import counts_said

RESHAPING = {"add", "add_group", "remove", "remove_group", "refresh"}
"""The buttons that change the form instead of saving it."""


class SegmentForm(Form):
    """What a segment has beside its rules."""

    name = forms.CharField(label=_("Name"), max_length=100)
    about = forms.ChoiceField(
        label=_("What it consists of"), choices=About.choices, initial=About.CUSTOMER, required=False
    )
    match = forms.ChoiceField(label=_("Which of them"), choices=Match.choices, initial=Match.ALL)
    shared = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[("", _("Only me")), ("yes", _("Everyone in the account"))],
        widget=forms.RadioSelect,
        required=False,
    )


class Builder:
    """The form of a segment. Rows may be added and removed before anything is saved, with and without JavaScript."""

    def __init__(
        self, form: SegmentForm, rows: Sequence[Row], matches: dict[str, str], *, asked: Asked, about: str
    ) -> None:
        self.form, self.rows, self.matches, self.asked, self.about = form, list(rows), matches, asked, about

    @classmethod
    def empty(cls, *, asked: Asked, about: str = About.CUSTOMER) -> Self:
        """For a new segment: one rule to fill."""
        return cls(SegmentForm(initial={"about": about}), [Row(asked, about)], {}, asked=asked, about=about)

    @classmethod
    def of(cls, segment: Ruled, *, asked: Asked, name: str, shared: bool = False) -> Self:
        """For a segment that exists; rules that broke meanwhile say so."""
        form = SegmentForm(initial={"name": name, "match": segment.match, "shared": "yes" if shared else ""})
        rows, matches = stored_rows(segment, asked=asked)
        builder = cls(form, rows, matches, asked=asked, about=segment.about)
        builder._complain()
        return builder

    @classmethod
    def typed(cls, data: QueryDict, *, asked: Asked, about: str | None = None) -> Self:
        """As it was sent, of the subject chosen in it unless it is known. Another subject begins with one rule to fill."""
        chosen = about or data.get("about", "")
        subject = chosen if chosen in About.values else About.CUSTOMER
        rows = typed_rows(data, asked=asked, about=subject)
        if data.get("was_about", subject) != subject:
            rows = [Row(asked, subject)]
        return cls(SegmentForm(data), rows, typed_matches(data, rows), asked=asked, about=subject)

    @property
    def match(self) -> str:
        """How the rules combine, as it stands in the form."""
        value = self.form["match"].value()
        return value if value in Match.values else Match.ALL

    @property
    def parts(self) -> list[Part]:
        """The rows and groups, one below the other; each row knows its place."""
        for place, row in enumerate(self.rows):
            row.place = place
        return parts_of(self.rows, self.matches)

    @property
    def rules(self) -> list[Any]:
        """The rules as a segment would keep them."""
        return [
            {"match": part.match, "rules": [row.raw for row in part.rows]} if part.is_group else part.rows[0].raw
            for part in self.parts
        ]

    @property
    def is_full(self) -> bool:
        """No more rules fit."""
        return len(self.rows) >= MOST_RULES

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """What a new segment can be about."""
        assert self.asked.user
        return [(about.value, str(about.label)) for about in subjects_of(self.asked.user)]

    @property
    def counts(self) -> dict[str, str] | None:
        """How many it would contain today, by list, in words; None while a rule is unfinished or broken."""
        try:
            for row in self.rows:
                row.read()
        except Malformed:
            return None
        return counts_said(counts([self], asked=self.asked)[0]) if self.rows else None

    def reshape(self, data: QueryDict) -> bool:
        """Add or remove rows, and fit them to their fields, when that was asked instead of saving."""
        if not RESHAPING & data.keys():
            return False
        self.fit()
        if "add" in data:
            self._add(data["add"])
        elif "add_group" in data:
            key = new_key(self.rows)
            self.matches[key] = Match.ANY if self.match == Match.ALL else Match.ALL
            self._add(key)
        elif "remove_group" in data:
            self.rows = [row for row in self.rows if not row.group or row.group != data["remove_group"]]
        elif (place := _place(data.get("remove", ""))) < len(self.rows):
            del self.rows[place]
        return True

    def fit(self) -> None:
        """Offer each row what suits its field, and say what is wrong with values that are filled in."""
        self._follow()
        self._complain(only_filled=True)

    def save(self, verb: Callable[..., Segment]) -> Segment | None:
        """Call `verb` with what was written; None when it cannot be saved like this, with the sentences in place."""
        if self.form.is_valid():
            facts = self.form.cleaned_data
            try:
                return verb(name=facts["name"], match=facts["match"], rules=self.rules, shared=bool(facts["shared"]))
            except NoRules as error:
                self.form.add_error(None, str(error))
            except BrokenRules as error:
                self.form.add_error(None, _("A rule is not finished. See what is said beside it."))
                self._place_errors(error)
        else:
            self._complain()
        self._follow()
        return None

    def _add(self, group: str) -> None:
        """A row at the end of the group, or of all when there is no such group."""
        if self.is_full:
            return
        its = [place for place, row in enumerate(self.rows) if row.group == group]
        known = group in self.matches
        fresh = Row(self.asked, self.about, group=group if known else "", is_fresh=True)
        self.rows.insert(its[-1] + 1 if known and its else len(self.rows), fresh)

    def _place_errors(self, refusal: BrokenRules) -> None:
        parts = self.parts
        for (outer, *inner), sentence in refusal.errors.items():
            parts[outer].rows[inner[0] if inner else 0].error = sentence

    def _follow(self) -> None:
        for row in self.rows:
            row.follow()

    def _complain(self, *, only_filled: bool = False) -> None:
        for row in self.rows:
            try:
                row.read()
            except Malformed as error:
                if row.typed or not only_filled:
                    row.error = str(error)


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else MOST_RULES
