"""A segment while somebody writes it: its name, its rules, who sees it, and whom it would contain."""

from collections.abc import Callable, Sequence
from typing import Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comptoir.segments.asked import Asked
from comptoir.segments.counting import Ruled, counts
from comptoir.segments.keeping import MOST_RULES, BrokenRules, NoRules
from comptoir.segments.models import Match, Segment
from comptoir.segments.values import Malformed
from comptoir.web.forms import Form
from comptoir.web.segments.rows import Row, stored_row, typed_rows
from comptoir.web.segments.wording import CountsSaid, counts_said


class SegmentForm(Form):
    """What a segment has beside its rules."""

    name = forms.CharField(label=_("Name"), max_length=100)
    match = forms.ChoiceField(label=_("Which customers"), choices=Match.choices, initial=Match.ALL)
    shared = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[("", _("Only me")), ("yes", _("Everyone in the account"))],
        widget=forms.RadioSelect,
        required=False,
    )


class Builder:
    """The form of a segment. Rows may be added and removed before anything is saved, with and without JavaScript."""

    def __init__(self, form: SegmentForm, rows: Sequence[Row], *, asked: Asked, was: Sequence[str] = ()) -> None:
        self.form, self.rows, self.asked = form, list(rows), asked
        self._was = was
        """What each row was about when it was shown."""
        self.fresh: int | None = None
        """The place of a row that was just added and wants to be filled."""

    @classmethod
    def empty(cls, *, asked: Asked) -> Self:
        """For a new segment: one rule to fill."""
        return cls(SegmentForm(), [Row(asked)], asked=asked)

    @classmethod
    def of(cls, segment: Ruled, *, asked: Asked, name: str, shared: bool = False) -> Self:
        """For a segment that exists; rules that broke meanwhile say so."""
        form = SegmentForm(initial={"name": name, "match": segment.match, "shared": "yes" if shared else ""})
        builder = cls(form, [stored_row(rule, asked=asked) for rule in segment.rules], asked=asked)
        builder._complain()
        return builder

    @classmethod
    def typed(cls, data: QueryDict, *, asked: Asked) -> Self:
        """As it was sent, with a row more or less when a button for that was pressed."""
        pairs = typed_rows(data, asked=asked)
        return cls(SegmentForm(data), [row for row, __ in pairs], asked=asked, was=[was for __, was in pairs])

    @property
    def match(self) -> str:
        """How the rules combine, as it stands in the form."""
        value = self.form["match"].value()
        return value if value in Match.values else Match.ALL

    @property
    def rules(self) -> list[dict[str, str]]:
        """The rules as a segment would keep them."""
        return [row.raw for row in self.rows]

    @property
    def is_full(self) -> bool:
        """No more rules fit."""
        return len(self.rows) >= MOST_RULES

    @property
    def counts(self) -> CountsSaid | None:
        """Whom it would contain today; None while a rule is unfinished or broken."""
        try:
            for row in self.rows:
                row.read()
        except Malformed:
            return None
        return counts_said(counts([self], asked=self.asked)[0]) if self.rows else None

    def reshape(self, data: QueryDict) -> bool:
        """Add or remove a row, and fit the rows to their fields, when that was asked instead of saving."""
        if not {"add", "remove", "refresh"} & data.keys():
            return False
        self.fit()
        if "add" in data and not self.is_full:
            self.rows.append(Row(self.asked))
            self.fresh = len(self.rows) - 1
        place = data.get("remove", "")
        if place.isdecimal() and len(place) < 4 and int(place) < len(self.rows):
            del self.rows[int(place)]
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
                for place, sentence in error.errors.items():
                    self.rows[place].error = sentence
        else:
            self._complain()
        self._follow()
        return None

    def _follow(self) -> None:
        for row, was in zip(self.rows, self._was, strict=True):
            row.follow(was)

    def _complain(self, *, only_filled: bool = False) -> None:
        for row in self.rows:
            try:
                row.read()
            except Malformed as error:
                if row.typed or not only_filled:
                    row.error = str(error)
