"""The VAT rates of a department: what may be added, which words change, and what is archived."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import Department
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.invoicing import tax_rates
from comptoir.invoicing.models import TaxRate
from tests.factories import NOW, a_department, a_member, a_user, an_account, the_department, the_vat

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return the_department(an_account())


def add(department: Department, **facts: Any) -> TaxRate:
    facts = {"description": "Night rate", "category": "S", "rate": Decimal("0.03"), "at": NOW} | facts
    by = facts.pop("by", None) or a_user(department.account)
    return tax_rates.add_tax_rate(department, by=by, **facts)


def kinds() -> list[str]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def test_a_rate_is_added_with_its_words(department: Department) -> None:
    rate = add(department, description=" Night   rate ")
    assert (rate.description, rate.rate, rate.category, rate.legal_mention) == ("Night rate", Decimal("0.03"), "S", "")
    (activity,) = Activity.objects.all()
    assert (activity.kind, activity.subject_id) == ("tax_rate.added", department.pk)
    assert activity.effects["rate"]["rate"] == "0.03"


def test_a_reason_to_charge_nothing_has_its_own_mention(department: Department) -> None:
    rate = add(
        department, description="Training", category="E", rate=Decimal(0), legal_mention="Exempt: article 44, § 2."
    )
    assert (rate.category, rate.legal_mention) == ("E", "Exempt: article 44, § 2.")


@pytest.mark.parametrize("rate", ["0.00001", "0.99999", "0.055", "0.50"])
def test_rates_between_nothing_and_all_are_kept(department: Department, rate: str) -> None:
    made = add(department, rate=Decimal(rate))
    made.refresh_from_db()
    assert made.rate == Decimal(rate)


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"rate": Decimal(0)}, "rate", "A rate is more than 0 % and less than 100 %."),
        ({"rate": Decimal(1)}, "rate", "A rate is more than 0 % and less than 100 %."),
        ({"rate": Decimal("-0.01")}, "rate", "A rate is more than 0 % and less than 100 %."),
        ({"rate": Decimal("0.000001")}, "rate", "A rate has three decimals at most."),
        ({"category": "AE"}, "rate", "Only the kind “Taxed” charges VAT. Leave this at 0."),
        ({"category": "Z"}, "rate", "Only the kind “Taxed” charges VAT. Leave this at 0."),
        ({"category": "XX"}, "category", "Choose one of the list."),
        ({"description": "  "}, "description", "Please fill this in."),
        ({"description": "21 %"}, "description", "“21 %” is there already."),
        ({"description": "21%", "rate": Decimal("0.21")}, "rate", "“21 %” is there already."),
        ({"legal_mention": "Because."}, "legal_mention", "Only a rate that charges no VAT for a reason says why."),
        (
            {"category": "AE", "rate": Decimal(0), "description": "Reverse"},
            "legal_mention",
            "“Reverse charge” is there already.",
        ),
        ({"description": "x" * 61}, "description", "Ensure this value has at most 60 characters (it has 61)."),
    ],
)
def test_what_cannot_be_a_rate_is_refused_beside_its_field(
    department: Department, facts: dict[str, Any], field: str, sentence: str
) -> None:
    before = TaxRate.objects.count()
    with pytest.raises(ValidationError) as refused:
        add(department, **facts)
    assert refused.value.message_dict == {field: [sentence]}
    assert (TaxRate.objects.count(), kinds()) == (before, [])


def test_capitals_make_no_other_name_and_another_department_may_have_the_same(department: Department) -> None:
    add(department)
    with pytest.raises(ValidationError):
        add(department, description="NIGHT RATE", rate=Decimal("0.04"))
    add(a_department(department.account))


def test_an_archived_rate_is_named_rather_than_made_again(department: Department) -> None:
    TaxRate.objects.filter(pk=the_vat(department.account).pk).update(archived_at=NOW)
    with pytest.raises(ValidationError) as refused:
        add(department, rate=Decimal("0.21"))
    assert refused.value.message_dict == {"rate": ["“21 %” is there already, archived. Use it again."]}


def change(rate: TaxRate, **facts: Any) -> TaxRate:
    facts = {"description": rate.description, "legal_mention": rate.legal_mention, "at": NOW} | facts
    by = facts.pop("by", None) or a_user(rate.account)
    return tax_rates.change_tax_rate(rate, by=by, **facts)


def test_words_change_and_what_it_charges_does_not(department: Department) -> None:
    rate = department.tax_rates.get(category="AE")
    changed = change(rate, description="Verlegd", legal_mention="Btw verlegd.")
    assert (changed.description, changed.legal_mention, changed.rate, changed.category) == (
        "Verlegd",
        "Btw verlegd.",
        Decimal(0),
        "AE",
    )
    (activity,) = Activity.objects.all()
    assert (activity.kind, activity.effects["before"]) == (
        "tax_rate.changed",
        {"description": "Reverse charge", "legal_mention": ""},
    )


def test_the_same_words_leave_no_activity_and_a_name_in_use_is_refused(department: Department) -> None:
    rate = the_vat(department.account)
    change(rate)
    with pytest.raises(ValidationError):
        change(rate, description="12 %")
    with pytest.raises(ValidationError):
        change(rate, legal_mention="Because.")
    assert kinds() == []


def test_archiving_and_restoring_twice_each_happens_once(department: Department) -> None:
    rate, by = the_vat(department.account), a_user(department.account)
    for _ in range(2):
        assert tax_rates.archive_tax_rate(rate, by=by, at=NOW).archived_at == NOW
    for _ in range(2):
        assert tax_rates.restore_tax_rate(rate, by=by, at=NOW).archived_at is None
    assert kinds() == ["tax_rate.archived", "tax_rate.restored"]


def test_the_last_rate_that_can_be_chosen_stays(department: Department) -> None:
    rate, by = the_vat(department.account), a_user(department.account)
    department.tax_rates.exclude(pk=rate.pk).update(archived_at=NOW)
    with pytest.raises(ValidationError, match="This is the last rate that can be chosen"):
        tax_rates.archive_tax_rate(rate, by=by, at=NOW)
    assert kinds() == []


def test_it_needs_the_right_to_the_settings(department: Department) -> None:
    rate, somebody = the_vat(department.account), a_member(department.account, "invoices")
    for verb in (
        lambda: add(department, by=somebody),
        lambda: change(rate, by=somebody, description="Other"),
        lambda: tax_rates.archive_tax_rate(rate, by=somebody, at=NOW),
        lambda: tax_rates.restore_tax_rate(rate, by=somebody, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert kinds() == []
