"""Indexations in words, and the form that asks for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.subscriptions.indexation import Formula, Why
from comptoir.subscriptions.models import Rounding
from comptoir.subscriptions.refusals import NoSuchIndexation
from comptoir.web.forms import DecimalField, Form
from comptoir.web.subscriptions.words import sentence

BY_INDEX, BY_PERCENTAGE = "index", "percentage"
LEFT_ALONE = {
    Why.DEACTIVATED: _("deactivated"),
    Why.ENDING: _("ends with what is paid"),
    Why.ENDED: _("ended"),
    Why.SAME: _("the price stays the same"),
    Why.NEGATIVE: _("would come to less than zero"),
    Why.TOO_LARGE: _("would come to more than an invoice can"),
}


class IndexationForm(Form):
    """By which formula."""

    way = forms.ChoiceField(
        label=_("Index"),
        choices=[(BY_INDEX, _("by two values of an index")), (BY_PERCENTAGE, _("by a percentage"))],
        widget=forms.RadioSelect,
        initial=BY_INDEX,
    )
    old_index = DecimalField(
        label=_("Old index"),
        max_digits=12,
        decimal_places=4,
        required=False,
        help_text=_("The value that today’s prices go with."),
    )
    new_index = DecimalField(
        label=_("New index"),
        max_digits=12,
        decimal_places=4,
        required=False,
        help_text=_("The value for the new prices, on the same base year."),
    )
    percentage = DecimalField(
        label=_("Percentage"),
        max_digits=7,
        decimal_places=4,
        required=False,
        help_text=_("2 makes 102 of 100. Below zero, prices go down."),
    )
    rounding = forms.ChoiceField(
        label=_("Round unit prices"), choices=Rounding.choices, initial=Rounding.CENT, help_text=_("Half up.")
    )

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs must be there, and change something."""
        cleaned = super().clean() or {}
        needed = ("old_index", "new_index") if cleaned.get("way") == BY_INDEX else ("percentage",)
        for name in needed:
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("Please fill this in."))
        if not self.errors:
            try:
                self.formula().check()
            except NoSuchIndexation as refusal:
                self.add_error(needed[-1], sentence(refusal))
        return cleaned

    def formula(self) -> Formula:
        """What was asked for; the fields of the other way say nothing."""
        given = self.cleaned_data
        if given["way"] == BY_INDEX:
            return Formula(None, given["old_index"], given["new_index"], given["rounding"])
        return Formula(percentage=given["percentage"], rounding=given["rounding"])
