"""The discounts on a whole document: as rows of a form, and as a page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comptoir.core.money import total
from comptoir.invoicing.checking import MOST_DISCOUNTS
from comptoir.invoicing.totals import HUNDRED, Discount, Totals
from comptoir.web.forms import DecimalField, Form
from comptoir.web.invoicing.rearranging import DISCOUNTS, rearranged


class DiscountForm(Form):
    """One row; without a percentage and a description it is as if it were not there."""

    description = forms.CharField(label=_("Discount"), max_length=200, required=False)
    percentage = DecimalField(
        label=_("Percentage"), max_digits=5, decimal_places=2, min_value=Decimal("0.01"), max_value=100
    )

    @property
    def is_left_out(self) -> bool:
        """Nothing was written into the row, or it was taken away."""
        data, named = self.data, self.add_prefix
        return self.is_bound and (
            bool(data.get(named("removed")))
            or not any(str(data.get(named(name), "")).strip() for name in ("description", "percentage"))
        )

    @property
    def is_removed(self) -> bool:
        """The row was taken away in the browser."""
        return self.is_bound and bool(self.data.get(self.add_prefix("removed")))

    def full_clean(self) -> None:
        if self.is_left_out:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()

    def discount(self) -> Discount | None:
        """What the row says, if it is there and right."""
        said = self.cleaned_data if self.is_bound and not self.errors else {} if self.is_bound else self.initial
        if not said.get("percentage"):
            return None
        return Discount(said["percentage"], said.get("description") or "")


class BaseDiscounts(BaseFormSet):
    """All rows."""

    def discounts(self) -> list[Discount]:
        """What the rows that can be read say."""
        return [each for form in self.forms if (each := form.discount())]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and sum(each.percentage for each in self.discounts()) > HUNDRED:
            last = [form for form in self.forms if form.discount()][-1]
            last.add_error("percentage", _("Together the discounts are more than 100 %."))

    def is_valid(self) -> bool:
        return super().is_valid() and not any(form.errors for form in self.forms)


Discounts = formset_factory(
    DiscountForm, formset=BaseDiscounts, extra=0, max_num=MOST_DISCOUNTS, absolute_max=MOST_DISCOUNTS
)


def discounts_form(data: QueryDict | None, *, initial: Iterable[Discount] = ()) -> BaseDiscounts:
    """The rows as typed in `data`, or those of `initial`."""
    rows = [{"description": each.description, "percentage": each.percentage.normalize() + 0} for each in initial]
    if data is not None and f"{DISCOUNTS}-TOTAL_FORMS" not in data:
        data = data.copy()
        data[f"{DISCOUNTS}-TOTAL_FORMS"] = data[f"{DISCOUNTS}-INITIAL_FORMS"] = "0"
    return cast(BaseDiscounts, Discounts(rearranged(data), prefix=DISCOUNTS, initial=rows))


@dataclass(frozen=True)
class Taken:
    """What one discount takes off, whatever the VAT rates."""

    discount: Discount
    amount: Decimal

    @property
    def off(self) -> Decimal:
        """The amount as it changes the total."""
        return -self.amount


def taken(totals: Totals, discounts: Iterable[Discount]) -> list[Taken]:
    """Each of `discounts` with the amount that it takes off, in their order."""
    kept = list(discounts)
    groups = len(totals.taxes)
    amounts = [each.amount for each in totals.allowances]
    # Two discounts may say the same: they are told apart by their place, each having an allowance per VAT rate.
    return [Taken(each, total(amounts[at * groups : (at + 1) * groups])) for at, each in enumerate(kept)]
