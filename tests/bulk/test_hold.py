"""Putting many invoices on hold, and releasing them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.activities.models import Activity
from comptoir.bulk.starting import start
from comptoir.invoicing.holds import put_on_hold
from comptoir.invoicing.models import Invoice
from tests.bulk.runs import LATER, a_run, done
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_draft,
    a_paid_invoice,
    a_reminder,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db
EARLIER = TODAY - dt.timedelta(days=9)


def codes(run) -> dict[object, str]:  # type: ignore[no-untyped-def]
    return {row.record_id: row.said["code"] for row in run.rows.all()}


def test_the_unsettled_ones_go_on_hold() -> None:
    user = a_user(an_account())
    company = a_company(user.account)
    overdue, draft, paid = an_invoice(company, overdue_by=8), a_draft(company), a_paid_invoice(company)
    held = an_invoice(company, on_hold=EARLIER)
    leaving = an_invoice(company, overdue_by=8)
    a_reminder(leaving, state="leaving")
    run = a_run(overdue, draft, paid, held, leaving, verb="hold", about="invoice", by=user)
    run = done(run, reason="They dispute it", until="2026-12-24")
    assert codes(run) == {
        overdue.pk: "held",
        draft.pk: "held",
        paid.pk: "settled",
        held.pk: "held_already",
        leaving.pk: "held_leaving",
    }
    facts = Invoice.objects.values_list("on_hold_since", "held_by", "hold_reason", "on_hold_until")
    assert facts.get(pk=overdue.pk) == (TODAY, user.pk, "They dispute it", dt.date(2026, 12, 24))
    assert facts.get(pk=held.pk) == (EARLIER, None, "", None)
    assert Invoice.objects.get(pk=paid.pk).on_hold_since is None
    told = Activity.objects.filter(kind="invoice.put_on_hold")
    assert {each.subject_id for each in told} == {overdue.pk, draft.pk, leaving.pk}


def test_it_is_told_like_a_hold_by_hand() -> None:
    user = a_user(an_account())
    company = a_company(user.account)
    by_hand, among_many = an_invoice(company), an_invoice(company)
    put_on_hold(by_hand, by=user, at=LATER, reason="Dispute", until=dt.date(2026, 12, 24))
    done(a_run(among_many, verb="hold", about="invoice", by=user), reason="Dispute", until="2026-12-24")
    one, other = (Activity.objects.get(subject_id=each.pk) for each in (by_hand, among_many))
    assert (one.kind, one.by, one.at, one.customer_id) == (other.kind, other.by, other.at, other.customer_id)
    assert one.effects | {"invoice": None} == other.effects | {"invoice": None}
    assert one.effects["invoice"].keys() == other.effects["invoice"].keys()


def test_the_held_ones_are_released() -> None:
    user = a_user(an_account())
    company = a_company(user.account)
    held, free = an_invoice(company, on_hold=EARLIER), an_invoice(company)
    run = done(a_run(held, free, verb="release", about="invoice", by=user))
    assert codes(run) == {held.pk: "released", free.pk: "not_held"}
    held.refresh_from_db()
    assert (held.on_hold_since, held.hold_reason, held.released_on) == (None, "", TODAY)
    assert Activity.objects.get().effects["since"] == EARLIER.isoformat()


@pytest.mark.parametrize(("options", "field"), [({"until": "2026-11-24"}, "until"), ({"reason": "x" * 201}, "reason")])
def test_what_cannot_be_is_refused(options: dict[str, str], field: str) -> None:
    user = a_user(an_account())
    run = a_run(an_invoice(a_company(user.account)), verb="hold", about="invoice", by=user)
    with pytest.raises(ValidationError) as refusal:
        start(run, by=user, at=NOW, options=options)
    assert list(refusal.value.error_dict) == [field]
