"""The forms of the settings. They say what was typed; the verbs decide whether it stands."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.plans import Module
from comptoir.accounts.rights import HIDEABLE, Right, Role
from comptoir.core.countries import country_choices
from comptoir.customers.validation import usual_electronic_address
from comptoir.lifecycle.department_facts import NUMBERING
from comptoir.lifecycle.people import GIVEN
from comptoir.web.forms import Form, ModelForm

ZONES = [
    "Europe/Brussels", "Europe/Amsterdam", "Europe/Paris", "Europe/Berlin", "Europe/Luxembourg", "Europe/London",
    "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Rome", "Europe/Vienna", "Europe/Zurich",
    "Europe/Copenhagen", "Europe/Stockholm", "Europe/Oslo", "Europe/Helsinki", "Europe/Warsaw", "Europe/Prague",
    "Europe/Athens", "Europe/Bucharest", "Atlantic/Canary", "Atlantic/Azores", "UTC",
]  # fmt: skip


class YoursForm(ModelForm):
    """What everybody changes about themselves."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "function", "language")


HIDDEN, SEE, CHANGE = "hidden", "see", "change"


class UserForm(ModelForm):
    """A user, seen by an owner or admin. `access` are the fields of the modules: is each hidden, seen or changed?"""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "function", "language", "role")
        help_texts = {
            "role": _("Owners and admins see and change everything. For members you decide for each part below.")
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.role != Role.OWNER and self.instance.role != Role.OWNER:
            role: Any = self.fields["role"]
            role.choices = [choice for choice in Role.choices if choice[0] != Role.OWNER]
        without = () if by.account.has(Module.SUBSCRIPTIONS) else (Right.SUBSCRIPTIONS,)
        self.modules = [right for right in Right if right in GIVEN and right not in without]
        for module in self.modules:
            self.fields[module.value] = self._access_field(module)

    @property
    def access(self) -> list[forms.BoundField]:
        """One field for each module."""
        return [self[module.value] for module in self.modules]

    def clean(self) -> dict[str, Any]:
        """What was chosen for each module, as rights and hidden modules; those that the plan lacks keep theirs."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = {right: given.pop(right, None) or self._access(right) for right in GIVEN}
        given["rights"] = [right for right, access in chosen.items() if access == CHANGE]
        given["hidden"] = [right for right, access in chosen.items() if access == HIDDEN]
        return given

    def _access_field(self, module: Right) -> forms.ChoiceField:
        choices = [(SEE, _("See")), (CHANGE, _("Change"))]
        if module in HIDEABLE:
            choices.insert(0, (HIDDEN, _("Hidden")))
        return forms.ChoiceField(
            label=module.label, choices=choices, widget=forms.RadioSelect, initial=self._access(module.value)
        )

    def _access(self, right: str) -> str:
        """As it is kept; for somebody new: to be seen."""
        if right in self.instance.rights:
            return CHANGE
        return HIDDEN if right in self.instance.hidden else SEE


class NewUserForm(UserForm):
    """Somebody who will log in for the first time."""

    password = forms.CharField(
        label=_("First password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text=_("At least 10 characters. Tell it to them; they can choose their own under “My settings”."),
    )


class AccountForm(ModelForm):
    """The account. The plan is shown beside it."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Reminders leave and subscriptions are billed in the morning of this zone.")
    )
    morning_hour = forms.TypedChoiceField(
        label=_("Morning hour"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )

    class Meta:
        model = Account
        fields = ("name", "language", "time_zone", "currency", "morning_hour", "merges_subscription_invoices")
        help_texts = {
            "language": _("For customers whose language is not known."),
            "currency": _("For new documents. Those that exist keep theirs."),
            "merges_subscription_invoices": _(
                "Only where they agree in everything: department, currency, payment term, purchase order number and what "
                "becomes of the invoice."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = dict.fromkeys([self.instance.time_zone, *ZONES])
        if not self.instance.has(Module.SUBSCRIPTIONS):
            del self.fields["merges_subscription_invoices"]
        time_zone: Any = self.fields["time_zone"]
        time_zone.choices = [(zone, zone.replace("_", " ")) for zone in zones]


class DepartmentForm(ModelForm):
    """A legal entity, as its invoices show it."""

    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    email = forms.CharField(label=_("E-mail"), required=False)
    website = forms.CharField(label=_("Website"), required=False)

    fiscal_year_starts = forms.TypedChoiceField(
        label=_("First month of the fiscal year"),
        coerce=int,
        choices=list(MONTHS.items()),
        help_text=_("Numbers begin anew at 1 with it."),
    )

    class Meta:
        model = Department
        fields = (
            "name", "vat_number", "line_1", "postal_code", "city", "country", "email", "phone", "website",
            "electronic_address", "iban", "bic", "invoice_prefix", "fiscal_year_starts",
        )  # fmt: skip
        help_texts = {"invoice_prefix": _("Stands before the year: with NL, the first invoice of 2027 is NL2027/1.")}

    def __init__(self, *args: Any, numbered: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["electronic_address"].help_text = self._address_help()
        if not numbered:
            return
        for name in NUMBERING:
            self.fields[name].disabled = True
            self.fields[name].help_text = _(
                "A number was given in this fiscal year, so this stays as it is until the next one begins."
            )

    def _address_help(self) -> str:
        """What it is when left empty, where that is known."""
        if usual := usual_electronic_address(self.instance.vat_number):
            sentence = _("Where electronic invoices reach it. Empty: %(address)s, by its VAT number.")
            return str(sentence % {"address": usual})
        return str(
            _("Where electronic invoices reach it: the register, a colon, the number there, as in 0208:0417497106.")
        )


class LookForm(ModelForm):
    """How the documents of a department look."""

    brand_color = forms.CharField(
        label=_("Colour"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Of the lines and headings on documents. Written like #1f4e79."),
    )

    class Meta:
        model = Department
        fields = ("brand_color", "document_footer")
        help_texts = {"document_footer": _("One or two lines, such as where general terms are found. May stay empty.")}


class LogoForm(Form):
    """A picture to send."""

    logo = forms.FileField(
        label=_("Logo"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("A PNG or JPEG of at most 1 MB, best on a white or transparent ground."),
    )


class FirstNumberForm(Form):
    """Where a series begins."""

    first_number = forms.IntegerField(
        label=_("First number"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autofocus": True}),
    )
