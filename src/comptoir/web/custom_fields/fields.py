"""The account's own fields in the forms of what they are of."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.custom_fields.checking import LONGEST, Value, checked
from comptoir.custom_fields.models import CustomField, FieldKind
from comptoir.custom_fields.values import fields_of, name_of, read
from comptoir.web.forms import DateField, DecimalField, Form, MoneyField

YES, NO = "yes", "no"
WHOLE_LINES = (FieldKind.MULTI_LINE, FieldKind.MULTI_SELECT)
"""What takes the whole width of a form."""


class WithCustomFields(Form):
    """A form with the account's own fields besides: `add_custom` them, show `custom_fields/_fields.html`, take `custom()`."""

    custom_fields: list[CustomField]
    custom_home = ""
    """The country of telephone numbers that say none."""

    def add_custom(self, account: Account, about: str, record: UUID | None = None) -> None:
        """Offer the fields of such records, filled in as they are on `record`. Two queries at most."""
        self.custom_fields = fields_of(account, about)
        known = read(record, about) if record and self.custom_fields else {}
        self.fields |= {name_of(each): form_field(each) for each in self.custom_fields}
        filled = {name_of(each): shown(known[each.pk]) for each in self.custom_fields if each.pk in known}
        self.initial = {**self.initial, **filled}

    def clean(self) -> dict[str, Any]:
        """Check each field as the verbs will, beside the others."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for each in self.custom_fields:
            if (name := name_of(each)) in given:
                try:
                    given[name] = checked(each, given[name], home=self.custom_home)
                except ValidationError as fault:
                    self.add_error(name, fault)
        return given

    def custom(self) -> dict[UUID, Value | None]:
        """What was said of the fields, as the verbs take it."""
        return {each.pk: self.cleaned_data[name_of(each)] for each in self.custom_fields}

    def others(self) -> dict[str, Any]:
        """All that was said besides."""
        names = {name_of(each) for each in self.custom_fields}
        return {name: value for name, value in self.cleaned_data.items() if name not in names}

    def custom_bound(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Each field, and how wide it is."""
        for each in self.custom_fields:
            yield self[name_of(each)], "" if each.kind in WHOLE_LINES else "half"


def form_field(custom_field: CustomField) -> forms.Field:
    """What asks for the value of a field."""
    made = _MAKERS[FieldKind(custom_field.kind)](custom_field)
    made.label = custom_field.label
    if custom_field.kind == FieldKind.MONEY:
        made.label = f"{custom_field.label} ({custom_field.account.currency})"
    made.required = custom_field.required
    made.error_messages["required"] = _("Please fill this in.")
    return made


def shown(value: Value) -> Any:
    """A value as its form field takes it."""
    return (YES if value else NO) if isinstance(value, bool) else value


def _text(inputmode: str = "") -> Callable[[CustomField], forms.Field]:
    attrs = {"inputmode": inputmode, "autocomplete": "off"} if inputmode else {}
    limit = LONGEST[FieldKind.URL]
    return lambda custom_field: forms.CharField(max_length=limit, widget=forms.TextInput(attrs=attrs))


def _whole_number(custom_field: CustomField) -> forms.Field:
    return DecimalField(
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
        error_messages={"invalid": _("This is not a whole number. Write it like 12.")},
    )


def _yes_or_no(custom_field: CustomField) -> forms.Field:
    choices = [("", "–"), (YES, _("Yes")), (NO, _("No"))]
    return forms.TypedChoiceField(choices=choices, coerce=lambda text: text == YES, empty_value=None)


def _one_of(custom_field: CustomField) -> forms.Field:
    return forms.ChoiceField(choices=[("", "–"), *_choices(custom_field)])


def _several_of(custom_field: CustomField) -> forms.Field:
    return forms.MultipleChoiceField(choices=_choices(custom_field), widget=forms.CheckboxSelectMultiple)


def _choices(custom_field: CustomField) -> list[tuple[str, str]]:
    return [(option["id"], option["value"]) for option in custom_field.options]


_MAKERS: dict[FieldKind, Callable[[CustomField], forms.Field]] = {
    FieldKind.SINGLE_LINE: lambda custom_field: forms.CharField(max_length=LONGEST[FieldKind.SINGLE_LINE]),
    FieldKind.MULTI_LINE: lambda custom_field: forms.CharField(
        max_length=LONGEST[FieldKind.MULTI_LINE], widget=forms.Textarea(attrs={"rows": 3})
    ),
    FieldKind.NUMBER: lambda custom_field: DecimalField(),
    FieldKind.INTEGER: _whole_number,
    FieldKind.MONEY: lambda custom_field: MoneyField(),
    FieldKind.DATE: lambda custom_field: DateField(),
    FieldKind.BOOLEAN: _yes_or_no,
    FieldKind.SINGLE_SELECT: _one_of,
    FieldKind.MULTI_SELECT: _several_of,
    FieldKind.EMAIL: _text("email"),
    FieldKind.TELEPHONE: _text("tel"),
    FieldKind.URL: _text("url"),
}
