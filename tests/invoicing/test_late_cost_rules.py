"""Setting what a department asks of those who pay late."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.invoicing.late_cost_rules import example, rule_of, set_rule
from comptoir.invoicing.late_costs import NONE, LateCosts
from comptoir.invoicing.models import LateCostRule
from tests.factories import NOW, TODAY, a_member, a_user, an_account, the_department

D = Decimal


def test_it_is_set_and_changed_and_told_once_each(db: None) -> None:
    account = an_account()
    owner, department = a_user(account), the_department(account)
    for interest in (D(10), D(10), D(8)):
        set_rule(department, customer_kind="company", interest=interest, fixed_amount=D(40), by=owner, at=NOW)
    assert rule_of(department, "company").interest == 8
    assert LateCostRule.objects.count() == 1
    told = Activity.objects.order_by("id").values_list("kind", "effects__before__interest", "effects__after__interest")
    assert [(kind, D(before), D(after)) for kind, before, after in told] == [
        ("late_cost_rule.changed", D(0), D(10)),
        ("late_cost_rule.changed", D(10), D(8)),
    ]


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("interest", {"interest": D("-0.01")}),
        ("interest", {"interest": D("100.01")}),
        ("interest", {"interest": D("1.234")}),
        ("percentage", {"percentage": D(101)}),
        ("fixed_amount", {"fixed_amount": D(-1)}),
        ("fixed_amount", {"fixed_amount": D("1000000000000")}),
        ("minimum", {"minimum": D(-1)}),
        ("maximum", {"maximum": D(-1)}),
        ("maximum", {"minimum": D(50), "maximum": D(40)}),
        ("belgian_consumer", {"belgian_consumer": True}),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(db: None, field: str, facts: Any) -> None:
    account = an_account()
    with pytest.raises(ValidationError) as refusal:
        set_rule(the_department(account), customer_kind="company", by=a_user(account), at=NOW, **facts)
    assert refusal.value.message_dict.keys() == {field}
    assert not LateCostRule.objects.exists()


def test_the_example(db: None) -> None:
    department = the_department(an_account())
    rule = LateCostRule(department=department, customer_kind="company", interest=D(10), fixed_amount=D(40))
    assert example(rule, on=TODAY) == LateCosts(D("8.22"), D(40))
    person = LateCostRule(department=department, customer_kind="contact", interest=D(10), belgian_consumer=True)
    assert example(person, on=TODAY) == LateCosts(D("2.47"), D(90))  # nine days after the free term
    assert example(rule_of(department, "contact"), on=TODAY) == NONE


def test_only_with_the_right_to_the_settings(db: None) -> None:
    account = an_account()
    member = a_member(account, *Right.values)
    with pytest.raises(NotAllowed):
        set_rule(the_department(account), customer_kind="company", by=member, at=NOW)
