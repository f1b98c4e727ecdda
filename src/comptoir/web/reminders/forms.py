"""The form of a step of the schedule."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from comptoir.invoicing.models import Tone
from comptoir.web.forms import Form


class StepForm(Form):
    """So many days after the due date, this letter."""

    days_overdue = forms.IntegerField(
        label=_("Days after the due date"),
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
    )
    tone = forms.ChoiceField(label=_("Letter"), choices=Tone.choices)
