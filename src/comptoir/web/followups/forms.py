"""The form of a task."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.followups.models import Task
from comptoir.web.customers.picker import CustomerField
from comptoir.web.forms import DateField, ModelForm

EARLIEST = dt.date(2000, 1, 1)
FARTHEST = dt.timedelta(days=3660)


class TaskForm(ModelForm):
    """What is to be done, by when and by whom: always somebody who can log in."""

    due_on = DateField(label=_("Due"))
    assignee = forms.ModelChoiceField(label=_("Assigned to"), queryset=User.objects.none())

    class Meta:
        model = Task
        fields = ("title", "description", "due_on", "assignee")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: User, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        self.today = today
        self.fields["title"].widget.attrs["autofocus"] = True
        assignee = cast(forms.ModelChoiceField, self.fields["assignee"])
        assignee.queryset = User.objects.active(user.account)
        chosen = self.get_initial_for_field(assignee, "assignee")
        if assignee.queryset.filter(pk=getattr(chosen, "pk", chosen)).exists():
            assignee.empty_label = None

    def clean_due_on(self) -> dt.date:
        """A slip in the year is refused."""
        due_on: dt.date = self.cleaned_data["due_on"]
        if not EARLIEST <= due_on <= self.today + FARTHEST:
            raise forms.ValidationError(_("This day is too far away. Is the year right?"), code="far")
        return due_on


class NewTaskForm(TaskForm):
    """A task that is not there yet. `request_key` makes a form sent twice add one."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("title", "customer")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["customer"] = CustomerField(account=user.account)
        self.order_fields(self.field_order)
