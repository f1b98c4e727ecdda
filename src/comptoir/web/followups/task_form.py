"""The form of a task."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.followups.models import Priority, Task
from comptoir.web.followups.forms import FollowUpForm, UserField
from comptoir.web.forms import DateField


class TaskForm(FollowUpForm):
    """What is to be done, by when and by whom."""

    title = forms.CharField(label=_("Title"), max_length=200)
    due_on = DateField(label=_("Due"))
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.C)
    assignee = UserField()
    description = forms.CharField(
        label=_("Description"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["title"].widget.attrs["autofocus"] = True
        fields["assignee"].offer(self.user, self.initial.get("assignee"))

    def clean(self) -> None:
        """A slip in the year is refused."""
        self.refuse_far("due_on")


def initial_of(task: Task) -> dict[str, Any]:
    """What the form shows of a task."""
    names = ("customer", "deal", "title", "due_on", "priority", "assignee", "description")
    return {name: getattr(task, name) for name in names}
