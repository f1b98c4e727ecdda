"""What a verb for many records is told."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.bulk.models import BulkRun
from comptoir.customers.models import Tag
from comptoir.followups.models import Priority
from comptoir.web.forms import DateField, Form


class OptionsForm(Form):
    """The base: a verb that is told nothing. What it was prepared with stands in its fields at first."""

    def __init__(self, *args: Any, run: BulkRun, **kwargs: Any) -> None:
        kwargs.setdefault("initial", run.options)
        super().__init__(*args, **kwargs)
        self.run = run

    def options(self) -> dict[str, Any]:
        """The fields as the verb's check takes them, days as text."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


class TagsForm(OptionsForm):
    """Which tags, new ones or known ones."""

    tags = forms.CharField(
        label=_("Tags"),
        max_length=500,
        help_text=_("Words, with commas between them."),
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}),
    )

    def options(self) -> dict[str, Any]:
        """One word or several."""
        return {"tags": self.cleaned_data["tags"].split(",")}

    def known(self) -> "list[str]":
        """The tags that the account has already, to be chosen from."""
        return list(Tag.objects.of(self.run.account).values_list("name", flat=True)[:200])


NOBODY = "nobody"


class AssignForm(OptionsForm):
    """To whom. Nobody is a choice of its own: nothing chosen must not take everybody away."""

    to = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = [(str(user.pk), user.name) for user in User.objects.active(self.run.account)]
        field: Any = self.fields["to"]
        field.choices = [("", _("Choose a colleague")), *colleagues, (NOBODY, _("Nobody"))]

    def options(self) -> dict[str, Any]:
        """The id of a colleague, or none."""
        to = self.cleaned_data["to"]
        return {"to": None if to == NOBODY else to}


class TasksForm(OptionsForm):
    """What is to be done, by when and by whom."""

    title = forms.CharField(label=_("Title"), max_length=200)
    due_on = DateField(label=_("Due"))
    assignee = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Whoever looks after the customer"),
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.C)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignee"]
        field.queryset = User.objects.active(self.run.account)


class HoldForm(OptionsForm):
    """Why the chase stops, and until when."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    until = DateField(
        label=_("Until"), required=False, help_text=_("The first day it is reminded again. Empty: until you say so.")
    )


def _plain(value: Any) -> Any:
    if isinstance(value, User):
        return str(value.pk)
    return value.isoformat() if isinstance(value, dt.date) else value
