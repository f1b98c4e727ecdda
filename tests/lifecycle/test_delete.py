"""Deleting a customer: possible until a document names it."""

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer, Link
from comptoir.dossier.models import Note
from comptoir.followups.models import Attendee, Call, Meeting, Task
from comptoir.lifecycle.deletion import Belongings, Documents, HasDocuments, belongings_of, delete
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_link,
    a_meeting,
    a_member,
    a_note,
    a_paid_invoice,
    a_quotation,
    a_task,
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


def test_deals_and_quotations_keep_it_lost_ones_too() -> None:
    company = a_company(an_account())
    a_quotation(a_deal(company, status="lost"), status="closed")
    with pytest.raises(HasDocuments) as caught:
        delete(company, by=None, at=NOW)
    assert caught.value.documents == Documents(deals=1, quotations=1)


def test_a_deal_that_names_a_contact_as_its_person_keeps_the_contact() -> None:
    account = an_account()
    luc = a_contact(account)
    a_deal(a_company(account), contact_person=luc)
    with pytest.raises(HasDocuments) as caught:
        delete(luc, by=None, at=NOW)
    assert caught.value.documents == Documents(deals=1)


def test_follow_ups_and_notes_go_with_it_and_are_counted_before() -> None:
    account = an_account()
    company, user = a_company(account), a_user(account)
    a_link(a_contact(account), company)
    a_task(company, user), a_call(company, user), a_call(company, user), a_meeting(company, user), a_note(company, user)
    assert belongings_of(company) == Belongings(links=1, tasks=1, calls=2, meetings=1, notes=1, files=0)
    delete(company, by=user, at=NOW)
    for model in (Task, Call, Meeting, Attendee, Note):
        assert not model.objects.exists()


def test_calls_and_meetings_of_others_stay_without_it() -> None:
    account = an_account()
    company, luc, user = a_company(account), a_contact(account), a_user(account)
    call, meeting = a_call(company, user, contact=luc), a_meeting(company, user, contacts=(luc,))
    delete(luc, by=user, at=NOW)
    call.refresh_from_db()
    assert call.contact is None
    assert [attendee.user for attendee in meeting.attendees.all()] == [user]


def test_deleting_twice_does_it_once() -> None:
    company = a_company(an_account())
    for _time in range(2):
        delete(Customer(pk=company.pk, account=company.account), by=None, at=NOW)
    assert Activity.objects.count() == 1


def test_it_needs_the_right() -> None:
    company = a_company(an_account())
    with pytest.raises(NotAllowed):
        delete(company, by=a_member(company.account), at=NOW)
