"""The discounts on a whole document, as a few rows of a form. An empty row is no discount."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.core.money import ZERO
from comptoir.invoicing.totals import HUNDRED, Discount
from comptoir.web.forms import DecimalField, Form

ROWS = range(1, 4)


class DiscountsForm(Form):
    """Up to three discounts, each a percentage of the sum of the lines and what it is for."""

    prefix = "discounts"

    def __init__(self, *args: Any, kept: list[dict[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(kept or []), **kwargs)
        for row in ROWS:
            self.fields[f"percentage_{row}"] = DecimalField(
                label=_("Discount %"), max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False
            )
            self.fields[f"description_{row}"] = forms.CharField(
                label=_("What it is for"), max_length=200, required=False
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The fields, by row."""
        return [(self[f"percentage_{row}"], self[f"description_{row}"]) for row in ROWS]

    @property
    def is_used(self) -> bool:
        """Whether there is a discount, or what was typed is at fault."""
        return bool(self.said() or self.errors)

    def clean(self) -> dict[str, Any]:
        """All together are no more than everything; what a discount is for needs its percentage."""
        cleaned = super().clean() or {}
        if sum((cleaned.get(f"percentage_{row}") or ZERO for row in ROWS), ZERO) > HUNDRED:
            self.add_error("percentage_1", _("Together the discounts are more than 100 %."))
        for row in ROWS:
            name = f"percentage_{row}"
            if cleaned.get(f"description_{row}") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Say how much, in percent."))
        return cleaned

    def said(self) -> list[Discount]:
        """The discounts that can be read; none while they are more than everything."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {} if self.is_bound else self.initial
        return [
            Discount(Decimal(percentage), said.get(f"description_{row}") or "")
            for row in ROWS
            if (percentage := said.get(f"percentage_{row}"))
        ]


def _initial(kept: list[dict[str, str]]) -> dict[str, Any]:
    return {
        name: fact
        for row, each in zip(ROWS, kept, strict=False)
        for name, fact in (
            (f"percentage_{row}", Decimal(each["percentage"])),
            (f"description_{row}", each["description"]),
        )
    }
