"""Deleting a customer: possible until a document names it."""

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer, Link
from comptoir.lifecycle.deletion import Documents, HasDocuments, delete
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_draft,
    a_link,
    a_member,
    a_paid_invoice,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db


def test_it_goes_with_its_links_and_leaves_one_activity() -> None:
    account = an_account()
    midi, luc = a_company(account, tags=("horeca",)), a_contact(account)
    a_link(luc, midi)
    user = a_user(account)
    delete(midi, by=user, at=NOW)
    assert list(Customer.objects.all()) == [luc]
    assert not Link.objects.exists()
    activity = Activity.objects.get()
    assert (activity.kind, activity.customer_id, activity.by) == ("customer.deleted", midi.pk, user)
    assert activity.effects == {"name": "Brasserie du Midi SRL", "customer_kind": "company"}


def test_documents_keep_it_and_are_counted() -> None:
    company = a_company(an_account())
    a_draft(company)
    a_paid_invoice(company)
    a_deactivated_subscription(company)
    with pytest.raises(HasDocuments) as caught:
        delete(company, by=None, at=NOW)
    assert caught.value.documents == Documents(invoices=2, credit_notes=0, subscriptions=1)
    assert list(Customer.objects.all()) == [company]
    assert not Activity.objects.exists()


def test_an_invoice_for_its_attention_keeps_a_contact() -> None:
    account = an_account()
    luc = a_contact(account)
    a_draft(a_company(account), for_attention_of_contact=luc)
    with pytest.raises(HasDocuments) as caught:
        delete(luc, by=None, at=NOW)
    assert caught.value.documents.invoices == 1


def test_deleting_twice_does_it_once() -> None:
    company = a_company(an_account())
    for _time in range(2):
        delete(Customer(pk=company.pk, account=company.account), by=None, at=NOW)
    assert Activity.objects.count() == 1


def test_it_needs_the_right() -> None:
    company = a_company(an_account())
    with pytest.raises(NotAllowed):
        delete(company, by=a_member(company.account), at=NOW)
