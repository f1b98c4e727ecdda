"""Custom fields in the forms, on the pages and in the exports of what they are of."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right
from comptoir.custom_fields.values import name_of, read
from comptoir.customers.models import Customer
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_field,
    a_member,
    a_subscription,
    a_value,
    an_account,
    an_invoice,
    the_phase,
)
from tests.web.deals.test_settings import plain

pytestmark = pytest.mark.django_db

EXAMPLES: dict[str, tuple[Any, str]] = {
    "single_line": ("Café <noir>", "Café &lt;noir&gt;"),
    "multi_line": ("One\nTwo", "One<br>Two"),
    "number": (Decimal("-12.5"), "−12.5"),
    "integer": (Decimal(1200), "1200"),
    "money": (Decimal("1210"), "€\xa01,210.00"),
    "date": (dt.date(2026, 12, 31), "31 Dec 2026"),
    "boolean": (False, "no"),
    "single_select": ("Red", "Red"),
    "multi_select": (["Blue", "Red"], "Red, Blue"),
    "email": ("ann@example.com", 'href="mailto:ann@example.com"'),
    "telephone": ("+32 2 555 12 12", 'href="tel:+3225551212"'),
    "url": ("https://example.com", 'href="https://example.com"'),
}


def one_of_each(account: Account, about: str, record: models.Model) -> None:
    for kind, (value, __) in EXAMPLES.items():
        options = ("Red", "Blue") if "select" in kind else ()
        a_value(a_field(account, about, kind, label=f"A {kind}", options=options), record, value)


def the_records(account: Account) -> dict[str, tuple[models.Model, str]]:
    """What has fields, and where they are shown."""
    company = a_company(account)
    contact, deal = a_contact(account), a_deal(company)
    invoice, subscription = an_invoice(company), a_subscription(company)
    return {
        "company": (company, f"/companies/{company.pk}/?tab=details"),
        "contact": (contact, f"/contacts/{contact.pk}/?tab=details"),
        "deal": (deal, f"/deals/{deal.pk}/"),
        "invoice": (invoice, f"/invoices/{invoice.pk}/"),
        "subscription": (subscription, f"/subscriptions/{subscription.pk}/"),
    }


@pytest.mark.parametrize("about", ["company", "contact", "deal", "invoice", "subscription"])
def test_a_page_shows_each_kind_of_value_as_people_write_it(client: Client, owner: User, about: str) -> None:
    record, path = the_records(owner.account)[about]
    a_field(owner.account, about, label="Empty")
    one_of_each(owner.account, about, record)
    page = client.get(path).text
    for kind, (__, shown) in EXAMPLES.items():
        assert f"<dt>A {kind}</dt>" in page
        assert shown in page
    assert "<dt>Empty</dt>" not in page


@pytest.mark.parametrize("about", ["company", "contact", "deal", "invoice", "subscription"])
def test_one_field_or_many_cost_a_page_the_same_queries(client: Client, owner: User, about: str) -> None:
    record, path = the_records(owner.account)[about]
    a_value(a_field(owner.account, about), record, "x")
    client.get(path)
    counts = []
    for __ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
        one_of_each(owner.account, about, record) if not counts[1:] else None
    assert counts[0] == counts[1]


def form_of(client: Client, path: str) -> dict[str, Any]:
    """What the form at the path would send as it stands."""
    form = client.get(path).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in data.items() if value is not False}


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_a_customer_is_added_and_edited_with_its_fields(client: Client, owner: User, kind: str) -> None:
    sector = a_field(owner.account, kind, "single_select", options=("Horeca", "Retail"))
    phone = a_field(owner.account, kind, "telephone", label="Reception")
    data = form_of(client, reverse(f"add_{kind}"))
    data |= {"name": "Midi", "last_name": "Martin", name_of(sector): "Horeca", name_of(phone): "02 555 12 12"}
    client.post(reverse(f"add_{kind}"), data)
    customer = Customer.objects.get()
    assert read(customer.pk, kind) == {sector.pk: "Horeca", phone.pk: "+32 2 555 12 12"}
    path = reverse(f"edit_{kind}", args=[customer.pk])
    data = form_of(client, path)
    assert data[name_of(sector)] == "Horeca"
    client.post(path, data | {name_of(sector): ""})
    assert read(customer.pk, kind) == {phone.pk: "+32 2 555 12 12"}
    assert "Segment removed (was Horeca)" in plain(client.get(reverse(kind, args=[customer.pk])).text)


def test_a_field_that_must_be_filled_in_is_asked_for_and_what_was_typed_is_kept(client: Client, owner: User) -> None:
    needed = a_field(owner.account, required=True)
    number = a_field(owner.account, kind="integer", label="Employees")
    data = form_of(client, "/companies/new/") | {"name": "Midi", name_of(number): "1,5"}
    answer = client.post("/companies/new/", data)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        name_of(needed): ["Please fill this in."],
        name_of(number): ["This is not a whole number. Write it like 12."],
    }
    assert 'value="1,5"' in answer.text
    assert Customer.objects.count() == 0


def test_a_deal_is_added_and_edited_with_its_fields(client: Client, owner: User) -> None:
    competitor = a_field(owner.account, "deal", label="Competitor")
    several = a_field(owner.account, "deal", "multi_select", label="Needs", options=("Heat", "Light"))
    company = a_company(owner.account)
    data = form_of(client, f"/deals/new/?customer={company.pk}")
    data |= {"customer": company.pk, "title": "Terrace", "phase": the_phase(owner.account).pk, "responsible_user": ""}
    client.post("/deals/new/", data | {name_of(competitor): "Acme", name_of(several): ["Light", "Heat"]})
    deal = company.deals.get()
    assert read(deal.pk, "deal") == {competitor.pk: "Acme", several.pk: ["Heat", "Light"]}
    path = f"/deals/{deal.pk}/edit/"
    data = form_of(client, path) | {"customer": company.pk, "responsible_user": ""}
    client.post(path, data | {name_of(competitor): "Other"})
    assert "Competitor: Other (was Acme)" in plain(client.get(f"/deals/{deal.pk}/").text)


@pytest.mark.parametrize("about", ["invoice", "subscription"])
def test_the_fields_of_what_is_booked_or_ended_are_changed_in_a_dialog(client: Client, owner: User, about: str) -> None:
    field = a_field(owner.account, about, "email", label="Checked by")
    company = a_company(owner.account)
    record = an_invoice(company) if about == "invoice" else a_deactivated_subscription(company)
    page = f"/{about}s/{record.pk}/"
    path = f"{page}fields/"
    assert path in client.get(page).text
    answer = client.post(path, {name_of(field): "nobody", "seen": NOW.isoformat()})
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {name_of(field)})
    answer = client.post(path, {name_of(field): "ann@example.com", "seen": NOW.isoformat()})
    assert (answer.status_code, answer.url) == (302, page)
    assert read(record.pk, about) == {field.pk: "ann@example.com"}
    assert "Checked by: ann@example.com" in plain(client.get(page).text)
    stale = (NOW - dt.timedelta(hours=1)).isoformat()
    answer = client.post(path, {name_of(field): "bob@example.com", "seen": stale})
    assert (answer.status_code, "Somebody changed this meanwhile" in answer.text) == (409, True)


@pytest.mark.parametrize("about", ["invoice", "subscription"])
def test_the_dialog_is_for_those_with_the_right_and_for_their_own(client: Client, owner: User, about: str) -> None:
    a_field(owner.account, about)
    __, page = the_records(owner.account)[about]
    foreign, __ = the_records(an_account(name="Other"))[about]
    assert client.get(f"/{about}s/{foreign.pk}/fields/").status_code == 404
    client.force_login(a_member(owner.account, "customers"))
    assert client.get(f"{page}fields/").status_code == 403
    assert "Edit the fields" not in client.get(page).text
    client.force_login(a_member(owner.account, hidden=[Right.INVOICES, Right.SUBSCRIPTIONS]))
    assert client.get(f"{page}fields/").status_code == 403


def test_a_draft_is_edited_with_its_fields_and_has_no_dialog(client: Client, owner: User) -> None:
    field = a_field(owner.account, "invoice", label="Project")
    draft = a_draft(a_company(owner.account))
    path = f"/invoices/{draft.pk}/edit/"
    page = client.get(path)
    form, lines, discounts = (page.context[name] for name in ("form", "lines", "discounts"))
    data = {name: form[name].value() for name in form.fields}
    for formset in (lines, discounts):
        for each in (formset.management_form, *formset.forms):
            data |= {each.add_prefix(name): each[name].value() for name in each.fields}
    data |= {"customer": draft.customer_id, "department": draft.department_id, name_of(field): "ATL-1"}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    assert client.post(path, data).status_code == 302
    assert read(draft.pk, "invoice") == {field.pk: "ATL-1"}
    page = client.get(f"/invoices/{draft.pk}/")
    assert "Project: ATL-1" in plain(page.text)
    assert "/fields/" not in page.text


@pytest.mark.parametrize("about", ["company", "contact", "deal", "invoice", "subscription"])
def test_an_export_has_a_column_for_each_field(client: Client, owner: User, about: str) -> None:
    record, __ = the_records(owner.account)[about]
    one_of_each(owner.account, about, record)
    a_field(owner.account, about, label="Gone", archived_at=NOW)
    list_name = "companies" if about == "company" else f"{about}s"
    content = b"".join(client.get(reverse(f"export_{list_name}"))).decode("utf-8-sig")  # type: ignore[arg-type]
    header, *rows = list(csv.reader(io.StringIO(content), delimiter=";" if ";" in content.splitlines()[0] else ","))
    (row,) = [row for row in rows if row[0] == str(record.pk)]
    cells = dict(zip(header, row, strict=True))
    assert "Gone" not in cells
    assert cells["A multi_select"] == "Red; Blue"
    assert cells["A date"] == "2026-12-31"
    assert cells["A boolean"] == "False"
    assert [cells["A single_line"], cells["A number"], cells["A money"]] == ["Café <noir>", "-12.5", "1210.00"]
