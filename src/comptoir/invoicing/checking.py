"""What drafts and their lines may say, checked at every edge: one clear sentence for each field at fault."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account
from comptoir.core.units import UnitOfMeasure
from comptoir.custom_fields import values
from comptoir.custom_fields.values import Change, Checked, Given
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.refusals import FieldsAtFault, ForeignProduct
from comptoir.invoicing.totals import HUNDRED, Discount

EARLIEST = dt.date(2000, 1, 1)
FARTHEST = dt.timedelta(days=366)
LONGEST_TERM = 365
LONGEST_TEXT = 4000
LARGEST_QUANTITY = Decimal("99999999.9999")
LARGEST_PRICE = Decimal("9999999999.9999")
MOST_DISCOUNTS = 10
SAID = (
    "for_attention_of_name",
    "email",
    "payment_term",
    "payment_days",
    "currency",
    "purchase_order_number",
    "expected_payment_method",
)


def check_draft(invoice: Invoice, *, on: dt.date) -> None:
    """Refuse a draft that says what no document may say (FieldsAtFault), on the day `on`."""
    faults = _faults_of_conditions(invoice, said=SAID)
    if (day := invoice.delivery_date) is not None and not EARLIEST <= day <= on + FARTHEST:
        faults["delivery_date"] = _("This day is too far away. Is the year right?")
    if faults:
        raise FieldsAtFault(faults)


def check_conditions(document: Any, *, besides: Collection[str] = ()) -> None:
    """Refuse what no invoice may say in whatever makes invoices (FieldsAtFault), and in the fields `besides` of its own."""
    if faults := _faults_of_conditions(document, said={*SAID, *besides}):
        raise FieldsAtFault(faults)


def check_custom(account: Account, about: str, given: Given | None) -> Checked:
    """The values of the account's own fields of a document, as they may be written; refused by field (FieldsAtFault)."""
    with _by_field():
        return values.check(account, about, given)


def write_custom(record: UUID, wanted: Checked) -> list[Change]:
    """Write them as `values.write` does; what is gone since it was checked is refused by field (FieldsAtFault)."""
    with _by_field():
        return values.write(record, wanted)


@contextmanager
def _by_field() -> Iterator[None]:
    try:
        yield
    except ValidationError as wrong:
        raise FieldsAtFault({field: sentences[0] for field, sentences in wrong.message_dict.items()}) from wrong


def check_lines(lines: Iterable[LineData], *, account: Account) -> None:
    """Refuse lines that no document may have (FieldsAtFault, with the number of the line) and others' products."""
    faults: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if line.product is not None and line.product.account_id != account.pk:
            raise ForeignProduct
        for field, fault in faults_of(line).items():
            faults[f"lines.{number}.{field}"] = _("Line %(number)s: %(fault)s") % {"number": number, "fault": fault}
    if faults:
        raise FieldsAtFault(faults)


def faults_of(line: LineData) -> dict[str, str]:
    """What is wrong with a line, by field."""
    faults = {
        "description": _fault_of_text(line.description, 500),
        "section": _fault_of_text(line.section, 200),
        "extended_description": _fault_of_text(line.extended_description, LONGEST_TEXT),
        "quantity": _fault_of_number(line.quantity, LARGEST_QUANTITY),
        "unit_price": _fault_of_number(line.unit_price, LARGEST_PRICE),
    }
    if not line.description.strip():
        faults["description"] = _("Please describe what you charge.")
    if not line.discount.is_finite() or not 0 <= line.discount <= HUNDRED or _decimals(line.discount) > 2:
        faults["discount"] = _("A discount is between 0 and 100 %, with at most 2 decimals.")
    if line.unit_of_measure and line.unit_of_measure not in UnitOfMeasure.values:
        faults["unit_of_measure"] = _("This unit is not known. Choose one of the list.")
    return {field: fault for field, fault in faults.items() if fault}


def _faults_of_conditions(document: Any, *, said: Collection[str]) -> dict[str, str]:
    faults: dict[str, str] = {}
    try:
        document.clean_fields(exclude=_all_but(document._meta.model, frozenset(said)))
    except ValidationError as wrong:
        faults = {field: sentences[0] for field, sentences in wrong.message_dict.items()}
    if document.payment_days is not None and not 0 <= document.payment_days <= LONGEST_TERM:
        faults["payment_days"] = _("A payment term has 0 to 365 days.")
    if len(document.note) > LONGEST_TEXT:
        faults["note"] = _("A note has at most 4000 characters.")
    if fault := _fault_of_discounts(document.discounts):
        faults["discounts"] = fault
    return faults


@cache
def _all_but(kind: type[Model], said: frozenset[str]) -> frozenset[str]:
    return frozenset(field.name for field in kind._meta.fields) - said


def _fault_of_text(text: str, longest: int) -> str:
    if "\0" in text:
        return _("This text has a character that cannot be kept.")
    if len(text) > longest:
        return _("This text is too long: at most %(longest)s characters.") % {"longest": longest}
    return ""


def _fault_of_number(number: Decimal, largest: Decimal) -> str:
    if not number.is_finite() or abs(number) > largest:
        return _("This number is too large.")
    return _("At most 4 decimals, please.") if _decimals(number) > 4 else ""


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _fault_of_discounts(kept: Any) -> str:
    try:
        discounts = Discount.all_of(kept)
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return _("A discount has a percentage and a description.")
    if len(discounts) > MOST_DISCOUNTS:
        return _("A document has at most 10 discounts.")
    if any(_is_no_percentage(each.percentage) for each in discounts):
        return _("Each discount is more than 0 and at most 100 %, with at most 2 decimals.")
    if sum(each.percentage for each in discounts) > HUNDRED:
        return _("Together the discounts are more than 100 %.")
    return next((fault for each in discounts if (fault := _fault_of_text(each.description, 200))), "")


def _is_no_percentage(number: Decimal) -> bool:
    return not number.is_finite() or not 0 < number <= HUNDRED or _decimals(number) > 2
