"""The lines of a document as a form: rows are added and removed without JavaScript too, only slower.

Used by drafts and subscriptions, and with more to say by quotations. A row without description and price is as if it
were not there.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department
from comptoir.core.money import ZERO
from comptoir.core.units import UnitOfMeasure
from comptoir.invoicing import totals
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import TaxRate
from comptoir.web.forms import DecimalField, Form, MoneyField

PREFIX = "lines"
MOST = 200
"""Rows that a form takes."""


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
    section = forms.CharField(label=_("Section"), max_length=200, required=False)
    extended_description = forms.CharField(
        label=_("Long description"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    starts_section = False
    """Whether its section is another than that of the row above."""

    def __init__(self, *args: Any, by_id: dict[str, TaxRate], choices: list[Any], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id, self.currency = by_id, currency
        cast(forms.ChoiceField, self.fields["tax_rate"]).choices = choices
        for name, bound in self.fields.items():
            bound.widget.attrs.setdefault("data-line", name)

    @classmethod
    def initial_of(cls, line: LineData) -> dict[str, Any]:
        """What the row shows of a line."""
        return {
            "description": line.description,
            "quantity": line.quantity.normalize() + 0,
            "unit_price": line.unit_price,
            "discount": line.discount.normalize() + 0 if line.discount else None,
            "tax_rate": str(line.tax_rate.pk),
            "unit_of_measure": line.unit_of_measure,
            "section": line.section,
            "extended_description": line.extended_description,
            "product": line.product,
        }

    def clean_tax_rate(self) -> TaxRate:
        """The rate itself, one of those that were offered."""
        return self.by_id[self.cleaned_data["tax_rate"]]

    @property
    def is_blank(self) -> bool:
        """Nothing was written into the row."""
        return self.is_bound and not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in ("description", "unit_price")
        )

    @property
    def is_removed(self) -> bool:
        """The row was taken away in the browser."""
        return self.is_bound and bool(self.data.get(self.add_prefix("removed")))

    def full_clean(self) -> None:
        if self.is_blank or self.is_removed:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            return
        super().full_clean()

    def line(self) -> LineData | None:
        """What the row says, if it is there and right."""
        said: dict[str, Any] = {}
        if not self.is_bound:
            said = {**self.initial, "tax_rate": self.by_id.get(str(self.initial.get("tax_rate")))}
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
            unit_of_measure=said.get("unit_of_measure") or "",
            section=said.get("section") or "",
            extended_description=said.get("extended_description") or "",
            product=self.initial.get("product"),
        )

    @property
    def has_details(self) -> bool:
        """Whether there is more to show than what stands in its columns."""
        return bool(self["extended_description"].value() or self["extended_description"].errors)

    @property
    def net(self) -> Decimal | None:
        """Its amount without VAT; None where it cannot be read."""
        line = self.line()
        return totals.net(line, self.currency) if line else None


class BaseLines(BaseFormSet):
    """All rows. `lines(department=…)` gives what they say once `is_valid()`."""

    rates: list[TaxRate]
    by_id: dict[str, TaxRate]
    choices: list[Any]
    currency: str
    discounts: Sequence[totals.Discount] = ()

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {"by_id": self.by_id, "choices": self.choices, "currency": self.currency}

    @property
    def shown(self) -> list[LineForm]:
        """The rows to show again."""
        return [form for form in self.forms if not form.is_removed]

    def lines(self, *, department: Department) -> list[LineData]:
        """What the rows say, with the VAT rates of `department`: the same kind and percentage, whichever was chosen.

        A rate that the department has not at all is an error at its row; ask `is_valid()` again afterwards.
        """
        own = {_kind(rate): rate for rate in reversed(self.rates) if rate.department_id == department.pk}
        lines: list[LineData] = []
        for form in self.forms:
            line = form.line()
            if line is None:
                continue
            if line.tax_rate.department_id != department.pk:
                if _kind(line.tax_rate) not in own:
                    form.add_error("tax_rate", _("%(department)s has no such rate.") % {"department": department.name})
                    continue
                line = replace(line, tax_rate=own[_kind(line.tax_rate)])
            lines.append(line)
        return lines

    def totals(self) -> totals.Totals:
        """What the rows that can be read come to, less the document's discounts."""
        lines = [line for form in self.forms if (line := form.line())]
        return totals.compute(lines, self.currency, self.discounts)


Lines = formset_factory(LineForm, formset=BaseLines, extra=0, max_num=MOST, absolute_max=MOST)


def lines_form(
    data: QueryDict | None,
    *,
    account: Account,
    currency: str,
    initial: Sequence[LineData] = (),
    kind: type[BaseFormSet] = Lines,
) -> BaseLines:
    """The rows as typed in `data`, or those of `initial`; one empty row when there are none.

    `kind` is a formset of rows that say more than those of an invoice.
    """
    rates = _rates(account, initial)
    form = cast(type[LineForm], kind.form)
    rows = [form.initial_of(line) for line in initial] or [{"quantity": Decimal(1)}]
    if rates:
        for row in rows:
            row.setdefault("tax_rate", str(rates[0].pk))
    formset = cast(BaseLines, kind(rearranged(data), prefix=PREFIX, initial=rows))
    formset.rates, formset.currency = rates, currency
    formset.by_id, formset.choices = {str(rate.pk): rate for rate in rates}, _choices(rates)
    above = ""
    for row in formset.forms:
        section = str(row["section"].value() or "")
        row.starts_section = section != above or (data is not None and f"{row.prefix}-begins" in formset.data)
        above = section
    return formset


def is_rearranging(data: QueryDict) -> bool:
    """Whether the form was sent only to add or remove a row, by a browser without JavaScript."""
    return "add_line" in data or "add_section" in data or "remove_line" in data


def rearranged(data: QueryDict | None) -> QueryDict | None:
    """`data` with a row more or less, if that was asked for."""
    if data is None or not is_rearranging(data):
        return data
    changed = data.copy()
    count = changed.get(f"{PREFIX}-TOTAL_FORMS", "0")
    number = int(count) if count.isdecimal() and len(count) < 5 else 0
    if "remove_line" in changed:
        changed[f"{PREFIX}-{changed['remove_line']}-removed"] = "1"
    elif number < MOST:
        changed[f"{PREFIX}-TOTAL_FORMS"] = str(number + 1)
        changed[f"{PREFIX}-{number}-quantity"] = "1"
        changed[f"{PREFIX}-{number}-section"] = changed.get(f"{PREFIX}-{number - 1}-section", "")
        if "add_section" in changed:
            changed[f"{PREFIX}-{number}-section"] = ""
            changed[f"{PREFIX}-{number}-begins"] = "1"
    return changed


def _kind(rate: TaxRate) -> tuple[str, Decimal]:
    """What a rate is, whichever department's."""
    return rate.category, rate.rate


def _rates(account: Account, initial: Sequence[LineData]) -> list[TaxRate]:
    """The rates that may be chosen: those in use, and an archived one where a line has it already."""
    used = [line.tax_rate.pk for line in initial]
    rates = TaxRate.objects.of(account).filter(
        Q(archived_at__isnull=True, department__status=Department.Status.ACTIVE) | Q(pk__in=used)
    )
    return list(rates.select_related("department").order_by("-department__is_default", "department__name", "-rate"))


def _choices(rates: list[TaxRate]) -> list[Any]:
    departments = {rate.department_id: rate.department.name for rate in rates}
    if len(departments) == 1:
        return [(str(rate.pk), rate.description) for rate in rates]
    return [
        (name, [(str(rate.pk), rate.description) for rate in rates if rate.department_id == id])
        for id, name in departments.items()
    ]
