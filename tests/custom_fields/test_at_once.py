"""Fields are deleted, and words taken off their lists, while others fill them in, on PostgreSQL."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from comptoir.custom_fields.defining import delete_field, edit_field
from comptoir.custom_fields.models import CustomField, CustomValue
from comptoir.custom_fields.refusals import FieldInUse
from comptoir.custom_fields.values import read
from comptoir.custom_fields.wording import Option
from comptoir.lifecycle.editing import edit
from tests.at_once import at_once
from tests.factories import NOW, a_company, a_field, an_account

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TURNS = 10


def test_a_field_that_is_filled_in_while_it_is_deleted_is_kept_or_refused() -> None:
    account = an_account()
    for turn in range(TURNS):
        field, company = a_field(account, label=f"Field {turn}"), a_company(account)
        deleted, edited = at_once(
            partial(delete_field, field, by=None, at=NOW),
            partial(edit, company, by=None, at=NOW, name=f"Midi {turn}", custom={field.pk: "x"}),
        )
        there = CustomField.objects.filter(pk=field.pk).exists()
        assert isinstance(deleted, FieldInUse) == there
        assert isinstance(edited, ValidationError) == (not there)
        assert read(company.pk, "company") == ({field.pk: "x"} if there else {})


def test_a_word_that_is_chosen_while_it_is_taken_off_the_list_stays_or_is_refused() -> None:
    account = an_account()
    for turn in range(TURNS):
        field = a_field(account, kind="single_select", label=f"Field {turn}", options=("red", "blue"))
        company = a_company(account)
        changed, edited = at_once(
            partial(edit_field, field, label=field.label, options=[Option("blue", "blue")], by=None, at=NOW),
            partial(edit, company, by=None, at=NOW, custom={field.pk: "red"}),
        )
        field.refresh_from_db()
        there = "red" in [option["id"] for option in field.options]
        assert (isinstance(changed, ValidationError), isinstance(edited, ValidationError)) == (there, not there)
        assert CustomValue.objects.filter(field=field, option="red").exists() == there


def test_several_fill_in_the_same_field_at_once() -> None:
    account = an_account()
    field, companies = a_field(account), [a_company(account, f"Midi {number}") for number in range(4)]
    at_once(*(partial(edit, each, by=None, at=NOW, custom={field.pk: each.name}) for each in companies))
    assert [read(each.pk, "company") for each in companies] == [{field.pk: each.name} for each in companies]
