"""Departments are added, numbered, chosen as the default, archived and used again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import Department
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.invoicing import numbering
from comptoir.invoicing.booking import book
from comptoir.invoicing.models import ReminderStep, TaxRate
from comptoir.lifecycle.departments import (
    ArchivedDepartment,
    BillsSubscriptions,
    DefaultDepartment,
    add_department,
    archive_department,
    change_department,
    make_default,
    restore_department,
    still_open,
)
from comptoir.lifecycle.opening import open_account
from tests.factories import (
    NOW,
    PASSWORD,
    TODAY,
    a_company,
    a_deactivated_subscription,
    a_department,
    a_draft,
    a_member,
    a_subscription,
    a_user,
    an_account,
    an_invoice,
    the_department,
)

pytestmark = pytest.mark.django_db
NEXT_YEAR = NOW.replace(year=2027, month=1, day=5)


@pytest.fixture
def owner():
    return a_user(an_account())


def add(owner, **facts):
    facts = {"name": "Atelier Zuid", "country": "NL", "invoice_prefix": "nl"} | facts
    return add_department(owner.account, by=owner, at=NOW, **facts)


def kinds():
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def faults(refusal):
    return list(refusal.value.error_dict)


def test_a_department_begins_with_the_vat_rates_of_its_country_and_the_usual_schedule(owner):
    department = add(owner, vat_number="004495445B01", iban="nl91 abna 0417 1643 00", phone="020 555 12 12")
    assert (department.vat_number, department.iban) == ("NL 004495445B01", "NL91ABNA0417164300")
    assert (department.phone, department.invoice_prefix) == ("+31 20 555 1212", "NL")
    rates = TaxRate.objects.filter(department=department).order_by("-rate", "category")
    assert [(rate.description, rate.category) for rate in rates] == [
        ("21 %", "S"),
        ("9 %", "S"),
        ("Reverse charge", "AE"),
        ("Exempt", "E"),
        ("Export outside the EU", "G"),
        ("Intra-Community supply", "K"),
        ("Outside the scope of VAT", "O"),
        ("0 %", "Z"),
    ]
    steps = ReminderStep.objects.filter(department=department).order_by("days_overdue")
    assert [step.days_overdue for step in steps] == [7, 21, 35]
    assert (department.is_default, kinds()) == (False, ["department.added"])


def test_the_first_department_of_an_account_is_its_default():
    account = open_account(
        name="Atelier Oost", owner_email="o@oost.example", owner_name="An Os", password=PASSWORD, at=NOW
    )
    assert account.departments.get().is_default
    assert Activity.objects.get().by is None


def test_every_fault_is_named_by_its_field_and_nothing_is_kept(owner):
    with pytest.raises(ValidationError) as refusal:
        add(owner, vat_number="BE 0417.497.107", iban="NL91", bic="no", email="no", website="no no", country="ZZ")
    assert faults(refusal) == ["country", "vat_number", "iban", "bic", "email", "website"]
    assert (owner.account.departments.count(), kinds()) == (1, [])


@pytest.mark.parametrize("prefix", ["2", "NL1", "NL/", "N L", "CN", "XCN", "É"])
def test_a_prefix_that_could_be_read_as_something_else_is_refused(owner, prefix):
    with pytest.raises(ValidationError) as refusal:
        add(owner, invoice_prefix=prefix)
    assert faults(refusal) == ["invoice_prefix"]


def test_two_departments_share_neither_name_nor_prefix(owner):
    add(owner)
    for facts, field in [
        ({"name": "atelier zuid", "invoice_prefix": "X"}, "name"),
        ({"name": "Other"}, "invoice_prefix"),
        ({"name": "Other", "invoice_prefix": ""}, "invoice_prefix"),
    ]:
        with pytest.raises(ValidationError) as refusal:
            add(owner, **facts)
        assert faults(refusal) == [field]


def test_the_same_name_and_prefix_elsewhere_are_no_obstacle(owner):
    add(a_user(an_account(name="Elsewhere")))
    assert add(owner).invoice_prefix == "NL"


def test_prefix_and_fiscal_year_change_until_a_number_is_given(owner):
    department = the_department(owner.account)
    change_department(department, by=owner, at=NOW, invoice_prefix="A-", fiscal_year_starts=7)
    invoice = book(a_draft(a_company(owner.account)), by=owner, at=NOW, on=TODAY)
    assert invoice.invoice_number == "A-2026/1"
    for facts in ({"invoice_prefix": ""}, {"fiscal_year_starts": 1}):
        with pytest.raises(ValidationError) as refusal:
            change_department(department, by=owner, at=NOW, **facts)
        assert faults(refusal) == list(facts)
    changed = change_department(department, by=owner, at=NOW, invoice_prefix="A-", city="Ghent")
    assert (changed.invoice_prefix, changed.fiscal_year_starts, changed.city) == ("A-", 7, "Ghent")


def test_in_the_next_fiscal_year_they_change_before_its_first_number(owner):
    department = the_department(owner.account)
    book(a_draft(a_company(owner.account)), by=owner, at=NOW, on=TODAY)
    change_department(department, by=owner, at=NEXT_YEAR, invoice_prefix="B")
    invoice = book(a_draft(a_company(owner.account)), by=owner, at=NEXT_YEAR, on=dt.date(2027, 1, 5))
    assert invoice.invoice_number == "B2027/1"


def test_a_number_given_ahead_in_the_next_fiscal_year_counts_too(owner):
    department = the_department(owner.account)
    book(a_draft(a_company(owner.account)), by=owner, at=NOW, on=dt.date(2027, 1, 5))
    assert numbering.has_given(department, on=TODAY)
    assert not numbering.has_given(a_department(owner.account), on=TODAY)


def test_one_department_is_the_default(owner):
    other = add(owner)
    make_default(other, by=owner, at=NOW)
    make_default(other, by=owner, at=NOW)
    assert [department.name for department in owner.account.departments.filter(is_default=True)] == ["Atelier Zuid"]
    assert kinds() == ["department.added", "department.made_default"]


def test_the_default_department_is_not_archived_and_an_archived_one_is_not_the_default(owner):
    with pytest.raises(DefaultDepartment):
        archive_department(the_department(owner.account), by=owner, at=NOW)
    other = archive_department(add(owner), by=owner, at=NOW)
    with pytest.raises(ArchivedDepartment):
        make_default(other, by=owner, at=NOW)


def test_a_department_is_archived_and_used_again_once_each(owner):
    other = add(owner)
    for verb in (archive_department, archive_department, restore_department, restore_department):
        other = verb(other, by=owner, at=NOW)
    assert other.status == Department.Status.ACTIVE
    assert kinds() == ["department.added", "department.archived", "department.restored"]


def test_a_department_that_bills_active_subscriptions_is_not_archived(owner):
    other, customer = a_department(owner.account), a_company(owner.account)
    a_deactivated_subscription(customer, department=other)
    subscription = a_subscription(customer, department=other)
    with pytest.raises(BillsSubscriptions):
        archive_department(other, by=owner, at=NOW)
    subscription.deactivated_at, subscription.next_period_on, subscription.bill_on = NOW, None, None
    subscription.save()
    assert archive_department(other, by=owner, at=NOW).is_archived


def test_what_is_still_open_is_counted(owner):
    other, customer = a_department(owner.account), a_company(owner.account)
    a_draft(customer, department=other)
    an_invoice(customer, department=other)
    an_invoice(customer, department=other, paid="all")
    an_invoice(customer)
    open = still_open(other)
    assert (open.drafts, open.outstanding, open.subscriptions) == (1, 1, 0)


def test_a_draft_of_an_archived_department_can_still_be_booked(owner):
    other = a_department(owner.account, invoice_prefix="S")
    draft = a_draft(a_company(owner.account), department=other)
    archive_department(other, by=owner, at=NOW)
    assert book(draft, by=owner, at=NOW, on=TODAY).invoice_number == "S2026/1"


def test_a_member_does_none_of_this(owner):
    member = a_member(owner.account, "customers", "invoices", "subscriptions")
    with pytest.raises(NotAllowed):
        add_department(owner.account, by=member, at=NOW, name="Mine", country="BE")
    for verb in (make_default, archive_department, restore_department):
        with pytest.raises(NotAllowed):
            verb(the_department(owner.account), by=member, at=NOW)
