"""The forms of the schedule and of late costs."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from comptoir.customers.models import Kind
from comptoir.invoicing.models import Channel, LateCostRule, Tone
from comptoir.web.forms import DateField, DecimalField, Form, MoneyField


class StepForm(Form):
    """So many days after the due date, this letter."""

    days_overdue = forms.IntegerField(
        label=_("Days after the due date"),
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
    )
    tone = forms.ChoiceField(label=_("Letter"), choices=Tone.choices)
    channel = forms.ChoiceField(label=_("Sent by"), choices=Channel.choices)
    adds_late_costs = forms.BooleanField(
        label=_("Ask for late costs"),
        required=False,
        help_text=_("The first reminder of an invoice is free all the same, whichever it is."),
    )


class IntervalForm(Form):
    """So many days between two reminders."""

    days = forms.IntegerField(
        label=_("Days between two reminders"),
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
        help_text=_("Of one invoice, whether the schedule or a person sends them: 1 to 90."),
    )


class RuleForm(Form):
    """What is asked of customers of one kind who pay late."""

    interest = DecimalField(
        label=_("Interest, % a year"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("No more than the legal rate on late payment, which changes twice a year."),
    )
    fixed_amount = MoneyField(label=_("Fixed cost"), min_value=0)
    percentage = DecimalField(label=_("% of what is due"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    minimum = MoneyField(label=_("At least"), min_value=0)
    maximum = MoneyField(label=_("At most"), min_value=0, required=False, help_text=_("Empty: no limit."))
    belgian_consumer = forms.BooleanField(
        label=_("Ask for the fixed cost that Belgian law allows at most"),
        required=False,
        help_text=_(
            "€ 20 up to € 150; € 30 and 10 % of what lies between € 150.01 and € 500; € 65 and 5 % of what lies above, "
            "at most € 2,000. Instead of the four fields above."
        ),
    )

    def __init__(self, *args: Any, rule: LateCostRule, **kwargs: Any) -> None:
        facts = ("interest", "fixed_amount", "percentage", "minimum", "maximum", "belgian_consumer")
        super().__init__(*args, initial={name: getattr(rule, name) for name in facts}, **kwargs)
        if rule.customer_kind != Kind.CONTACT:
            del self.fields["belgian_consumer"]


class ExemptionForm(Form):
    """Why a customer gets no automatic reminders, and until when."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    until = DateField(
        label=_("Until"), required=False, help_text=_("The first day it is reminded again. Empty: until you say so.")
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> dt.date | None:
        """Only a day to come ends it."""
        until: dt.date | None = self.cleaned_data["until"]
        if until is not None and not self.today < until <= self.today + dt.timedelta(days=3660):
            raise forms.ValidationError(_("Choose a day after today."), code="past")
        return until
