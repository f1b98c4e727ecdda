"""The values of an account's own fields: checked by kind, written, told, read, copied, forgotten."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account
from comptoir.custom_fields import values
from comptoir.custom_fields.models import CustomField, CustomValue
from tests.factories import NOW, a_company, a_field, a_value, an_account

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


@pytest.fixture
def account() -> Account:
    return an_account()


def refused(field: CustomField, given: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        values.check(field.account, field.about, {field.pk: given})
    ((name, (sentence,)),) = refusal.value.message_dict.items()
    assert name == values.name_of(field)
    return str(sentence)


@pytest.mark.parametrize(
    ("kind", "given", "kept", "told"),
    [
        ("single_line", "  Café   noir ", "Café noir", "Café noir"),
        ("multi_line", " Two\nlines ", "Two\nlines", None),
        ("number", Decimal("12.50"), Decimal("12.5"), "12.5"),
        ("integer", Decimal("1000"), Decimal(1000), "1000"),
        ("money", Decimal("-1210.00"), Decimal(-1210), "-1210"),
        ("date", DAY, DAY, "2026-11-24"),
        ("date", "2026-11-24", DAY, "2026-11-24"),
        ("boolean", True, True, "yes"),
        ("boolean", False, False, "no"),
        ("single_select", "Red", "Red", "Red"),
        ("multi_select", ["Red", "Blue", "Red"], ["Blue", "Red"], "Red, Blue"),
        ("email", "Ann@Example.COM", "Ann@example.com", "Ann@example.com"),
        ("telephone", "02 555 12 12", "+32 2 555 12 12", "+32 2 555 12 12"),
        ("url", "example.com", "https://example.com", "https://example.com"),
    ],
)
def test_a_value_of_each_kind_is_kept_told_and_read_as_it_is(
    account: Account, kind: str, given: Any, kept: Any, told: str | None
) -> None:
    field = a_field(account, kind=kind, options=("Red", "Green", "Blue") if "select" in kind else ())
    company = a_company(account)
    (change,) = values.write(company.pk, values.check(account, "company", {field.pk: given}, home="BE"))
    assert values.read(company.pk, "company") == {field.pk: kept}
    assert (change["label"], change["kind"], change.get("old"), change.get("new")) == (
        field.label,
        kind,
        None if told is None else "",
        told,
    )
    assert change.get("currency") == ("EUR" if kind == "money" else None)
    assert values.write(company.pk, values.check(account, "company", {field.pk: given}, home="BE")) == []


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("single_line", "x" * 256, "At most 255 characters"),
        ("number", "a dozen", "not a number"),
        ("number", Decimal("NaN"), "too large"),
        ("number", Decimal("1e14"), "too large"),
        ("number", Decimal("0.0000001"), "6 decimals"),
        ("number", Decimal("1234567890.123456"), "15 digits"),
        ("integer", Decimal("1.5"), "not a whole number"),
        ("money", Decimal("1.005"), "EUR has fewer decimals"),
        ("date", "yesterday", "not a date"),
        ("boolean", "perhaps", "yes or no"),
        ("single_select", "Pink", "from the list"),
        ("multi_select", ["Red", "Pink"], "from the list"),
        ("email", "ann at example", "is not an address"),
        ("telephone", "12", "is not a telephone number"),
        ("url", "not a site", "is not an address"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(account: Account, kind: str, given: Any, sentence: str) -> None:
    field = a_field(account, kind=kind, options=("Red", "Green") if "select" in kind else ())
    assert sentence in refused(field, given)


@pytest.mark.parametrize("nothing", [None, "", "  ", []])
def test_nothing_is_kept_as_nothing_unless_the_field_must_be_filled_in(account: Account, nothing: Any) -> None:
    field, company = a_field(account), a_company(account)
    a_value(field, company, "Café")
    (change,) = values.write(company.pk, values.check(account, "company", {field.pk: nothing}))
    assert (change["old"], change["new"], CustomValue.objects.count()) == ("Café", "", 0)
    field.required = True
    field.save()
    assert refused(field, nothing) == "Please fill this in."


def test_only_what_is_given_changes(account: Account) -> None:
    segment, colour, company = a_field(account), a_field(account, label="Colour"), a_company(account)
    a_value(segment, company, "Café")
    a_value(colour, company, "Red")
    a_value(colour, company, "Blue")
    assert values.read(company.pk, "company") == {segment.pk: "Café", colour.pk: "Blue"}


def test_fields_that_are_archived_gone_foreign_or_of_others_are_refused(account: Account) -> None:
    for field in (
        a_field(account, archived_at=NOW),
        a_field(account, about="contact"),
        a_field(an_account(name="Other")),
        CustomField(id=uuid.uuid4()),
    ):
        with pytest.raises(ValidationError, match="not there any more"):
            values.check(account, "company", {field.pk: "x"})


def test_all_values_of_a_page_are_read_in_one_query(account: Account) -> None:
    fields = [a_field(account, label=label) for label in "abc"]
    archived = a_field(account, label="d")
    companies = [a_company(account, name) for name in ("One", "Two", "Three")]
    for company in companies[:2]:
        for field in (*fields, archived):
            a_value(field, company, company.name)
    CustomField.objects.filter(pk=archived.pk).update(archived_at=NOW)
    with CaptureQueriesContext(connection) as queries:
        found = values.read_all([company.pk for company in companies], "company")
    assert found == {each.pk: dict.fromkeys([field.pk for field in fields], each.name) for each in companies[:2]}
    assert len(queries) == 1


def test_values_are_copied_and_forgotten_with_their_records(account: Account) -> None:
    several = a_field(account, kind="multi_select", options=("Red", "Blue"))
    text = a_field(account, label="Text")
    old, new = a_company(account, "Old"), a_company(account, "New")
    a_value(several, old, ["Red", "Blue"])
    a_value(text, old, "Café")
    values.write(new.pk, values.taken_over(account, "company", old.pk))
    assert values.read(new.pk, "company") == values.read(old.pk, "company")
    CustomField.objects.update(archived_at=NOW)
    values.forget([old.pk])
    assert set(CustomValue.objects.values_list("record_id", flat=True)) == {new.pk}
