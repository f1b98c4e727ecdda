"""Deactivating many customers: what was shown is what is done, to each exactly once."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.bulk.models import BulkRun
from comptoir.bulk.preparing import leave_out
from comptoir.bulk.starting import start
from comptoir.bulk.stopping import StaleForesight, chosen
from comptoir.customers.models import Customer
from comptoir.lifecycle.foresight import foresee
from comptoir.lifecycle.many import deactivate_all
from tests.bulk.runs import LATER, a_run, done, results
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_member,
    a_reminder,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db
BOTH = {"hold_invoices": True, "end_subscriptions": True}


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def shown(run: BulkRun) -> str:
    return foresee(chosen(run), account=run.account, at=LATER).fingerprint


def test_the_boxes_the_reason_and_the_note_are_for_all_of_them(owner):
    company, contact = a_company(owner.account, "Ateliers"), a_contact(owner.account)
    invoice, subscription = an_invoice(company, overdue_by=10), a_subscription(contact)
    run = a_run(company, contact, verb="deactivate", by=owner)

    run = done(run, fingerprint=shown(run), reason="bankruptcy", note="Court of Ghent", **BOTH)

    assert results(run) == {"Ateliers": ("done", "deactivated"), contact.name: ("done", "deactivated")}
    for customer in (company, contact):
        customer.refresh_from_db()
        assert (customer.deactivated_by, customer.deactivation_reason, customer.deactivation_note) == (
            owner,
            "bankruptcy",
            "Court of Ghent",
        )
    invoice.refresh_from_db()
    subscription.refresh_from_db()
    assert (invoice.on_hold_since, subscription.is_deactivated) == (TODAY, True)
    assert Activity.objects.filter(kind="customer.deactivated").count() == 2
    told = {row.name: row.said for row in run.rows.all()}
    assert told == {
        "Ateliers": {"code": "deactivated", "held": 1},
        contact.name: {"code": "deactivated", "ended": 1},
    }


def test_a_row_that_was_left_out_is_really_left_alone(owner):
    company, spared = a_company(owner.account, "Ateliers"), a_company(owner.account, "Spared")
    invoice, subscription = an_invoice(spared, overdue_by=10), a_subscription(spared)
    run = leave_out(a_run(company, spared, verb="deactivate", by=owner), [spared.pk], by=owner)

    done(run, fingerprint=shown(run), **BOTH)

    for thing in (spared, invoice, subscription):
        thing.refresh_from_db()
    assert (spared.is_deactivated, invoice.is_on_hold, subscription.is_active) == (False, False, True)
    assert not Activity.objects.filter(customer_id=spared.pk).exists()


def test_who_was_deactivated_before_is_unchanged_and_who_is_gone_is_refused(owner):
    before, gone = a_company(owner.account, "Before"), a_company(owner.account, "Gone")
    run = a_run(before, gone, verb="deactivate", by=owner)
    started = start(run, by=owner, at=NOW, options={"fingerprint": shown(run)})
    deactivate_all([before.pk], account=owner.account, by=owner, at=NOW, reason="other")
    Customer.objects.filter(pk=gone.pk).delete()

    assert results(done(started)) == {"Before": ("unchanged", "deactivated_already"), "Gone": ("refused", "gone")}

    before.refresh_from_db()
    assert before.deactivation_reason == "other"


def test_when_the_figures_changed_nothing_is_done(owner):
    company = a_company(owner.account)
    run = a_run(company, verb="deactivate", by=owner)
    before = shown(run)
    an_invoice(company, overdue_by=1)

    with pytest.raises(StaleForesight):
        start(run, by=owner, at=LATER, options={"fingerprint": before, **BOTH})

    run.refresh_from_db()
    company.refresh_from_db()
    assert (run.is_prepared, company.is_deactivated) == (True, False)


def test_each_box_needs_its_own_right(owner):
    company = a_company(owner.account)
    an_invoice(company), a_subscription(company)
    member = a_member(owner.account, Right.CUSTOMERS)
    run = a_run(company, verb="deactivate", by=member)

    for box in BOTH:
        with pytest.raises(NotAllowed):
            start(run, by=member, at=NOW, options={"fingerprint": shown(run), box: True})
    done(run, fingerprint=shown(run))

    company.refresh_from_db()
    assert company.is_deactivated


@pytest.mark.parametrize(("field", "value"), [("reason", "boredom"), ("note", "x" * 2001)])
def test_a_reason_or_a_note_that_cannot_be_is_refused(owner, field, value):
    run = a_run(a_company(owner.account), verb="deactivate", by=owner)

    with pytest.raises(ValidationError) as refused:
        start(run, by=owner, at=NOW, options={"fingerprint": shown(run), field: value})

    assert list(refused.value.error_dict) == [field]


def test_a_reminder_that_was_leaving_is_named_in_the_result(owner):
    company = a_company(owner.account)
    reminder = a_reminder(an_invoice(company, overdue_by=10), state="leaving")
    run = a_run(company, verb="deactivate", by=owner)

    run = done(run, fingerprint=shown(run), hold_invoices=True)

    assert run.rows.get().said["leaving"] == [reminder.invoice.invoice_number]


def test_many_are_reactivated_and_who_is_active_is_left_alone(owner):
    stopped, active = a_company(owner.account, "Stopped"), a_company(owner.account, "Active")
    invoice = an_invoice(stopped, overdue_by=10)
    deactivate_all([stopped.pk], account=owner.account, by=owner, at=NOW, hold_invoices=True)

    run = done(a_run(stopped, active, verb="reactivate", by=owner))

    assert results(run) == {"Active": ("unchanged", "active_already"), "Stopped": ("done", "reactivated")}
    stopped.refresh_from_db()
    invoice.refresh_from_db()
    assert (stopped.is_deactivated, invoice.is_on_hold) == (False, True)
