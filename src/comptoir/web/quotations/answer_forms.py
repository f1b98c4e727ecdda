"""What somebody says when they answer a quotation."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.quotations.answering import LONGEST_COMMENT
from comptoir.quotations.models import QuotationLine
from comptoir.web.forms import Form


class RejectForm(Form):
    """In whose name, and why."""

    name = forms.CharField(label=_("Name"), max_length=200)
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3})
    )


class AcceptForm(RejectForm):
    """In whose name, with which of the optional lines."""

    chosen = forms.MultipleChoiceField(label=_("Optional lines"), required=False)

    def __init__(self, *args: Any, optional: Iterable[QuotationLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(str(line.pk), line.description) for line in optional]  # type: ignore[attr-defined]
        self.fields["chosen"].error_messages["invalid_choice"] = _("Please choose the optional lines again.")

    def clean_chosen(self) -> set[UUID]:
        """Their ids."""
        return {UUID(id) for id in self.cleaned_data["chosen"]}

    def chosen_so_far(self) -> set[UUID]:
        """The lines that are ticked, whatever else may be at fault."""
        ticked = self.data.getlist("chosen") if self.is_bound else self.initial.get("chosen", ())  # type: ignore[attr-defined]
        known = dict(self.fields["chosen"].choices)  # type: ignore[attr-defined]
        return {UUID(id) for id in ticked if id in known}


class YourName(Form):
    """Who answers, when it is not one of ours who writes it down."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class PublicRejectForm(YourName, RejectForm):
    """No, said by the customer."""


class PublicAcceptForm(YourName, AcceptForm):
    """Yes, said by the customer."""

    agreed = forms.BooleanField(
        label=_("I accept this quotation as it stands above, with what I have chosen."),
        error_messages={"required": _("Tick this box if you accept the quotation.")},
    )
