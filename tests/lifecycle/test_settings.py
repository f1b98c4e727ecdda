"""The settings of an account and of its legal entities."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.lifecycle.departments import change_department
from comptoir.lifecycle.settings import change_account
from tests.factories import NOW, a_member, a_user, an_account, the_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user(an_account())


def test_the_account_changes_with_one_activity(owner):
    change_account(owner.account, by=owner, at=NOW, name="Atelier Zuid", morning_hour=7)
    owner.account.refresh_from_db()
    assert (owner.account.name, owner.account.morning_hour) == ("Atelier Zuid", 7)
    activity = Activity.objects.get()
    assert activity.kind == "account.changed"
    assert [change["field"] for change in activity.effects["changes"]] == ["name", "morning_hour"]


def test_an_unknown_time_zone_is_refused(owner):
    with pytest.raises(ValidationError) as refusal:
        change_account(owner.account, by=owner, at=NOW, time_zone="Europe/Atlantis")
    assert list(refusal.value.error_dict) == ["time_zone"]


def test_a_department_is_written_as_comptoir_writes(owner):
    department = change_department(
        the_department(owner.account), by=owner, at=NOW, vat_number="0417497106", iban="be68 5390 0754 7034"
    )
    assert (department.vat_number, department.iban) == ("BE 0417.497.106", "BE68539007547034")
    assert Activity.objects.get().kind == "department.changed"


def test_every_fault_of_a_department_is_named_by_its_field(owner):
    with pytest.raises(ValidationError) as refusal:
        change_department(
            the_department(owner.account), by=owner, at=NOW, vat_number="BE 0417.497.107", iban="BE68", city="Ghent"
        )
    assert list(refusal.value.error_dict) == ["vat_number", "iban"]
    assert the_department(owner.account).city == ""


def test_two_departments_do_not_share_a_name(owner):
    department = the_department(owner.account)
    owner.account.departments.create(name="Atelier Oost", created_at=NOW)
    with pytest.raises(ValidationError) as refusal:
        change_department(department, by=owner, at=NOW, name="atelier oost")
    assert list(refusal.value.error_dict) == ["name"]


def test_a_member_changes_neither(owner):
    member = a_member(owner.account, "customers", "invoices", "subscriptions")
    with pytest.raises(NotAllowed):
        change_account(owner.account, by=member, at=NOW, name="Mine")
    with pytest.raises(NotAllowed):
        change_department(the_department(owner.account), by=member, at=NOW, name="Mine")
