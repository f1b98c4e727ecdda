"""The forms of a call: planning it, and telling how it went."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.customers.models import Customer
from comptoir.followups.models import Call, CallOutcome
from comptoir.web.followups.forms import UserField, WhenForm, local
from comptoir.web.followups.people import marked, people_of
from comptoir.web.forms import Form


class CallForm(WhenForm):
    """Whom to call, when, and what about."""

    contact = forms.ModelChoiceField(label=_("Person to ask for"), queryset=Customer.objects.none(), required=False)
    assignee = UserField()
    description = forms.CharField(
        label=_("About"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    customer_required = True

    def __init__(self, *args: Any, call: Call | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        fields: dict[str, Any] = self.fields
        fields["assignee"].offer(self.user, self.initial.get("assignee"))
        people = people_of(self.customer, and_also=[self.initial.get("contact")])
        self.has_people = bool(people)
        nobody = ("", _("Nobody in particular"))
        fields["contact"].queryset = Customer.objects.of(self.account).contacts()
        fields["contact"].choices = [nobody, *((each.pk, marked(each)) for each in people)]

    def clean(self) -> None:
        """A slip in the year and a time that does not exist are refused."""
        self.refuse_far("on")
        self.scheduled_at = self.moment("on", "at", kept=self.call.scheduled_at if self.call else None)

    def given(self) -> dict[str, Any]:
        """The fields as the verbs take them."""
        given = super().given() | {"scheduled_at": self.scheduled_at}
        del given["on"], given["at"]
        return given


class MadeForm(Form):
    """How a call went."""

    outcome = forms.ModelChoiceField(
        label=_("Outcome"), queryset=CallOutcome.objects.none(), required=False, empty_label=_("Not said")
    )
    outcome_summary = forms.CharField(
        label=_("How it went"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.queryset = CallOutcome.objects.of(account).filter(archived_at__isnull=True)
        outcome.widget.attrs["autofocus"] = True


def initial_of(call: Call) -> dict[str, Any]:
    """What the form shows of a call."""
    names = ("customer", "deal", "contact", "assignee", "description")
    on, at = local(call.scheduled_at)
    return {name: getattr(call, name) for name in names} | {"on": on, "at": at}
