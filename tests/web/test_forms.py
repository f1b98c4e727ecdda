"""Forms read what people type and say beside the field what is wrong."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation

from comptoir.web.forms import DateField, Form, MoneyField, accepted, unlocalized


class Sample(Form):
    amount = MoneyField(label="Amount")
    on = DateField(label="Date", required=False)


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "1,234.56", "1234.56"),
        ("de", "1.234,56", "1234.56"),
        ("en", "1.234,56", "1234.56"),
        ("de", "1,234.56", "1234.56"),
        ("fr", "1 234,56", "1234.56"),
        ("fr", "1\u202f234,5", "1234.5"),
        ("nl", "12,5", "12.5"),
        ("en", "12,5", "12.5"),
        ("en", "1,234", "1234"),
        ("nl", "1,234", "1.234"),
        ("nl", "1.234", "1234"),
        ("en", "1.234", "1.234"),
        ("en", "1,234,567", "1234567"),
        ("en", "−5", "-5"),
        ("en", "1234", "1234"),
        ("de", "1'234.50", "1234.50"),
    ],
)
def test_a_number_is_read_as_its_writer_means_it(language, typed, meant):
    with translation.override(language):
        assert unlocalized(typed) == meant


def test_an_amount_becomes_a_decimal():
    with translation.override("nl"):
        form = Sample({"amount": "1.234,50", "on": "2026-11-24"})
        assert form.is_valid()
    assert form.cleaned_data == {"amount": Decimal("1234.50"), "on": dt.date(2026, 11, 24)}


def test_a_stored_amount_is_shown_as_one_types_it():
    with translation.override("nl"):
        assert 'value="1234,50"' in str(Sample(initial={"amount": Decimal("1234.50")})["amount"])


@pytest.mark.parametrize("typed", ["twelve", "1.2.3,4,5", "--3", "1e3x", "∞"])
def test_a_malformed_amount_is_kept_and_explained(typed):
    form = Sample({"amount": typed})
    assert not form.is_valid()
    assert form.errors["amount"] == ["This is not a number. Write it like 1234.56."]
    assert f'value="{typed}"' in str(form["amount"])


def test_an_error_and_its_field_know_each_other():
    form = Sample({"amount": "", "on": "tomorrow"})
    form.is_valid()
    html = Template("{% field form.amount %}{% field form.on %}").render(Context({"form": form}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_error"' in html
    assert 'id="id_amount_error"' in html
    assert "Please fill this in." in html
    assert "This is not a date." in html
    assert 'value="tomorrow"' in html


def test_what_the_verb_refuses_is_put_beside_its_field():
    def refuse():
        raise ValidationError({"amount": "Amount: more than is due.", "elsewhere": "Nobody sees this field."})

    form = Sample({"amount": "5"})
    assert not accepted(form, refuse)
    assert form.errors["amount"] == ["Amount: more than is due."]
    assert form.non_field_errors() == ["Nobody sees this field."]


def test_the_verb_is_not_called_for_a_form_with_faults():
    assert not accepted(Sample({"amount": "x"}), lambda: pytest.fail("called"))
    assert not accepted(Sample(), lambda: pytest.fail("called"))


def test_what_the_verb_takes_is_accepted():
    assert accepted(Sample({"amount": "5"}), lambda: None)
