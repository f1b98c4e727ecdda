"""What the forms of tasks, calls and meetings share: about whom, on which deal, when."""

import datetime as dt
from contextlib import suppress
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.core.days import SkippedTime, comes_twice, moment_of
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.web import speech
from comptoir.web.customers.picker import CustomerField
from comptoir.web.forms import DateField, Form

EARLIEST = dt.date(2000, 1, 1)
FARTHEST = dt.timedelta(days=3660)
OFFERED = 100
"""The newest open deals of a customer are offered, no more than this."""


class UserField(forms.ModelChoiceField):
    """Somebody who can log in. Whoever left must be replaced."""

    def __init__(self) -> None:
        super().__init__(label=_("Assigned to"), queryset=User.objects.none())

    def offer(self, user: User, chosen: Any) -> None:
        """The colleagues of `user`; no empty choice while `chosen` is one of them."""
        self.queryset = User.objects.active(user.account)
        if self.queryset.filter(pk=getattr(chosen, "pk", chosen)).exists():
            self.empty_label = None


class TimeField(forms.TimeField):
    """A time of day: the browser's own field."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"])
        kwargs.setdefault("error_messages", {"invalid": _("This is not a time. Write it like 14:30.")})
        super().__init__(**kwargs)


class FollowUpForm(Form):
    """About a customer, or none, and perhaps one of its deals. `request_key` makes a form sent twice make one thing."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    deal = forms.ModelChoiceField(label=_("Deal"), queryset=Deal.objects.none(), required=False)
    customer_required = False

    def __init__(self, *args: Any, user: User, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        self.user, self.account, self.today = user, user.account, today
        self.fields["customer"] = CustomerField(account=self.account, required=self.customer_required)
        self.notes: list[str] = []
        """What to say after saving."""
        self.customer = self._about()
        if user.sees(Right.DEALS):
            self._offer_deals()
        else:
            del self.fields["deal"]

    @property
    def has_deals(self) -> bool:
        """Whether there is a deal to choose."""
        field: Any = self.fields.get("deal")
        return field is not None and len(field.choices) > 1

    def given(self) -> dict[str, Any]:
        """The fields as the verbs take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "request_key"}

    def refuse_far(self, field: str) -> None:
        """A slip in the year is refused."""
        day = self.cleaned_data.get(field)
        if day is not None and not EARLIEST <= day <= self.today + FARTHEST:
            self.add_error(field, forms.ValidationError(_("This day is too far away. Is the year right?"), code="far"))

    def moment(self, day: str, clock: str, *, kept: dt.datetime | None = None) -> dt.datetime | None:
        """The moment that two fields say, in the account's time zone; None when they do not, with the fault beside them.

        `kept` is the moment that was shown: as long as its day and its clock still stand, it stays to the second.
        """
        on, at = self.cleaned_data.get(day), self.cleaned_data.get(clock)
        if on is None or at is None:
            return None
        if kept is not None and (on, at) == local(kept):
            return kept
        zone = self.account.time_zone
        try:
            moment = moment_of(on, at, zone)
        except SkippedTime as jump:
            self.add_error(clock, skipped(jump))
            return None
        if comes_twice(on, at, zone):
            said = _("On %(day)s the clock goes back and it is %(time)s twice. The first of the two is meant.")
            self.notes.append(said % {"day": speech.day(on, "long"), "time": f"{at:%H:%M}"})
        return moment

    def _about(self) -> Customer | None:
        """Who is chosen as the form stands, so that their deals and people can be offered."""
        field: Any = self.fields["customer"]
        if not self.is_bound:
            return self.initial.get("customer")
        with suppress(forms.ValidationError):
            return field.to_python(field.widget.value_from_datadict(self.data, {}, "customer"))
        return None

    def _offer_deals(self) -> None:
        field: Any = self.fields["deal"]
        current = self.initial.get("deal")
        known = Deal.objects.of(self.account).filter(Q(status="open") | Q(pk=getattr(current, "pk", None)))
        offered = known.filter(customer=self.customer).order_by("-created_at", "-pk")[:OFFERED]
        field.queryset = known
        field.choices = [("", _("No deal")), *((deal.pk, f"{deal.title} · {deal.reference}") for deal in offered)]


class WhenForm(FollowUpForm):
    """On a day at a time, in the account's time zone."""

    on = DateField(label=_("Day"))
    at = TimeField(label=_("Time"))


def local(moment: dt.datetime) -> tuple[dt.date, dt.time]:
    """Its day and its clock to the minute, in the active time zone: what two fields show of it."""
    there = timezone.localtime(moment)
    return there.date(), there.time().replace(second=0, microsecond=0)


def skipped(jump: SkippedTime) -> str:
    """Why a local time cannot be meant."""
    facts = {"day": speech.day(jump.on, "long"), "since": f"{jump.since:%H:%M}", "until": f"{jump.until:%H:%M}"}
    return _("On %(day)s the clock goes from %(since)s straight to %(until)s. Choose another time.") % facts


def about(customer: Customer | None, deal: Deal | None) -> dict[str, Any]:
    """What a new form knows already; of a deal the customer, too."""
    return {"customer": customer or (deal.customer if deal else None), "deal": deal}


def with_guest(data: QueryDict) -> QueryDict:
    """The data of a form, with the guest that was picked among those that are ticked."""
    data = data.copy()
    if guest := data.get("guest"):
        data.setlist("contacts", list(dict.fromkeys([*data.getlist("contacts"), guest])))
        data["guest"] = data["guest_typed"] = ""
    return data


def next_hour(on: dt.date, *, now: dt.datetime) -> tuple[dt.date, dt.time]:
    """The usual day and time of something new on the day `on`: today the next full hour, otherwise nine o'clock."""
    soon = (timezone.localtime(now) + dt.timedelta(hours=1)).replace(minute=0)
    return local(soon) if on == timezone.localdate(now) else (on, dt.time(9))
