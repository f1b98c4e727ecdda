"""Credit notes that are prepared: booked once, changed or thrown away, and counting nowhere until then."""

from decimal import Decimal
from fractions import Fraction

import pytest

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.invoicing import credit_drafts, crediting
from comptoir.invoicing.credit_drafts import Proposal
from comptoir.invoicing.models import CreditDraft, CreditNote
from comptoir.invoicing.proportion import share_of
from comptoir.invoicing.refusals import MoreThanLeft, NothingTakenBack
from comptoir.invoicing.remainder import remainder_of
from tests.factories import NOW, TODAY, a_company, a_member, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db


def a_credit_draft(share: Fraction = Fraction(1, 2)) -> CreditDraft:
    """For half of an invoice of 121.00."""
    invoice = an_invoice(a_company(an_account()))
    lines = share_of(invoice, {1: share}, remainder_of(invoice))
    proposal = Proposal(invoice, tuple(lines), crediting.comes_to(invoice, lines), "Heating")
    return credit_drafts.draft([proposal], account=invoice.account, by=None, at=NOW)[0]


def test_it_has_no_number_and_leaves_the_invoice_as_it_was() -> None:
    draft = a_credit_draft()
    draft.invoice.refresh_from_db()
    assert (draft.tax_exclusive, draft.tax_inclusive) == (Decimal("50.00"), Decimal("60.50"))
    assert (draft.invoice.due, CreditNote.objects.count()) == (Decimal("121.00"), 0)
    assert Activity.objects.get().effects["credit_draft"] == {
        "id": str(draft.pk),
        "total": "60.50",
        "reason": "Heating",
    }


def test_booked_it_is_a_credit_note_and_the_draft_is_gone() -> None:
    draft = a_credit_draft()
    note = credit_drafts.book(draft, by=a_user(draft.account), at=NOW, on=TODAY)
    assert (note.pk, note.credit_note_number, note.tax_inclusive) == (draft.pk, "CN2026/1", Decimal("60.50"))
    assert CreditDraft.objects.count() == 0
    draft.invoice.refresh_from_db()
    assert draft.invoice.due == Decimal("60.50")
    assert Activity.objects.filter(kind="invoice.credited").count() == 1


def test_booked_twice_it_is_one_credit_note() -> None:
    draft = a_credit_draft()
    first, again = (credit_drafts.book(draft, by=None, at=NOW, on=TODAY) for __ in range(2))
    assert (first, CreditNote.objects.count()) == (again, 1)


def test_when_less_is_left_by_then_it_is_refused_and_still_there() -> None:
    draft = a_credit_draft(Fraction(3, 4))
    most = share_of(draft.invoice, {1: Fraction(1, 2)}, remainder_of(draft.invoice))
    crediting.credit_partially(draft.invoice, lines=most, on=TODAY, by=None, at=NOW)
    with pytest.raises(MoreThanLeft):
        credit_drafts.book(draft, by=None, at=NOW, on=TODAY)
    assert CreditDraft.objects.get() == draft


def test_it_is_changed_within_what_is_left_and_told() -> None:
    draft = a_credit_draft()
    lines = share_of(draft.invoice, {1: Fraction(1, 4)}, remainder_of(draft.invoice))
    changed = credit_drafts.edit(draft, lines=lines, by=None, at=NOW)
    assert (changed.tax_inclusive, credit_drafts.lines_of(draft)[0].unit_price) == (Decimal("30.25"), Decimal(25))
    told = Activity.objects.get(kind="invoice.credit_draft_edited")
    assert (told.effects["total_before"], told.effects["credit_draft"]["total"]) == ("60.50", "30.25")
    credit_drafts.edit(draft, lines=credit_drafts.lines_of(draft), by=None, at=NOW)
    assert Activity.objects.filter(kind="invoice.credit_draft_edited").count() == 1
    with pytest.raises(NothingTakenBack):
        credit_drafts.edit(draft, lines=[], by=None, at=NOW)


def test_discarded_it_is_gone_and_cannot_be_booked() -> None:
    draft = a_credit_draft()
    credit_drafts.discard(draft, by=None, at=NOW)
    assert CreditDraft.objects.count() == 0
    assert Activity.objects.filter(kind="invoice.credit_draft_discarded").count() == 1
    with pytest.raises(CreditDraft.DoesNotExist):
        credit_drafts.book(draft, by=None, at=NOW, on=TODAY)
    with pytest.raises(CreditDraft.DoesNotExist):
        credit_drafts.discard(draft, by=None, at=NOW)


def test_a_member_without_the_invoice_right_is_refused() -> None:
    draft = a_credit_draft()
    member = a_member(draft.account, Right.SUBSCRIPTIONS)
    for verb in (
        lambda: credit_drafts.draft([], account=draft.account, by=member, at=NOW),
        lambda: credit_drafts.edit(draft, lines=[], by=member, at=NOW),
        lambda: credit_drafts.discard(draft, by=member, at=NOW),
        lambda: credit_drafts.book(draft, by=member, at=NOW, on=TODAY),
    ):
        with pytest.raises(NotAllowed):
            verb()
