"""What owners and admins say of a field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.custom_fields.checking import LISTS
from comptoir.custom_fields.models import CustomField, FieldKind
from comptoir.custom_fields.wording import Option
from comptoir.web.forms import Form


class FieldForm(Form):
    """What of a field may change. `options` are further words of a list, one per line."""

    label = forms.CharField(label=_("Name"), max_length=100)
    required = forms.BooleanField(
        label=_("Must be filled in"), required=False, help_text=_("Asked for whenever somebody saves the form.")
    )
    options = forms.CharField(
        label=_("Words to choose from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        self.fields["label"].widget.attrs["autofocus"] = True

    def added(self) -> list[str]:
        """The words that are new."""
        lines: list[str] = self.cleaned_data["options"].splitlines()
        return lines


class NewFieldForm(FieldForm):
    """A field that is not there yet."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=FieldKind.choices, help_text=_("It stays: values of another kind would not fit.")
    )

    def given(self) -> dict[str, Any]:
        """The fields as the verb takes them."""
        return {**self.cleaned_data, "options": self.added()}


class EditedFieldForm(FieldForm):
    """A field that is there: each of its words in a line of its own, with its place."""

    def __init__(self, *args: Any, custom_field: CustomField, **kwargs: Any) -> None:
        initial = {"label": custom_field.label, "required": custom_field.required}
        super().__init__(*args, initial=initial, **kwargs)
        self.is_list = custom_field.kind in LISTS
        self.known = [option["id"] for option in custom_field.options]
        for place, option in enumerate(custom_field.options, start=1):
            number = {"place": place, "word": option["value"]}
            self.fields[f"word_{place}"] = forms.CharField(
                label=_("Word %(place)s") % number, required=False, initial=option["value"], max_length=100
            )
            self.fields[f"place_{place}"] = forms.IntegerField(
                label=_("Place of %(word)s") % number,
                required=False,
                initial=place,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
            )
        self.fields["options"].label = _("Further words")
        if not self.is_list:
            del self.fields["options"]

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The word and the place of each option."""
        return [(self[f"word_{place}"], self[f"place_{place}"]) for place in range(1, len(self.known) + 1)]

    def given(self) -> dict[str, Any]:
        """The fields as the verb takes them: the words in the order of their places, then the new ones."""
        said = self.cleaned_data
        numbered = []
        for place, id in enumerate(self.known, start=1):
            wanted = said[f"place_{place}"]
            # Whoever wants the place of another one comes before it when moving up, behind it when moving down.
            between = 0 if wanted in (None, place) else -1 if wanted < place else 1
            numbered.append((place if wanted is None else wanted, between, place, Option(id, said[f"word_{place}"])))
        options = [option for *__, option in sorted(numbered, key=lambda each: each[:3])]
        if self.is_list:
            options += [Option("", word) for word in self.added()]
        return {"label": said["label"], "required": said["required"], "options": options}
