"""Choosing a file, and what its columns hold."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.accounts.models import Department
from comptoir.core.countries import country_choices
from comptoir.core.money import CURRENCY_CHOICES
from comptoir.customers.models import Kind
from comptoir.transfer.importing.fields import Field
from comptoir.transfer.importing.own_fields import known_fields
from comptoir.transfer.models import Import, ImportKind
from comptoir.web.forms import Form

WHAT = [
    ("companies", _("Companies")),
    ("contacts", _("Contacts")),
    ("invoices", _("Invoices")),
]
SIGNS = [("point", pgettext_lazy("decimal sign", "1,234.56")), ("comma", pgettext_lazy("decimal sign", "1.234,56"))]


class FileForm(Form):
    """The file, and what its rows are."""

    what = forms.ChoiceField(label=_("The rows are"), choices=WHAT)
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}), allow_empty_file=True
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class ColumnsForm(Form):
    """For each column what it holds; how dates and amounts are written where that is open; and what holds for the file."""

    def __init__(self, *args: Any, importing: Import, **kwargs: Any) -> None:
        self.importing = importing
        super().__init__(*args, **kwargs)
        holds = {column: name for name, column in importing.mapping.items()}
        self.known = known_fields(importing)
        choices: list[Any] = [("", _("Leave out")), *_choices(self.known.values(), own=False)]
        if own := _choices(self.known.values(), own=True):
            choices.append((_("Custom fields"), own))
        for place, column in enumerate(importing.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column["name"], choices=choices, required=False, initial=holds.get(column["name"], "")
            )
            self._offer_format(place, column)
        self._offer_options()

    def rows(self) -> list[dict[str, Any]]:
        """Each column with its fields."""
        names = [f"column_{place}" for place in range(len(self.importing.columns))]
        return [
            {
                "column": column,
                "holds": self[name],
                "dates": self[f"dates_{place}"] if f"dates_{place}" in self.fields else None,
                "signs": self[f"signs_{place}"] if f"signs_{place}" in self.fields else None,
            }
            for place, (name, column) in enumerate(zip(names, self.importing.columns, strict=True))
        ]

    def options(self) -> list[Any]:
        """The fields that hold for the file as a whole."""
        return [self[name] for name in self._options]

    def chosen(self) -> dict[str, Any]:
        """What the verb takes."""
        mapping: dict[str, str] = {}
        formats: dict[str, str] = {}
        for place, column in enumerate(self.importing.columns):
            name = self.cleaned_data[f"column_{place}"]
            if not name:
                continue
            mapping[name] = column["name"]
            how = {"date": "dates", "amount": "signs"}.get(self.known[name].reads, "")
            if choice := self.cleaned_data.get(f"{how}_{place}"):
                formats[column["name"]] = choice
        return {"mapping": mapping, "formats": formats, "options": {name: self._option(name) for name in self._options}}

    def clean(self) -> dict[str, Any]:
        """A field is held by one column."""
        taken: dict[str, str] = {}
        for place, column in enumerate(self.importing.columns):
            name = self.cleaned_data.get(f"column_{place}")
            if name and name in taken:
                self.add_error(f"column_{place}", _("Another column holds this already."))
            elif name:
                taken[name] = column["name"]
        return self.cleaned_data

    def add_refusal(self, field: str, errors: Any) -> None:
        """Put what the verb refuses beside the column that was chosen for the field, or above all."""
        for place, __ in enumerate(self.importing.columns):
            if self.cleaned_data.get(f"column_{place}") == field:
                how = next((f"{h}_{place}" for h in ("dates", "signs") if f"{h}_{place}" in self.fields), None)
                self.add_error(how or f"column_{place}", errors)
                return
        for error in errors:
            known = self.known.get(field)
            words = {"field": known.label if known else field, "error": " ".join(error.messages)}
            self.add_error(None, _("%(field)s: %(error)s") % words)

    def _offer_format(self, place: int, column: dict[str, Any]) -> None:
        written = self.importing.formats.get(column["name"], "")
        for how, label, shown in (
            ("dates", _("Dates are written"), [(name, name) for name in column["dates"]]),
            ("signs", _("Amounts are written"), [pair for pair in SIGNS if pair[0] in column["signs"]]),
        ):
            if len(column[how]) > 1:
                self.fields[f"{how}_{place}"] = forms.ChoiceField(
                    label=label,
                    choices=[("", _("Choose")), *shown],
                    required=False,
                    initial=written if written in dict(shown) else "",
                )

    def _offer_options(self) -> None:
        options = self.importing.options
        own: dict[str, forms.Field]
        if self.importing.kind == ImportKind.CUSTOMERS:
            own = {
                "customer_kind": forms.ChoiceField(label=_("Rows without a type are"), choices=Kind.choices),
                "duplicates": forms.ChoiceField(
                    label=_("Who is there already"),
                    choices=[
                        ("skip", _("is left as it is")),
                        ("update", _("is changed to what the file says")),
                        ("create", _("is added once more")),
                    ],
                    help_text=_("Known by the id of an export, by VAT number, or by e-mail."),
                ),
                "home": forms.ChoiceField(
                    label=_("Country of numbers and addresses without one"), choices=country_choices()
                ),
            }
        else:
            departments = Department.objects.filter(account=self.importing.account)
            own = {
                "department": forms.ChoiceField(
                    label=_("Department"), choices=[(str(each.pk), each.name) for each in departments]
                ),
                "currency": forms.ChoiceField(label=_("Amounts without a currency are"), choices=CURRENCY_CHOICES),
                "add_customers": forms.BooleanField(
                    label=_("Add customers that are not found as companies"), required=False
                ),
            }
        defaults = self._defaults()
        for name, field in own.items():
            field.initial = options.get(name, defaults.get(name))
            self.fields[name] = field
        self._options = list(own)

    def _defaults(self) -> dict[str, Any]:
        account = self.importing.account
        department = account.departments.get(is_default=True)
        return {"home": department.country, "department": str(department.pk), "currency": account.currency}

    def _option(self, name: str) -> Any:
        return self.cleaned_data[name]


def _choices(fields: Iterable[Field], *, own: bool) -> list[tuple[str, Any]]:
    return [(field.name, field.label) for field in fields if field.name.startswith("own:") == own]
