"""Editing a customer: what changed is told once, and its active subscriptions follow the payment term."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.customers.records import ChangedMeanwhile
from comptoir.customers.search import matching
from comptoir.lifecycle.editing import edit
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_member,
    a_subscription,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def test_only_the_fields_given_change() -> None:
    company = a_company(an_account(), tags=("horeca",), remarks="Calls first", website="https://midi.example")
    edit(company, by=a_user(company.account), at=LATER, name="Brasserie du Nord", vat_number="be0417497106")
    company.refresh_from_db()
    assert (company.name, company.vat_number) == ("Brasserie du Nord", "BE 0417.497.106")
    assert (company.remarks, company.website, company.email) == (
        "Calls first",
        "https://midi.example",
        "info@midi.example",
    )
    assert [tag.name for tag in company.tags.all()] == ["horeca"]
    assert company.addresses.get().city == "Brussels"
    assert (company.added_at, company.updated_at) == (NOW, LATER)


def test_lists_are_replaced_as_a_whole() -> None:
    company = a_company(an_account(), tags=("horeca", "vip"))
    edit(
        company,
        by=None,
        at=LATER,
        emails=[{"type": "invoicing", "email": "books@midi.example"}],
        telephones=[],
        addresses=[{"type": "delivery", "city": "Gent", "country": "BE"}],
        tags=["terrace"],
    )
    company.refresh_from_db()
    assert company.emails == [{"type": "invoicing", "email": "books@midi.example"}]
    assert [(address.type, address.city) for address in company.addresses.all()] == [("delivery", "Gent")]
    assert [tag.name for tag in company.tags.all()] == ["terrace"]


def test_it_is_sorted_and_found_by_its_new_name_at_once() -> None:
    contact = a_contact(an_account(), "Luc Martin")
    edit(contact, by=None, at=LATER, last_name="Éclair")
    contact.refresh_from_db()
    assert (contact.name, contact.sort_name) == ("Luc Éclair", "eclair luc")
    assert list(matching(Customer.objects.all(), "eclair")) == [contact]
    assert list(matching(Customer.objects.all(), "brussels")) == [contact]
    assert list(matching(Customer.objects.all(), "martin luc eclair")) == [contact]  # by its e-mail


def test_one_activity_says_what_changed() -> None:
    company = a_company(an_account(), tags=("horeca",))
    user = a_user(company.account)
    edit(
        company,
        by=user,
        at=LATER,
        name="Brasserie du Nord",
        remarks="A long story",
        iban="BE68539007547034",
        website="",
        addresses=[],
        tags=["horeca", "vip"],
        emails=company.emails,
    )
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at) == ("customer.edited", user, LATER)
    assert activity.effects["changes"] == [
        {"field": "name", "old": "Brasserie du Midi SRL", "new": "Brasserie du Nord"},
        {"field": "remarks"},
        {"field": "iban", "old": "", "new": "BE68539007547034"},
        {"field": "tags", "old": "horeca", "new": "horeca, vip"},
        {"field": "addresses.primary", "old": "Rue Haute 1, 1000 Brussels, BE", "new": ""},
    ]


def test_an_edit_that_changes_nothing_leaves_nothing() -> None:
    company = a_company(an_account(), tags=("horeca",))
    edit(company, by=None, at=LATER, name=company.name, tags=["Horeca"], emails=company.emails)
    company.refresh_from_db()
    assert company.updated_at == NOW
    assert not Activity.objects.exists()


def test_active_subscriptions_follow_the_payment_term() -> None:
    company = a_company(an_account())
    running, ended = a_subscription(company), a_deactivated_subscription(company, title="Old")
    elsewhere = a_subscription(a_company(company.account, "Garage Delvaux"))
    edit(company, by=None, at=LATER, payment_term="end_of_month", payment_days=15)
    for subscription in (running, ended, elsewhere):
        subscription.refresh_from_db()
    assert (running.payment_term, running.payment_days) == ("end_of_month", 15)
    assert (ended.payment_term, ended.payment_days) == ("after_invoice_date", 30)
    assert (elsewhere.payment_term, elsewhere.payment_days) == ("after_invoice_date", 30)
    effects = Activity.objects.get().effects
    assert effects["changes"] == [{"field": "payment_term", "old": "after_invoice_date 30", "new": "end_of_month 15"}]
    assert effects["subscriptions"] == [{"id": str(running.pk), "title": "Terrace heating"}]


def test_subscriptions_are_left_when_the_payment_term_stays() -> None:
    company = a_company(an_account())
    running = a_subscription(company, payment_days=14)
    edit(company, by=None, at=LATER, payment_days=30, name="Other")
    running.refresh_from_db()
    assert running.payment_days == 14
    assert Activity.objects.get().effects["subscriptions"] == []


def test_the_number_of_statements_does_not_depend_on_the_subscriptions() -> None:
    counts = []
    for number in (1, 3):
        company = a_company(an_account(name=f"Account {number}"))
        for _one in range(number):
            a_subscription(company)
        with CaptureQueriesContext(connection) as queries:
            edit(company, by=None, at=LATER, payment_days=15)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_edits_from_an_old_state_is_told_and_nothing_is_lost() -> None:
    company = a_company(an_account())
    seen = company.updated_at
    edit(company, by=None, at=LATER, seen=seen, vat_number="BE 0417.497.106")
    with pytest.raises(ChangedMeanwhile):
        edit(company, by=None, at=LATER, seen=seen, vat_number="")
    company.refresh_from_db()
    assert company.vat_number == "BE 0417.497.106"
    assert Activity.objects.count() == 1


def test_a_fault_keeps_everything_as_it_was() -> None:
    company = a_company(an_account())
    with pytest.raises(ValidationError):
        edit(company, by=None, at=LATER, name="Other", addresses=[{"type": "primary", "city": "Gent"}])
    company.refresh_from_db()
    assert (company.name, company.addresses.get().city) == ("Brasserie du Midi SRL", "Brussels")


def test_a_deactivated_customer_is_edited_like_another() -> None:
    company = a_company(an_account(), deactivated_at=NOW)
    edit(company, by=None, at=LATER, name="Other")
    company.refresh_from_db()
    assert (company.name, company.deactivated_at) == ("Other", NOW)


def test_it_needs_the_right() -> None:
    company = a_company(an_account())
    with pytest.raises(NotAllowed):
        edit(company, by=a_member(company.account, Right.INVOICES), at=LATER, name="Other")
