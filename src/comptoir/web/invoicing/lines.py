"""The lines of a document as a form: rows are added, moved and removed without JavaScript too, only slower.

Used by drafts and subscriptions, and with more to say by quotations. A row without words and price is as if it were not
there; the title of a section counts for the lines below it, an empty one ends it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from django.db.models import Q
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, Department
from comptoir.invoicing import totals
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Product, TaxRate
from comptoir.web.invoicing.discounts import BaseDiscounts, Taken, discounts_form, taken
from comptoir.web.invoicing.line_form import LineForm
from comptoir.web.invoicing.rearranging import LINES, MOST, is_rearranging, pick, rearranged

__all__ = [
    "LINES",
    "MOST",
    "BaseLines",
    "LineForm",
    "Lines",
    "content_form",
    "content_given",
    "is_rearranging",
    "lines_form",
]


class BaseLines(BaseFormSet):
    """All rows. `lines(department=…)` gives what they say once `is_valid()`."""

    rates: list[TaxRate]
    by_id: dict[str, TaxRate]
    products: dict[str, Product]
    choices: list[Any]
    currency: str
    discounts: Sequence[totals.Discount] = ()
    """On the whole document, where there can be any."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("by_id", "products", "choices", "currency")}

    @property
    def ordered(self) -> list[LineForm]:
        """The rows in the order in which they stand."""
        return sorted(self.forms, key=lambda form: (form.place, int(form.index)))

    @property
    def shown(self) -> list[LineForm]:
        """The rows to show again."""
        return [form for form in self.ordered if not form.is_removed]

    @property
    def empty_section(self) -> LineForm:
        """The title of a section that is still to be added."""
        kwargs = self.get_form_kwargs(None) | {"prefix": self.add_prefix("__prefix__"), "auto_id": self.auto_id}
        return cast(LineForm, self.form(initial={"is_section": "1"}, use_required_attribute=False, **kwargs))

    def lines(self, *, department: Department) -> list[LineData]:
        """What the rows say, with the VAT rates of `department`: of the same kind and percentage, whichever was chosen.

        A rate that the department has not at all is an error at its row; ask `is_valid()` again afterwards.
        """
        offered = sorted(self.rates, key=lambda rate: rate.archived_at is None)
        own = {(rate.category, rate.rate): rate for rate in offered if rate.department_id == department.pk}
        lines: list[LineData] = []
        section = ""
        for form in self.shown:
            if form.heads_section:
                section = form.title
            line = form.line()
            if line is None:
                continue
            if line.tax_rate.department_id != department.pk:
                alike = own.get((line.tax_rate.category, line.tax_rate.rate))
                if alike is None:
                    form.add_error("tax_rate", _("%(department)s has no such rate.") % {"department": department.name})
                    continue
                line = replace(line, tax_rate=alike)
            lines.append(replace(line, section=section))
        return lines

    def totals(self) -> totals.Totals:
        """What the rows that can be read come to, less the discounts on the document."""
        return totals.compute([line for form in self.forms if (line := form.line())], self.currency, self.discounts)

    def taken(self) -> list[Taken]:
        """What each discount on the document takes off."""
        return taken(self.totals(), self.discounts)


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
    rows = _rows(cast(type[LineForm], kind.form), initial)
    if rates:
        for row in rows:
            row.setdefault("tax_rate", str(rates[0].pk))
    data, listed = rearranged(data), list[Product]()
    if data is not None and "pick_product" in data:
        data, listed = pick(data, account, currency=currency)
    formset = cast(BaseLines, kind(data, prefix=LINES, initial=rows))
    formset.rates, formset.currency = rates, currency
    formset.by_id, formset.choices = {str(rate.pk): rate for rate in rates}, _choices(rates)
    formset.products = _products(account, data, initial)
    for form in formset.forms if listed else []:
        if data is not None and form.index == data["pick_product"]:
            form.listed = listed
    return formset


def content_form(
    data: QueryDict | None,
    *,
    account: Account,
    currency: str,
    initial: Sequence[LineData] = (),
    discounts: Sequence[totals.Discount] = (),
) -> tuple[BaseLines, BaseDiscounts]:
    """The lines and the discounts on the whole; the lines' totals know of the discounts."""
    lines = lines_form(data, account=account, currency=currency, initial=initial)
    whole = discounts_form(data, initial=discounts)
    lines.discounts = whole.discounts()
    return lines, whole


def content_given(lines: BaseLines, discounts: BaseDiscounts, *, department: Department) -> dict[str, Any]:
    """What they say, as the verbs take it; nothing while a rate is at fault. Ask both `is_valid()` before."""
    given = {
        "lines": lines.lines(department=department),
        "discounts": [each.as_json() for each in discounts.discounts()],
    }
    return given if not any(row.errors for row in lines.forms) else {}


def _rows(form: type[LineForm], initial: Sequence[LineData]) -> list[dict[str, Any]]:
    """What the rows show: above each run of lines of one section, its title."""
    rows: list[dict[str, Any]] = []
    section = ""
    for line in initial:
        if line.section != section:
            section = line.section
            rows.append({"description": section, "is_section": "1"})
        rows.append(form.initial_of(line))
    return rows or [{"quantity": Decimal(1)}]


def _products(account: Account, data: QueryDict | None, initial: Sequence[LineData]) -> dict[str, Product]:
    """The products that the rows have, found in one go; those of others are not."""
    products = {str(line.product.pk): line.product for line in initial if line.product}
    named: set[uuid.UUID] = set()
    for name, value in data.items() if data is not None else ():
        if name.startswith(f"{LINES}-") and name.endswith("-product") and value not in products:
            try:
                named.add(uuid.UUID(str(value)))
            except ValueError:
                continue
    if named:
        products |= {str(each.pk): each for each in Product.objects.of(account).filter(pk__in=named)}
    return products


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
