"""Importing the account's own fields of customers, and taking them back."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.custom_fields.models import CustomField, CustomValue
from comptoir.custom_fields.values import read
from comptoir.customers.models import Customer
from comptoir.transfer.importing.own_fields import known_fields
from tests.factories import NOW, a_company, a_field, a_user, a_value, an_account
from tests.transfer.importing import an_upload, checked, problems, run, undone
from tests.transfer.sheets import a_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


def fields(account: Account) -> dict[str, CustomField]:
    words = ("Café, bar", "Hotel", "Shop")
    return {
        "Sector": a_field(account, kind="single_select", label="Sector", options=words),
        "Uses": a_field(account, kind="multi_select", label="Uses", options=words),
        "Staff": a_field(account, kind="integer", label="Staff"),
        "Budget": a_field(account, kind="money", label="Budget"),
        "Until": a_field(account, kind="date", label="Until"),
        "By post": a_field(account, kind="boolean", label="By post"),
        "Reception": a_field(account, kind="telephone", label="Reception"),
    }


HEADER = ["Name", "Sector", "Uses", "Staff", "Budget", "Until", "By post", "Reception"]
MIDI = ["Midi", "café, BAR", "Hotel; Café, bar", "1200", "-1.234,50", "31/12/2026", "Oui", "02 555 12 12"]
READ: dict[str, Any] = {
    "Sector": "Café, bar",
    "Uses": ["Café, bar", "Hotel"],
    "Staff": Decimal(1200),
    "Budget": Decimal("-1234.50"),
    "Until": dt.date(2026, 12, 31),
    "By post": True,
    "Reception": "+32 2 555 12 12",
}


def test_columns_that_are_called_like_fields_fill_them_in(account: Account, owner: User) -> None:
    known = fields(account)
    run(an_upload(account, owner, HEADER, MIDI, ["Noord", "", "Hotel, Shop", *[""] * 5], home="BE"), by=owner)
    midi, noord = Customer.objects.order_by("name")
    assert read(midi.pk, "company") == {known[name].pk: value for name, value in READ.items()}
    assert read(noord.pk, "company") == {known["Uses"].pk: ["Hotel", "Shop"]}


def test_what_an_export_says_is_read_back(account: Account, owner: User, client: Client) -> None:
    known = fields(account)
    company = a_company(account)
    for name, value in READ.items():
        a_value(known[name], company, value)
    client.force_login(owner)
    content = b"".join(client.get(reverse("export_companies")))  # type: ignore[arg-type]
    rows = [line.split(";") for line in content.decode("utf-8-sig").splitlines()]
    CustomValue.objects.all().delete()
    before = a_csv(*rows)
    before.seek(0)
    before.truncate()
    before.write(content)
    before.seek(0)
    run(an_upload(account, owner, content=before, duplicates="update", home="BE"), by=owner)
    assert read(company.pk, "company") == {known[name].pk: value for name, value in READ.items()}


def test_what_does_not_fit_is_blamed_on_its_cell(account: Account, owner: User) -> None:
    fields(account)
    wrong = ["Midi", "Pub", "Hotel, Pub", "1,5", "a lot", "one day", "perhaps", "12"]
    done = checked(
        an_upload(account, owner, HEADER, wrong, ["N", "", "", "1", "1.234,5", "31/12/2026", "", ""]), by=owner
    )
    assert sorted(problem[:2] for problem in problems(done)) == sorted((2, column) for column in HEADER[1:])
    sentences = " ".join(sentence for *__, sentence in problems(done))
    for part in ("“Pub” is not one of the words", "whole number", "“a lot” is not a number", "neither yes nor no"):
        assert part in sentences


def test_contacts_and_companies_share_a_column_when_they_share_the_field(account: Account, owner: User) -> None:
    ours, theirs = a_field(account, label="Source"), a_field(account, "contact", label="source")
    only = a_field(account, "contact", label="Hobby")
    rows = [["Midi", "company", "Fair", ""], ["Luc Martin", "contact", "Web", "Chess"]]
    uploaded = an_upload(account, owner, ["Name", "Type", "Source", "Hobby"], *rows)
    labels = [str(field.label) for name, field in known_fields(uploaded).items() if name.startswith("own:")]
    assert labels == ["source", "Hobby (Contacts)"]
    run(uploaded, by=owner)
    company, contact = Customer.objects.order_by("kind")
    assert read(company.pk, "company") == {ours.pk: "Fair"}
    assert read(contact.pk, "contact") == {theirs.pk: "Web", only.pk: "Chess"}
    wrong = an_upload(account, owner, ["Name", "Hobby"], ["Noord", "Chess"])
    assert problems(checked(wrong, by=owner)) == [(2, "Hobby", "Only contacts have this field.")]
    CustomField.objects.update(archived_at=NOW)
    assert problems(checked(wrong, by=owner)) == [(2, "Hobby", "This field is not there any more.")]
    again = an_upload(account, owner, ["Name", "Hobby"], ["Noord", "Chess"])
    assert list(again.mapping) == ["name"]


def test_an_edit_is_told_and_taken_back(account: Account, owner: User) -> None:
    known, company = fields(account), a_company(account, "Midi", vat_number="BE 0417.497.106")
    a_value(known["Sector"], company, "Shop")
    a_value(known["Staff"], company, Decimal(3))
    before = read(company.pk, "company")
    rows = [["Name", "VAT number", *HEADER[1:]], ["Midi", "BE0417497106", *MIDI[1:]]]
    done = run(an_upload(account, owner, *rows, duplicates="update", home="BE"), by=owner)
    assert read(company.pk, "company") == {known[name].pk: value for name, value in READ.items()}
    (told,) = Activity.objects.filter(kind="customer.edited_by_import")
    assert ("Sector", "Shop", "Café, bar") in [
        (each["label"], each["old"], each["new"]) for each in told.effects["custom"]
    ]
    CustomField.objects.update(required=True)
    undone(done, by=owner)
    assert read(company.pk, "company") == before


def test_what_was_added_leaves_no_values_when_it_is_undone(account: Account, owner: User) -> None:
    fields(account)
    undone(run(an_upload(account, owner, HEADER, MIDI, home="BE"), by=owner), by=owner)
    assert (Customer.objects.count(), CustomValue.objects.count()) == (0, 0)


def test_fields_cost_a_batch_of_rows_the_same_queries(account: Account, owner: User) -> None:
    fields(account)
    counts = []
    for many in (1, 3):
        upload = an_upload(account, owner, HEADER, *[[f"Midi {many} {n}", *MIDI[1:]] for n in range(many)], home="BE")
        with CaptureQueriesContext(connection) as queries:
            run(upload, by=owner)
        counts.append(len(queries))
    assert counts[0] == counts[1]
