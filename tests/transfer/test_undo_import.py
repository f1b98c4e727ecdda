"""Undoing an import: all of it, or nothing when anything was touched since."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.customers.links import link
from comptoir.customers.models import Customer
from comptoir.dossier.notes import add_note
from comptoir.invoicing import holds
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.payments import register
from comptoir.lifecycle.deactivation import deactivate, preview
from comptoir.lifecycle.deletion import delete
from comptoir.lifecycle.editing import edit
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_deal,
    a_draft,
    a_reminder,
    a_subscription,
    a_task,
    a_user,
    an_account,
)
from tests.transfer.importing import an_upload, problems, run, undone

pytestmark = pytest.mark.django_db
SOON = NOW + dt.timedelta(minutes=10)
HEADER = ["Name", "VAT number", "E-mail", "City", "Country", "Tags", "Payment days", "Active"]
ROWS = [
    ["Brasserie du Midi", "BE0417497106", "new@midi.example", "Gent", "BE", "horeca", "14", "no"],
    ["Zaal Noord", "", "zaal@noord.example", "Gent", "BE", "", "", ""],
]


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


def test_what_was_added_is_gone_and_the_timeline_says_so(account: Account, owner: User) -> None:
    done = undone(run(an_upload(account, owner, HEADER, *ROWS), by=owner), by=owner)
    assert (done.state, Customer.objects.count()) == ("undone", 0)
    kinds = Activity.objects.order_by("at", "kind").values_list("kind", flat=True)
    assert list(kinds) == ["customer.imported"] * 2 + ["import.done"] + ["customer.deleted"] * 2 + ["import.undone"]


def test_what_was_changed_is_as_it_was(account: Account, owner: User) -> None:
    midi = a_company(account, vat_number="BE 0417.497.106", tags=("old",))
    subscription = a_subscription(midi)
    before = _facts(midi)
    run_first = run(an_upload(account, owner, HEADER, ROWS[0], duplicates="update"), by=owner)
    assert _facts(midi) != before
    subscription.refresh_from_db()
    assert subscription.payment_days == 14
    assert undone(run_first, by=owner).state == "undone"
    assert _facts(midi) == before
    subscription.refresh_from_db()
    assert subscription.payment_days == 30


Touch = Callable[[Customer, User], Any]
TOUCHES: dict[str, tuple[Touch, str]] = {
    "edited": (lambda c, by: edit(c, by=by, at=SOON, remarks="Call them"), "it was edited"),
    "deactivated": (
        lambda c, by: deactivate(c, by=by, at=SOON, fingerprint=preview(c, at=SOON).fingerprint),
        "it was deactivated",
    ),
    "invoiced": (lambda c, by: a_draft(c), "there are invoices for it"),
    "billed again and again": (lambda c, by: a_subscription(c), "there are subscriptions for it"),
    "pursued": (lambda c, by: a_deal(c), "there are deals with it"),
    "followed up": (lambda c, by: a_task(c, by), "there are follow-ups with it"),
    "noted": (lambda c, by: add_note(c, content="Kind", by=by, at=SOON), "notes or files are kept with it"),
    "linked": (
        lambda c, by: link(c, to=a_contact(c.account), by=by, at=SOON),
        "it was linked with somebody",
    ),
}


@pytest.mark.parametrize("how", TOUCHES)
def test_one_that_was_touched_since_keeps_all(account: Account, owner: User, how: str) -> None:
    touch, sentence = TOUCHES[how]
    done = run(an_upload(account, owner, HEADER, *ROWS), by=owner)
    touch(Customer.objects.get(name="Zaal Noord"), owner)
    activities = Activity.objects.count()
    refused = undone(done, by=owner)
    assert (refused.state, problems(refused)) == ("done", [(3, "", f"Zaal Noord: {sentence}")])
    assert Customer.objects.filter(name__in=["Brasserie du Midi", "Zaal Noord"]).count() == 2
    assert Activity.objects.count() == activities


def test_one_that_was_deleted_since_is_told(account: Account, owner: User) -> None:
    done = run(an_upload(account, owner, HEADER, *ROWS), by=owner)
    delete(Customer.objects.get(name="Zaal Noord"), by=owner, at=SOON)
    assert problems(undone(done, by=owner)) == [(3, "", "A customer was deleted.")]


INVOICE = ["Customer", "Number", "Invoice date", "Due date", "Total"]
TOUCHED_INVOICES: dict[str, tuple[Callable[[Invoice, User], Any], str]] = {
    "paid": (lambda i, by: register(i, amount=i.due, paid_on=SOON.date(), by=by, at=SOON), "a payment was registered"),
    "held": (lambda i, by: holds.put_on_hold(i, by=by, at=SOON), "it was put on hold"),
    "credited": (lambda i, by: credit(i, by=by, at=SOON, on=SOON.date()), "it was credited"),
    "reminded": (lambda i, by: a_reminder(i), "a reminder was sent or waits"),
}


@pytest.mark.parametrize("how", TOUCHED_INVOICES)
def test_an_invoice_that_was_touched_since_keeps_all(account: Account, owner: User, how: str) -> None:
    touch, sentence = TOUCHED_INVOICES[how]
    a_company(account, "Midi")
    rows = [["Midi", f"F-{n}", "2026-01-02", "2026-02-02", "100"] for n in (1, 2)]
    done = run(an_upload(account, owner, INVOICE, *rows, kind="invoices"), by=owner)
    touch(Invoice.objects.get(invoice_number="F-2"), owner)
    assert problems(undone(done, by=owner)) == [(3, "", f"F-2: {sentence}")]
    assert Invoice.objects.count() == 2


def _facts(customer: Customer) -> list[Any]:
    customer.refresh_from_db()
    own = [customer.name, customer.emails, customer.payment_days, customer.is_deactivated]
    return [*own, [str(a) for a in customer.addresses.all()], sorted(tag.name for tag in customer.tags.all())]
