"""Changing a department's reminder schedule."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.invoicing.models import Reminder, ReminderStep, Tone
from comptoir.invoicing.schedule import DayTaken, add_step, change_step, remove_step
from tests.factories import NOW, a_company, a_member, a_reminder, a_user, an_account, an_invoice, the_department


def days() -> list[int]:
    found = ReminderStep.objects.filter(archived_at__isnull=True).order_by("days_overdue")
    return list(found.values_list("days_overdue", flat=True))


def test_a_step_is_added_changed_and_removed_and_each_is_told(db: None) -> None:
    account = an_account()
    owner, department = a_user(account), the_department(account)
    step = add_step(department, days_overdue=50, tone=Tone.FINAL, by=owner, at=NOW)
    change_step(step, days_overdue=60, tone=Tone.FIRM, by=owner, at=NOW)
    change_step(step, days_overdue=60, tone=Tone.FIRM, by=owner, at=NOW)
    assert days() == [7, 21, 35, 60]
    for __ in range(2):
        remove_step(step, by=owner, at=NOW)
    assert days() == [7, 21, 35]
    assert list(Activity.objects.order_by("id").values_list("kind", flat=True)) == [
        "reminder_step.added",
        "reminder_step.changed",
        "reminder_step.removed",
    ]


def test_one_step_per_day_but_a_removed_one_makes_room(db: None) -> None:
    account = an_account()
    owner, department = a_user(account), the_department(account)
    with pytest.raises(DayTaken):
        add_step(department, days_overdue=7, tone=Tone.FIRM, by=owner, at=NOW)
    step = ReminderStep.objects.get(days_overdue=21)
    with pytest.raises(DayTaken):
        change_step(step, days_overdue=7, tone=Tone.FIRM, by=owner, at=NOW)
    remove_step(ReminderStep.objects.get(days_overdue=7), by=owner, at=NOW)
    add_step(department, days_overdue=7, tone=Tone.FIRM, by=owner, at=NOW)
    assert days() == [7, 21, 35]


@pytest.mark.parametrize("number", [0, -1, 731])
def test_days_out_of_bounds(db: None, number: int) -> None:
    account = an_account()
    with pytest.raises(ValidationError):
        add_step(the_department(account), days_overdue=number, tone=Tone.FIRM, by=a_user(account), at=NOW)


def test_removing_a_step_withdraws_what_waits_of_it(db: None) -> None:
    account = an_account()
    company = a_company(account)
    a_reminder(an_invoice(company, overdue_by=8))
    a_reminder(an_invoice(company, overdue_by=8), state="sent")
    a_reminder(an_invoice(company, overdue_by=22), days=21)
    remove_step(ReminderStep.objects.get(days_overdue=7), by=a_user(account), at=NOW)
    assert sorted(Reminder.objects.values_list("state", flat=True)) == ["queued", "sent", "withdrawn"]


def test_only_for_owners_and_admins(db: None) -> None:
    account = an_account()
    with pytest.raises(NotAllowed):
        add_step(the_department(account), days_overdue=50, tone=Tone.FIRM, by=a_member(account, *Right.values), at=NOW)
