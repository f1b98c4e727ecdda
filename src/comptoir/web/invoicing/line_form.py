"""One row of a document's lines: a line, or the title of a section that the lines below it belong to."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from comptoir.core.money import ZERO
from comptoir.core.units import UnitOfMeasure
from comptoir.invoicing import totals
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Product, TaxRate
from comptoir.web.forms import DecimalField, Form, MoneyField

WRITTEN = ("description", "unit_price", "extended_description")
"""A row where nothing stands in these is as if it were not there."""


class LineForm(Form):
    """One row."""

    description = forms.CharField(label=_("Description"), max_length=500)
    quantity = DecimalField(label=_("Quantity"), max_digits=12, decimal_places=4, initial=Decimal(1))
    unit_of_measure = forms.ChoiceField(label=_("Unit"), choices=[("", "–"), *UnitOfMeasure.choices], required=False)
    unit_price = MoneyField(label=_("Unit price"), max_digits=14, decimal_places=4)
    discount = DecimalField(
        label=_("Discount %"), max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False
    )
    tax_rate = forms.ChoiceField(label=_("VAT"))
    extended_description = forms.CharField(
        label=_("Long text"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    product = forms.CharField(required=False, widget=forms.HiddenInput)
    is_section = forms.CharField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(required=False, widget=forms.HiddenInput)

    listed: list[Product] = []
    """Products to choose from, where a browser without JavaScript asked for them."""

    def __init__(
        self,
        *args: Any,
        by_id: dict[str, TaxRate],
        products: dict[str, Product],
        choices: list[Any],
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_id, self.products, self.currency = by_id, products, currency
        cast(forms.ChoiceField, self.fields["tax_rate"]).choices = choices
        if self.heads_section:
            self._become_section()
        for name, bound in self.fields.items():
            bound.widget.attrs.setdefault("data-line", name)

    @classmethod
    def initial_of(cls, line: LineData) -> dict[str, Any]:
        """What the row shows of a line."""
        return {
            "description": line.description,
            "quantity": line.quantity.normalize() + 0,
            "unit_of_measure": line.unit_of_measure,
            "unit_price": line.unit_price,
            "discount": line.discount.normalize() + 0 if line.discount else None,
            "tax_rate": str(line.tax_rate.pk),
            "extended_description": line.extended_description,
            "product": str(line.product.pk) if line.product else "",
        }

    def clean_tax_rate(self) -> TaxRate:
        """The rate itself, one of those that were offered."""
        return self.by_id[self.cleaned_data["tax_rate"]]

    def clean_product(self) -> Product | None:
        """The product itself; one that is not ours is as if none was picked."""
        return self.products.get(self.cleaned_data["product"])

    @property
    def index(self) -> str:
        """Its number among the rows sent, whatever their order."""
        return (self.prefix or "").rpartition("-")[2]

    @property
    def heads_section(self) -> bool:
        """The row is the title of a section."""
        return bool(self._said("is_section"))

    @property
    def is_blank(self) -> bool:
        """Nothing was written into the row."""
        return self.is_bound and not self.heads_section and not any(self._said(name) for name in WRITTEN)

    @property
    def is_removed(self) -> bool:
        """The row was taken away in the browser."""
        return self.is_bound and bool(self._said("removed"))

    @property
    def is_long(self) -> bool:
        """Whether its second line is open."""
        return bool(
            self._said("extended_description") or self._said("open_long") or "extended_description" in self.errors
        )

    @property
    def place(self) -> int:
        """Where it stands among the others; without a word of it, in the order of their numbers."""
        said = self._said("position")
        if said.isdecimal() and len(said) < 6:
            return int(said)
        return int(self.index) + 1 if self.index.isdecimal() else 0

    def full_clean(self) -> None:
        if self.is_blank or self.is_removed:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()

    def line(self) -> LineData | None:
        """What the row says, if it is a line, there and right."""
        said: dict[str, Any] = {}
        if self.heads_section:
            return None
        if not self.is_bound:
            known = {"tax_rate": self.by_id.get(str(self.initial.get("tax_rate")))}
            said = {**self.initial, **known, "product": self.products.get(self.initial.get("product", ""))}
        elif not self.errors:
            said = self.cleaned_data
        if any(said.get(name) is None for name in ("description", "unit_price", "quantity", "tax_rate")):
            return None
        return LineData(
            description=said["description"],
            unit_price=said["unit_price"],
            tax_rate=said["tax_rate"],
            quantity=said["quantity"],
            discount=said.get("discount") or ZERO,
            extended_description=said.get("extended_description") or "",
            unit_of_measure=said.get("unit_of_measure") or "",
            product=said.get("product"),
        )

    @property
    def title(self) -> str:
        """The title of the section that it heads."""
        said = self.cleaned_data if self.is_bound and not self.errors else self.initial
        return str(said.get("description") or "")

    @property
    def net(self) -> Decimal | None:
        """Its amount without VAT; None where it cannot be read."""
        line = self.line()
        return totals.net(line, self.currency) if line else None

    def _said(self, name: str) -> str:
        said = self.data.get(self.add_prefix(name), "") if self.is_bound else self.initial.get(name) or ""
        return str(said).strip()

    def _become_section(self) -> None:
        for name in set(self.fields) - {"description", "is_section", "position"}:
            del self.fields[name]
        self.fields["description"] = forms.CharField(label=_("Title of the section"), max_length=200, required=False)
