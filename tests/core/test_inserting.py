"""Many rows written at once are as if Django had written each."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from comptoir.core.ids import new_id
from comptoir.core.inserting import insert_all
from comptoir.invoicing.models import Channel, Invoice, Reminder
from tests.factories import NOW, TODAY, a_company, an_account, an_invoice


def reminders(invoices: list[Invoice]) -> list[Reminder]:
    return [
        Reminder(
            account=invoice.account,
            invoice=invoice,
            channel=Channel.LETTER,
            due_on=TODAY,
            queued_at=NOW,
            next_attempt_at=NOW + dt.timedelta(days=1),
            recipients=["Ré <info@midi.example>", {"a": None}],
            subject='Two\nlines\tand a "tab" \\N',
            amount_due=Decimal("12.10"),
            despite_hold=True,
        )
        for invoice in invoices
    ]


def as_kept(rows: list[Reminder]) -> list[dict[str, Any]]:
    return [model_to_dict(row) for row in rows]


@pytest.mark.parametrize("count", [0, 1, 9])
def test_they_are_read_back_as_they_were_given(db: None, count: int) -> None:
    company = a_company(an_account())
    made = insert_all(reminders([an_invoice(company) for __ in range(count)]))
    assert as_kept(list(Reminder.objects.order_by("pk"))) == as_kept(made)
    for row in made:
        row.save()  # known to be there: no second row
    assert Reminder.objects.count() == count


@pytest.mark.parametrize("count", [1, 9])
def test_constraints_hold_as_with_any_other_insert(db: None, count: int) -> None:
    rows = reminders([an_invoice(a_company(an_account())) for __ in range(count)])
    again = Reminder.objects.create(
        **{field.attname: getattr(rows[0], field.attname) for field in Reminder._meta.fields}
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(rows)
    Reminder.objects.filter(pk=again.pk).delete()
    rows[0].invoice_id = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(rows)
        transaction.get_connection().check_constraints()
    assert Reminder.objects.count() == 0
