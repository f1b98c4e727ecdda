"""What is left of an invoice as a form: of each line, how much is taken back, and at which price."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.core.money import ZERO
from comptoir.invoicing import totals
from comptoir.invoicing.remainder import CreditedLine, Remainder
from comptoir.web import speech
from comptoir.web.forms import DecimalField, Form, MoneyField
from comptoir.web.templatetags.invoicing import figure


class CreditedLineForm(Form):
    """One line of the invoice. Nothing of it is taken back unless a quantity says so."""

    quantity = DecimalField(label=gettext_lazy("Quantity to credit"), max_digits=12, decimal_places=4, required=False)
    unit_price = MoneyField(label=gettext_lazy("Unit price to credit"), max_digits=14, decimal_places=4, required=False)

    def __init__(self, data: QueryDict | None, *, left: CreditedLine, currency: str) -> None:
        assert left.invoice_line is not None
        prefix = f"line-{left.invoice_line.pk}"
        super().__init__(data, prefix=prefix, initial={"quantity": ZERO, "unit_price": left.unit_price})
        self.left, self.currency = left, currency

    def clean_quantity(self) -> Decimal:
        """From nothing to what is left, on the side of nothing on which the invoice has it."""
        quantity: Decimal = self.cleaned_data["quantity"] or ZERO
        if not min(ZERO, self.left.quantity) <= quantity <= max(ZERO, self.left.quantity):
            raise ValidationError(_("Choose from 0 to %(left)s.") % {"left": figure(self.left.quantity)})
        return quantity

    def clean_unit_price(self) -> Decimal:
        """What was charged, unless another price is said."""
        price: Decimal | None = self.cleaned_data["unit_price"]
        return self.left.unit_price if price is None else price

    def clean(self) -> dict[str, Any]:
        """Never more than is left of the line."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            amount, most = totals.net(self.line(), self.currency), self.amount_left
            if not min(ZERO, most) <= amount <= max(ZERO, most):
                left = speech.money(most, self.currency)
                self.add_error("unit_price", _("Of this line, %(left)s without VAT is left.") % {"left": left})
        return cleaned

    def line(self) -> CreditedLine:
        """What is taken back."""
        said = self.cleaned_data if self.is_bound else self.initial
        return replace(self.left, quantity=said["quantity"], unit_price=said["unit_price"])

    @property
    def amount_left(self) -> Decimal:
        """Of the line, without VAT and before the discounts of the document."""
        return totals.net(self.left, self.currency)

    @property
    def net(self) -> Decimal | None:
        """What is taken back of it; None where it cannot be read."""
        if self.is_bound and not self.is_valid():
            return None
        return totals.net(self.line(), self.currency)


def credited_lines_form(data: QueryDict | None, remainder: Remainder, *, currency: str) -> list[CreditedLineForm]:
    """A row for each line of the invoice of which something is left."""
    return [CreditedLineForm(data, left=line, currency=currency) for line in remainder.lines if line.invoice_line]


def lines_in(rows: list[CreditedLineForm]) -> list[CreditedLine]:
    """What the rows that can be read take back."""
    return [row.line() for row in rows if row.is_bound and row.is_valid() and row.line().quantity]
