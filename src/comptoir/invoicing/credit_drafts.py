"""Credit notes that are prepared for a person to look at: booked, changed or discarded by hand only."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.activities.record import Entry, record_all
from comptoir.invoicing import crediting
from comptoir.invoicing.lines import LineData, rows
from comptoir.invoicing.locking import locked
from comptoir.invoicing.models import CreditDraft, CreditDraftLine, CreditNote, Invoice
from comptoir.invoicing.remainder import CreditedLine
from comptoir.invoicing.telling import entry
from comptoir.invoicing.totals import Totals


@dataclass(frozen=True)
class Proposal:
    """A credit note to prepare: what it takes back of a booked invoice, what that comes to, and what it is for."""

    invoice: Invoice
    lines: tuple[CreditedLine, ...]
    comes_to: Totals
    reason: str


def draft(proposals: Iterable[Proposal], *, account: Account, by: User | None, at: dt.datetime) -> list[CreditDraft]:
    """Prepare credit notes, in the same few statements however many. Nothing of the invoices changes.

    Needs the invoice right (NotAllowed).
    """
    require(by, Right.INVOICES)
    drafts, lines, told = [], [], []
    for each in proposals:
        made = CreditDraft(
            account=account,
            invoice=each.invoice,
            reason=each.reason,
            tax_exclusive=each.comes_to.tax_exclusive,
            tax_inclusive=each.comes_to.tax_inclusive,
            created_by=by,
            created_at=at,
            updated_at=at,
        )
        drafts.append(made)
        lines += rows(CreditDraftLine, each.lines, currency=each.invoice.currency, credit_draft=made)
        told.append(_entry(made))
    if drafts:
        with transaction.atomic():
            CreditDraft.objects.bulk_create(drafts)
            CreditDraftLine.objects.bulk_create(lines)
            record_all("invoice.credit_drafted", told, account=account, by=by, at=at)
    return drafts


def lines_of(draft: CreditDraft) -> list[CreditedLine]:
    """What it would take back, as crediting takes it."""
    found = draft.lines.select_related("tax_rate", "product", "invoice_line")
    return [CreditedLine(**vars(LineData.of(line)), invoice_line=line.invoice_line) for line in found]


def edit(draft: CreditDraft, *, lines: Sequence[CreditedLine], by: User | None, at: dt.datetime) -> CreditDraft:
    """Change what it would take back. Refuses what `crediting.credit_partially` refuses of lines now.

    Raises CreditDraft.DoesNotExist when it was booked or discarded. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = _locked(draft)
        comes_to = crediting.comes_to(current.invoice, lines)
        if list(lines) == lines_of(current):
            return current
        before = current.tax_inclusive
        current.tax_exclusive, current.tax_inclusive = comes_to.tax_exclusive, comes_to.tax_inclusive
        current.updated_at = at
        current.save(update_fields=["tax_exclusive", "tax_inclusive", "updated_at"])
        current.lines.all().delete()
        CreditDraftLine.objects.bulk_create(
            rows(CreditDraftLine, lines, currency=current.invoice.currency, credit_draft=current)
        )
        _tell("credit_draft_edited", current, by=by, at=at, total_before=before)
    return current


def discard(draft: CreditDraft, *, by: User | None, at: dt.datetime) -> None:
    """Throw it away: the invoice stays as it is. Raises CreditDraft.DoesNotExist when it is gone. Needs the invoice right."""
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = _locked(draft)
        _tell("credit_draft_discarded", current, by=by, at=at)
        current.delete()


def book(draft: CreditDraft, *, by: User | None, at: dt.datetime, on: dt.date) -> CreditNote:
    """Make it a credit note of the day `on`, once: booked again, the same note is given back.

    Refuses what `crediting.credit_partially` refuses, above all more than is left of the invoice by now (MoreThanLeft);
    it is then still there to be changed. Raises CreditDraft.DoesNotExist when it was discarded. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        try:
            current = _locked(draft)
        except CreditDraft.DoesNotExist:
            booked: CreditNote | None = CreditNote.objects.filter(pk=draft.pk).first()
            if booked is None:
                raise
            return booked
        note = crediting.credit_partially(current.invoice, lines=lines_of(current), on=on, by=by, at=at, id=current.pk)
        current.delete()
    return note


def _locked(draft: CreditDraft) -> CreditDraft:
    """The draft as it is now, after its invoice: in this order, like every verb that credits."""
    invoice = locked(draft.invoice)
    current: CreditDraft = CreditDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    current.invoice = invoice
    return current


def _tell(what: str, draft: CreditDraft, *, by: User | None, at: dt.datetime, **effects: object) -> None:
    record_all(f"invoice.{what}", [_entry(draft, **effects)], account=draft.invoice.account, by=by, at=at)


def _entry(draft: CreditDraft, **effects: object) -> Entry:
    said = {"id": draft.pk, "total": draft.tax_inclusive, "reason": draft.reason}
    return entry(draft.invoice, credit_draft=said, **effects)
