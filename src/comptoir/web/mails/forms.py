"""What is asked before a document leaves, and when it comes back."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.web.forms import Form


class SendForm(Form):
    """To whom, with which letter. The id makes a form sent twice send once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    recipients = forms.CharField(
        label=_("To"),
        widget=forms.Textarea(attrs={"rows": 1, "class": "one-line", "spellcheck": "false"}),
        help_text=_("Several with a comma between."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=250)
    body = forms.CharField(label=_("Letter"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}))

    def clean_recipients(self) -> list[str]:
        """The addresses; whether they are any is the verb's to say."""
        return [address for address in re.split(r"[,;\s]+", self.cleaned_data["recipients"]) if address]


class ElectronicForm(Form):
    """The id makes a form sent twice send once."""

    id = forms.UUIDField(widget=forms.HiddenInput)


class BounceForm(Form):
    """What the e-mail came back with."""

    reason = forms.CharField(
        label=_("What came back"),
        max_length=500,
        help_text=_("The words of the receiving mail server, for instance: 550 mailbox unavailable."),
    )
