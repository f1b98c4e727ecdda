"""Forms in Comptoir's manner: errors joined to their field, amounts and dates read as the user writes them."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Field
from django.utils.translation import gettext_lazy as _

from comptoir.web import speech


class Manners:
    """What all forms share. Show them with `components/form_errors.html` and `{% field form.name %}`."""

    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill this in.")


class Form(Manners, forms.Form):
    """The base of forms."""


class ModelForm(Manners, forms.ModelForm):
    """A form with a model's fields and words. It reads and never saves: a verb does, with `cleaned_data`.

    What only the database knows (is this name taken?) is the verb's to say.
    """

    def _post_clean(self) -> None:
        # Django would also ask the database's constraints here, and answer with their names.
        try:
            self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            self.instance.clean_fields(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError as faults:
            self._update_errors(faults)  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Any:
        """Refused: the verbs save."""
        raise NotImplementedError


def accepted(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """Whether the form is filled in well and `verb` took it; what it refuses with ValidationError is put beside its field."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        verb()
    except ValidationError as refusal:
        faults = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
        for field, errors in faults.items():
            form.add_error(field if field in form.fields else None, errors)
        return False
    return True


class DateField(forms.DateField):
    """A day: the browser's own date field, which speaks ISO whatever it shows."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"])
        kwargs.setdefault("error_messages", {"invalid": _("This is not a date. Write it like 2026-11-24.")})
        super().__init__(**kwargs)


class DecimalField(forms.DecimalField):
    """A number as the user writes it: `1.234,56`, `1 234,56` or `1,234.56`, in whatever language they read."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": _("This is not a number. Write it like 1234.56.")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(unlocalized(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it was typed; what was stored is written as the user would."""
        if isinstance(value, Decimal):
            return speech.plain(value)
        return value


class MoneyField(DecimalField):
    """An amount with at most two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Stored amounts are written with their cents."""
        return speech.plain(value, 2) if isinstance(value, Decimal) else value


def unlocalized(text: str) -> str:
    """`text` with a point for its decimals and nothing between its thousands.

    With both signs present the last one is the decimal sign. One sign alone, followed by exactly three digits, is
    ambiguous: then the reader's language decides, so that `1.234` is a thousand for a German and not for a Briton.
    """
    text = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace("−", "-")
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    sign, other = text[last], "," if text[last] == "." else "."
    if other in text:
        return text.replace(other, "").replace(sign, ".")
    if text.count(sign) > 1 or (re.search(r"[.,]\d{3}$", text) and sign == speech.thousands_sign()):
        return text.replace(sign, "")
    return text.replace(sign, ".")
