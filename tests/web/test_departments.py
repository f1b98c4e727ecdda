"""The pages of departments, among the settings."""

import re
import uuid

import pytest

from comptoir.accounts.models import Department
from comptoir.invoicing.models import NumberSeries
from tests.factories import (
    a_company,
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
PATH = "/settings/departments/"


@pytest.fixture
def owner(client):
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


def facts(**changes):
    names = "name vat_number line_1 postal_code city country email phone website iban bic invoice_prefix"
    return (
        dict.fromkeys(names.split(), "") | {"name": "Atelier Zuid", "country": "NL", "fiscal_year_starts": 1} | changes
    )


def test_a_department_is_added(client, owner):
    assert "selected>Belgium" in client.get(f"{PATH}new/").text
    answer = client.post(f"{PATH}new/", facts(invoice_prefix="nl", fiscal_year_starts="4"), follow=True)
    assert "Atelier Zuid is added." in answer.text
    assert re.search(r"NL\d{4}/1<", answer.text)
    department = owner.account.departments.get(name="Atelier Zuid")
    assert (department.country, department.fiscal_year_starts, department.is_default) == ("NL", 4, False)


def test_a_department_with_faults_is_not_added_and_nothing_typed_is_lost(client, owner):
    answer = client.post(f"{PATH}new/", facts(invoice_prefix="NL1", iban="NL91", city="Breda"))
    assert answer.status_code == 422
    assert "end with a letter or a hyphen" in answer.text
    assert 'value="Breda"' in answer.text
    assert owner.account.departments.count() == 1


def test_once_a_number_was_given_the_form_says_why_it_cannot_change(client, owner):
    department = the_department(owner.account)
    path = f"{PATH}{department.pk}/"
    assert "A number was given" not in client.get(path).text
    NumberSeries.objects.create(department=department, document="invoice", fiscal_year=2099, last_number=1)
    html = client.get(path).text
    assert html.count("A number was given in this fiscal year, so this stays as it is") == 2
    client.post(path, facts(name="Atelier West", country="BE", invoice_prefix="X", fiscal_year_starts=7))
    department.refresh_from_db()
    assert (department.name, department.invoice_prefix, department.fiscal_year_starts) == ("Atelier West", "", 1)


def test_the_page_says_what_was_changed(client, owner):
    department = the_department(owner.account)
    path = f"{PATH}{department.pk}/"
    client.post(path, facts(name=department.name, country="BE", iban="BE68539007547034", fiscal_year_starts=7))
    html = client.get(path).text
    assert "IBAN: BE68\xa05390\xa00754\xa07034" in html
    assert "First month of the fiscal year: July (was January)" in html


def test_another_department_becomes_the_default(client, owner):
    other = a_department(owner.account)
    answer = client.post(f"{PATH}{other.pk}/make-default/", follow=True)
    assert "Atelier Sud is the default department now." in answer.text
    assert the_department(owner.account) == other


def test_archiving_says_what_goes_on_and_takes_it_out_of_the_pickers(client, owner):
    other, customer = a_department(owner.account), a_company(owner.account)
    a_draft(customer, department=other)
    an_invoice(customer, department=other)
    path = f"{PATH}{other.pk}/archive/"
    html = client.get(path).text
    assert "Its 1 outstanding invoice is still reminded." in html
    assert "Its 1 draft can still be booked." in html
    assert "Atelier Sud" in client.get("/invoices/new/").text
    assert "Archived" in client.post(path, follow=True).text
    assert "Atelier Sud" not in client.get("/invoices/new/").text
    client.post(f"{PATH}{other.pk}/restore/")
    other.refresh_from_db()
    assert not other.is_archived


def test_archiving_is_refused_with_the_reason(client, owner):
    default, other = the_department(owner.account), a_department(owner.account)
    a_subscription(a_company(owner.account), department=other)
    for department, reason in [(default, "is the default department"), (other, "1 active subscription is billed by")]:
        for answer in (client.get(f"{PATH}{department.pk}/archive/"), client.post(f"{PATH}{department.pk}/archive/")):
            assert reason in answer.text
        assert answer.status_code == 409
    assert not Department.objects.filter(status="archived").exists()


def test_an_archived_department_is_told_to_be_used_again_before_it_is_the_default(client, owner):
    other = a_department(owner.account, status="archived")
    assert "Use it again first." in client.post(f"{PATH}{other.pk}/make-default/", follow=True).text


def test_a_member_is_refused_and_a_stranger_finds_nothing(client, owner):
    commands = ("make-default", "archive", "restore")
    member = a_member(owner.account, "customers", "invoices", "subscriptions")
    client.force_login(member)
    paths = [f"{PATH}{the_department(owner.account).pk}/{command}/" for command in commands]
    for path in [f"{PATH}new/", *paths]:
        assert client.post(path).status_code == 403
    client.force_login(owner)
    theirs = the_department(an_account(name="Elsewhere")).pk
    for id in (theirs, uuid.uuid4()):
        for command in commands:
            assert client.post(f"{PATH}{id}/{command}/").status_code == 404
