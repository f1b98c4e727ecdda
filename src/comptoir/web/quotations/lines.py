"""The lines of a quotation as a form: those of an invoice, each also with its cycle and whether it is optional."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.forms.formsets import formset_factory
from django.utils.translation import gettext_lazy as _

from comptoir.invoicing.lines import LineData
from comptoir.invoicing.totals import compute
from comptoir.quotations.lines import QuotationLineData
from comptoir.quotations.totals import QuotationTotals, cycle_of
from comptoir.web.invoicing.lines import MOST, BaseLines, LineForm, lines_form
from comptoir.web.quotations import words
from comptoir.web.quotations.forms import QuotationForm
from comptoir.web.quotations.sums import Sum, of_totals


class QuotationLineForm(LineForm):
    """One row."""

    cycle = forms.ChoiceField(label=_("Charged"), choices=words.cycle_choices, required=False)
    is_optional = forms.BooleanField(label=_("Optional"), required=False)

    @classmethod
    def initial_of(cls, line: LineData) -> dict[str, Any]:
        """What the row shows of a line."""
        said = cast(QuotationLineData, line)
        cycle = f"{said.unit} {said.period}" if said.unit else ""
        return super().initial_of(line) | {"cycle": cycle, "is_optional": said.is_optional}

    def line(self) -> QuotationLineData | None:
        """What the row says, if it is there and right."""
        line = super().line()
        if line is None:
            return None
        said = self.cleaned_data if self.is_bound else self.initial
        unit, __, period = (said.get("cycle") or "").partition(" ")
        cycle = {"unit": unit, "period": int(period)} if unit else {}
        return QuotationLineData(**vars(line), **cycle, is_optional=bool(said.get("is_optional")))


class BaseQuotationLines(BaseLines):
    """All rows."""

    def sums(self) -> list[Sum]:
        """What the rows that can be read come to, without the optional ones: once, then each cycle."""
        lines = [line for line in self._read() if not line.is_optional]
        cycles = sorted({cycle for line in lines if (cycle := cycle_of(line))}, key=words.length)
        # Not `totals_of`: a row may still have a VAT rate of another department, which saving translates.
        once, *recurring = (
            compute([line for line in lines if cycle_of(line) == cycle], self.currency) for cycle in [None, *cycles]
        )
        return of_totals(QuotationTotals(once, dict(zip(cycles, recurring, strict=True))))

    @property
    def has_optional(self) -> bool:
        """Whether the customer has something to choose."""
        return any(line.is_optional for line in self._read())

    def _read(self) -> list[QuotationLineData]:
        return [line for form in self.forms if (line := cast(QuotationLineForm, form).line())]


QuotationLines = formset_factory(
    QuotationLineForm, formset=BaseQuotationLines, extra=0, max_num=MOST, absolute_max=MOST
)


def rows_of(form: QuotationForm, initial: Sequence[QuotationLineData] = ()) -> BaseQuotationLines:
    """The rows sent with `form`, or those of `initial`; amounts are in its currency as it stands."""
    data = form.data if form.is_bound else None
    rows = lines_form(data, account=form.account, currency=form.currency_so_far, initial=initial, kind=QuotationLines)
    return cast(BaseQuotationLines, rows)
