"""The form of a meeting."""

import datetime as dt
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.customers.models import Customer, Kind
from comptoir.followups import attending
from comptoir.followups.models import Meeting
from comptoir.web.customers.picker import CustomerField
from comptoir.web.followups.forms import TimeField, WhenForm, local
from comptoir.web.followups.people import marked, people_of
from comptoir.web.forms import DateField

UNTIL = "until"
LENGTHS = {
    "15": _("15 minutes"),
    "30": _("30 minutes"),
    "45": _("45 minutes"),
    "60": _("1 hour"),
    "90": _("1 hour 30 minutes"),
    "120": _("2 hours"),
    UNTIL: _("Until a time…"),
}


class Colleagues(forms.ModelMultipleChoiceField):
    """Users, by name."""

    widget = forms.CheckboxSelectMultiple


class Guests(forms.ModelMultipleChoiceField):
    """Contacts; deactivated ones are marked (R13)."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Customer) -> str:
        """Its name, and whether it is deactivated."""
        return marked(obj)


class MeetingForm(WhenForm):
    """Who meets, when, how long and where."""

    title = forms.CharField(label=_("Title"), max_length=200)
    lasts = forms.ChoiceField(label=_("Lasts"), choices=list(LENGTHS.items()), initial="60")
    ends_on = DateField(label=_("Ends on"), required=False)
    ends_at = TimeField(label=_("Ends at"), required=False)
    location = forms.CharField(label=_("Place"), max_length=300, required=False)
    users = Colleagues(label=_("Colleagues"), queryset=User.objects.none())
    contacts = Guests(label=_("Guests"), queryset=Customer.objects.none(), required=False)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        fields: dict[str, Any] = self.fields
        fields["title"].widget.attrs["autofocus"] = True
        fields["users"].error_messages["required"] = _("Choose at least one of your colleagues or yourself.")
        fields["guest"] = CustomerField(account=self.account, kind=Kind.CONTACT, required=False, label=_("Add a guest"))
        going = [user.pk for user in self.initial.get("users", ())]
        colleagues = User.objects.of(self.account).filter(Q(deactivated_at__isnull=True) | Q(pk__in=going))
        fields["users"].queryset = colleagues
        self._offer_guests()

    def clean(self) -> None:
        """Times that do not exist, and an end that is missing, are refused."""
        for day in ("on", "ends_on"):
            self.refuse_far(day)
        self.starts_at = self.moment("on", "at", kept=self.meeting.starts_at if self.meeting else None)
        self.finishes_at = self._end()

    def given(self) -> dict[str, Any]:
        """The fields as the verbs take them."""
        given = super().given()
        guest = given.pop("guest")
        contacts = [*given["contacts"], *([guest] if guest else [])]
        for name in ("on", "at", "lasts", "ends_on"):
            del given[name]
        times = {"starts_at": self.starts_at, "ends_at": self.finishes_at}
        return given | times | {"users": list(given["users"]), "contacts": contacts}

    def _end(self) -> dt.datetime | None:
        lasts = self.cleaned_data.get("lasts")
        if lasts != UNTIL:
            # Of real time: what begins before a clock change ends when the minutes are over.
            return self.starts_at + dt.timedelta(minutes=int(lasts)) if lasts and self.starts_at else None
        if "ends_on" not in self.errors:
            self.cleaned_data["ends_on"] = self.cleaned_data.get("ends_on") or self.cleaned_data.get("on")
        if self.cleaned_data.get("ends_at") is None and "ends_at" not in self.errors:
            self.add_error("ends_at", _("Say when it ends."))
        return self.moment("ends_on", "ends_at", kept=self.meeting.ends_at if self.meeting else None)

    def _offer_guests(self) -> None:
        """Those of the customer first; then whoever is ticked already."""
        chosen = list(self.initial.get("contacts", ()))
        if self.is_bound:
            ticked = _ids(self.data.getlist("contacts"))  # type: ignore[attr-defined]
            chosen = list(Customer.objects.of(self.account).contacts().filter(pk__in=ticked))
        people = people_of(self.customer, and_also=chosen)
        self.has_people = bool(people)
        field: Any = self.fields["contacts"]
        field.queryset = Customer.objects.of(self.account).contacts()
        field.choices = [(each.pk, marked(each)) for each in people]


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """What the form shows of a meeting."""
    users, contacts = attending.of(meeting)
    (on, at), (ends_on, ends_at) = local(meeting.starts_at), local(meeting.ends_at)
    minutes = meeting.duration / dt.timedelta(minutes=1)
    shown = {name: getattr(meeting, name) for name in ("customer", "deal", "title", "location", "description")}
    shown |= {"on": on, "at": at, "ends_on": ends_on, "ends_at": ends_at, "users": users, "contacts": contacts}
    return shown | {"lasts": next((length for length in LENGTHS if length == f"{minutes:g}"), UNTIL)}


def _ids(given: list[str]) -> list[str]:
    """Those that can be ids at all."""
    ids = []
    for each in given:
        with suppress(ValidationError):
            ids.append(forms.UUIDField().clean(each))
    return ids
