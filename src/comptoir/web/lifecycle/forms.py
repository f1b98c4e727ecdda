"""What the dialog asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.customers.models import Reason


class DeactivationForm(forms.Form):
    """Two boxes, both unticked at first (R3), and why (R5)."""

    hold_invoices = forms.BooleanField(required=False)
    end_subscriptions = forms.BooleanField(required=False)
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("No reason given")), *Reason.choices])
    note = forms.CharField(label=_("Note"), required=False, max_length=2000)
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shown_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
