"""What the dialogs ask."""

import re
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Reason
from comptoir.lifecycle.open_work import OpenWork
from comptoir.subscriptions.ending import When
from comptoir.web.forms import DateField, Form


class Ids(forms.Field):
    """Ticked rows, by their ids."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[UUID]:
        """What is no id at all is none that was ticked."""
        return [UUID(each) for each in value or () if re.fullmatch(r"[0-9a-f-]{36}", each)]


class HandOver(Form):
    """To which colleague: anybody who can log in and see all of the work, and nobody beforehand."""

    hand_over_to = forms.ModelChoiceField(
        label=_("Colleague"),
        queryset=User.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(
        self, *args: Any, account: Account, work: OpenWork, besides: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        active = User.objects.active(account)
        self.colleagues = [user for user in active if user != besides and work.can_be_seen_by(user)]
        """Everybody who can be chosen."""
        choice = cast(forms.ModelChoiceField, self.fields["hand_over_to"])
        choice.queryset = active.filter(pk__in=[user.pk for user in self.colleagues])


class HandOverIfTicked(HandOver):
    """The same under a box that is unticked at first: nobody is chosen while it is."""

    hand_over = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hand_over_to"].required = False

    def clean(self) -> dict[str, Any]:
        """Ticked, it asks for somebody; unticked, a choice counts for nothing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.pop("hand_over"):
            given["hand_over_to"] = None
        elif not given.get("hand_over_to") and "hand_over_to" not in self.errors:
            choice = self.fields["hand_over_to"]
            choice.widget.attrs["autofocus"] = True
            self.add_error("hand_over_to", choice.error_messages["required"])
        return given


LATER = "later"


class DeactivationForm(HandOverIfTicked):
    """Boxes, all unticked at first (R3), why (R5), and on which day: now, unless it is told otherwise."""

    hold_invoices = forms.BooleanField(required=False)
    end_subscriptions = forms.BooleanField(required=False)
    pause = Ids(required=False)
    when = forms.ChoiceField(required=False, choices=When.choices)
    credit_prepaid = forms.BooleanField(required=False)
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("No reason given")), *Reason.choices])
    note = forms.CharField(label=_("Note"), required=False, max_length=2000)
    timing = forms.ChoiceField(required=False, choices=[("now", _("Deactivate now")), (LATER, _("On a later day"))])
    on = DateField(label=_("Day"), required=False)
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    """When what is scheduled, as the dialog showed it, was written."""
    shown_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """A day counts when it was asked for; then it must be there."""
        given = super().clean()
        if given.pop("timing", "") != LATER:
            given["on"] = None
            self.errors.pop("on", None)
        elif not given.get("on") and "on" not in self.errors:
            self.add_error("on", _("Choose the day."))
        return given

    @property
    def paused(self) -> list[UUID]:
        """The rows that were ticked when the dialog was sent."""
        return Ids().to_python(self["pause"].value())

    def clean_when(self) -> str:
        """Now, unless it was asked otherwise."""
        return self.cleaned_data["when"] or When.NOW
