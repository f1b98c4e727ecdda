"""Making and changing quotations."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction

from comptoir.accounts.counting import next_number
from comptoir.accounts.models import Account, Department, User
from comptoir.accounts.rights import Right, require
from comptoir.core.ids import new_id
from comptoir.core.text import folded
from comptoir.customers.models import Customer
from comptoir.deals import records as deals
from comptoir.deals.models import Deal
from comptoir.quotations import lines as its_lines
from comptoir.quotations.checking import check
from comptoir.quotations.lines import QuotationLineData
from comptoir.quotations.locking import locked
from comptoir.quotations.models import Quotation, Status
from comptoir.quotations.refusals import AlreadyAnswered, ChangedMeanwhile, DealHasAccepted, NotOpen
from comptoir.quotations.telling import tell
from comptoir.quotations.totals import totals_of

VALID_FOR = dt.timedelta(days=30)
"""How long a quotation stands when nobody says otherwise."""


class Fields(TypedDict, total=False):
    """What may be said of a quotation besides its name, customer, department and lines."""

    for_attention_of_name: str
    language: str
    text: str
    quotation_date: dt.date
    expires_after: dt.date | None
    action_after_expiry: str
    currency: str


class EditedFields(Fields, total=False):
    """What may be changed of an open quotation. Its deal stays."""

    name: str
    customer: Customer
    department: Department


def create(
    deal: Deal,
    *,
    name: str,
    lines: Sequence[QuotationLineData],
    by: User | None,
    at: dt.datetime,
    customer: Customer | None = None,
    department: Department | None = None,
    id: UUID | None = None,
    **fields: Unpack[Fields],
) -> Quotation:
    """Make an open quotation on `deal`, for its customer unless another is given, deactivated or not (R13, R16).

    What is not said is `usual`. With an `id` that the account has already, that quotation is given back and nothing is
    written: a form sent twice makes one. Needs the right to deals (NotAllowed). Refuses with DealHasAccepted, what
    `lines.check` refuses, and ValidationError with an entry for each field at fault.
    """
    on = fields.get("quotation_date") or deal.account.day(at)
    facts: dict[str, Any] = {**usual(deal, on=on, customer=customer), **fields, "name": name}
    if department:
        facts["department"] = department
    return _create(deal, facts, lines, "created", by=by, at=at, id=id)


def usual(deal: Deal, *, on: dt.date, customer: Customer | None = None) -> EditedFields:
    """What a quotation on `deal` dated the day `on` says when nobody says otherwise.

    Department, currency and contact person are the deal's (else the account's default department), the language is the
    customer's; it stands for 30 days.
    """
    customer = customer or deal.customer
    department = deal.department
    if department is None or department.is_archived:
        department = deal.account.departments.get(is_default=True)
    person = deal.contact_person if customer.is_company and customer.pk == deal.customer_id else None
    return {
        "customer": customer,
        "department": department,
        "for_attention_of_name": person.name if person else "",
        "language": customer.language,
        "quotation_date": on,
        "expires_after": on + VALID_FOR,
        "currency": deal.currency,
    }


def edit(
    quotation: Quotation,
    *,
    by: User | None,
    at: dt.datetime,
    lines: Sequence[QuotationLineData] | None = None,
    seen: dt.datetime | None = None,
    **changes: Unpack[EditedFields],
) -> Quotation:
    """Change an open quotation; `lines`, when given, replace all its lines. Nothing different leaves no activity.

    `seen` is the `updated_at` that the editor saw: ChangedMeanwhile if it is no longer that. Refuses with NotOpen and
    what `create` refuses. Needs the right to deals.
    """
    require(by, Right.DEALS)
    with transaction.atomic():
        current = locked(quotation)
        if not current.is_open:
            raise NotOpen
        if seen is not None and seen != current.updated_at:
            raise ChangedMeanwhile
        before, had = current.tax_inclusive, its_lines.of(current)
        differing = []
        for field, new in changes.items():
            old = getattr(current, field)
            if old != new:
                setattr(current, field, new)
                differing.append({"field": field, "old": _told(old), "new": _told(new)})
        lines = had if lines is None else list(lines)
        if not differing and lines == had:
            return current
        check(current, [str(change["field"]) for change in differing])
        if lines != had or {"currency", "department"} & changes.keys():
            its_lines.check(lines, department=current.department, currency=current.currency)
        _write(current, lines, at=at)
        tell("edited", current, by=by, at=at, changes=differing, lines=lines != had, amount_before=before)
    return current


def copy(
    quotation: Quotation, *, by: User | None, at: dt.datetime, deal: Deal | None = None, id: UUID | None = None
) -> Quotation:
    """Make an open quotation like `quotation`, whatever became of that: on the same deal, or on another for its customer.

    It is dated the account's day of `at` and stands as long as the other one did. `id` and refusals as with `create`.
    """
    require(by, Right.DEALS)
    on = quotation.account.day(at)
    facts: dict[str, Any] = {name: getattr(quotation, name) for name in EditedFields.__annotations__}
    facts["quotation_date"] = on
    if quotation.expires_after:
        facts["expires_after"] = on + (quotation.expires_after - quotation.quotation_date)
    if deal and deal.pk != quotation.deal_id:
        facts |= {"customer": deal.customer, "language": deal.customer.language, "for_attention_of_name": ""}
    lines = its_lines.of(quotation)
    source = quotation.as_effect()
    return _create(deal or quotation.deal, facts, lines, "copied", by=by, at=at, id=id, source=source)


def close(quotation: Quotation, *, by: User | None, at: dt.datetime) -> Quotation:
    """Withdraw an open quotation: it can no longer be answered. A second time changes nothing.

    Refuses one that was answered (NotOpen). Needs the right to deals.
    """
    require(by, Right.DEALS)
    with transaction.atomic():
        current = locked(quotation)
        if current.status == Status.CLOSED:
            return current
        if not current.is_open:
            raise NotOpen
        current.status, current.updated_at = Status.CLOSED, at
        current.save(update_fields=["status", "updated_at"])
        tell("closed", current, by=by, at=at)
    return current


def delete(quotation: Quotation, *, by: User | None, at: dt.datetime) -> None:
    """Delete a quotation; its address is unknown from then on. Its reference is not given again.

    Refuses one that was accepted (AlreadyAnswered), since invoices and subscriptions came of it. Needs the right to deals.
    """
    require(by, Right.DEALS)
    with transaction.atomic():
        current = locked(quotation)
        if current.is_accepted:
            raise AlreadyAnswered(current)
        tell("deleted", current, by=by, at=at)
        current.delete()


def _create(
    deal: Deal,
    facts: Any,
    lines: Sequence[QuotationLineData],
    what: str,
    *,
    by: User | None,
    at: dt.datetime,
    id: UUID | None,
    **effects: Any,
) -> Quotation:
    require(by, Right.DEALS)
    made = Quotation(id=id or new_id(), account=deal.account, created_at=at, **facts)
    check(made, EditedFields.__annotations__)
    its_lines.check(lines, department=made.department, currency=made.currency)
    try:
        with transaction.atomic():
            if present := _present(deal.account, id):
                return present
            # Who accepts a quotation of the deal holds it too: none is added to an accepted one.
            made.deal = deals.locked(deal)
            if made.deal.quotations.accepted().exists():
                raise DealHasAccepted
            made.year = made.account.day(at).year
            made.number = next_number(made.account, "quotation", year=made.year)
            made.reference = f"{made.year}/{made.number}"
            _write(made, lines, at=at)
            tell(what, made, by=by, at=at, **effects)
    except IntegrityError:
        # The same form, sent by two clicks at once: the other one was faster.
        if present := _present(deal.account, id):
            return present
        raise
    return made


def _present(account: Account, id: UUID | None) -> Quotation | None:
    present: Quotation | None = Quotation.objects.of(account).filter(pk=id).first() if id else None
    return present


def _write(quotation: Quotation, lines: Sequence[QuotationLineData], *, at: dt.datetime) -> None:
    totals = totals_of(lines, department=quotation.department, currency=quotation.currency)
    quotation.tax_exclusive = totals.one_off.tax_exclusive
    quotation.tax_inclusive = totals.one_off.tax_inclusive
    quotation.taxes = totals.one_off.as_json()
    quotation.recurring = totals.recurring_as_json()
    quotation.search_text = folded(f"{quotation.name} {quotation.reference}")
    quotation.updated_at = at
    quotation.save(force_insert=quotation._state.adding)
    its_lines.put(quotation, lines)


def _told(value: Any) -> Any:
    """Customers and departments by name; they may be called otherwise later."""
    return str(value) if isinstance(value, Customer | Department) else value
