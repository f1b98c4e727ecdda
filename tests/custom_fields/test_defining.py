"""An account's own fields: added, edited, put in order, archived, restored, deleted."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.custom_fields import defining
from comptoir.custom_fields.models import CustomField
from comptoir.custom_fields.refusals import FieldInUse, TooManyFields
from comptoir.custom_fields.values import read
from comptoir.custom_fields.wording import Option
from tests.factories import NOW, a_company, a_field, a_member, a_user, a_value, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def add(owner: User, **facts: Any) -> CustomField:
    return defining.add_field(
        owner.account, **({"about": "company", "label": "Segment", "kind": "single_line"} | facts), by=owner, at=NOW
    )


def edit(field: CustomField, owner: User, **facts: Any) -> CustomField:
    options = [Option(each["id"], each["value"]) for each in field.options]
    return defining.edit_field(field, **({"label": field.label, "options": options} | facts), by=owner, at=NOW)


def told() -> list[tuple[str, dict[str, Any]]]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", "effects"))


def fault(verb: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        verb()
    return refusal.value.message_dict


def test_a_field_is_added_behind_the_others_and_told(owner: User) -> None:
    first, second = add(owner, label="  Kind of   house "), add(owner, kind="multi_select", options=["Red", "", "Blue"])
    assert [(each.label, each.position) for each in CustomField.objects.all()] == [("Kind of house", 1), ("Segment", 2)]
    assert [option["value"] for option in second.options] == ["Red", "Blue"]
    assert first.options == []
    assert told() == [
        ("custom_field.added", {"name": "Kind of house", "about": "company"}),
        ("custom_field.added", {"name": "Segment", "about": "company"}),
    ]


def test_a_label_is_taken_once_among_the_same_records_archived_ones_included(owner: User) -> None:
    add(owner, label="Segment"), add(owner, label="Segment", about="contact")
    defining.archive_field(add(owner, label="Color"), by=owner, at=NOW)
    other = add(owner, label="Other")
    for change in (lambda: add(owner, label="segmént"), lambda: edit(other, owner, label="SEGMENT")):
        assert fault(change) == {"label": ["Another field is called this already."]}
    assert "Restore it" in fault(lambda: add(owner, label="color"))["label"][0]
    assert edit(other, owner, label="OTHER").label == "OTHER"


@pytest.mark.parametrize(
    ("facts", "at_fault"),
    [
        ({"label": " "}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"kind": "picture"}, "kind"),
        ({"about": "quotation"}, "about"),
        ({"kind": "single_select"}, "options"),
        ({"kind": "single_select", "options": ["Red", "RED"]}, "options"),
        ({"kind": "single_select", "options": ["x" * 101]}, "options"),
        ({"kind": "single_select", "options": [str(number) for number in range(201)]}, "options"),
    ],
)
def test_what_cannot_be_a_field_is_refused(owner: User, facts: dict[str, Any], at_fault: str) -> None:
    assert list(fault(lambda: add(owner, **facts))) == [at_fault]
    assert CustomField.objects.count() == 0


def test_there_are_at_most_fifty_in_use(owner: User) -> None:
    gone = a_field(owner.account, archived_at=NOW)
    for number in range(50):
        a_field(owner.account, label=f"Field {number}")
    with pytest.raises(TooManyFields, match="50"):
        add(owner, label="One more")
    with pytest.raises(TooManyFields):
        defining.restore_field(gone, by=owner, at=NOW)


def test_a_field_is_edited_with_its_values_kept_and_what_changed_is_told(owner: User) -> None:
    field = a_field(owner.account, kind="single_select", options=("red", "blue"))
    company = a_company(owner.account)
    a_value(field, company, "red")
    words = [Option("blue", "Blue"), Option("red", "Crimson"), Option("", "Green")]
    edited = edit(field, owner, label="Colour", required=True, options=words)
    assert [option["value"] for option in edited.options] == ["Blue", "Crimson", "Green"]
    assert read(company.pk, "company") == {field.pk: "red"}
    edit(edited, owner, required=True)
    assert told() == [
        (
            "custom_field.edited",
            {
                "name": "Colour",
                "about": "company",
                "before": {"label": "Segment", "required": False, "options": ["red", "blue"]},
                "after": {"label": "Colour", "required": True, "options": ["Blue", "Crimson", "Green"]},
            },
        )
    ]


def test_an_option_that_is_chosen_somewhere_stays(owner: User) -> None:
    field = a_field(owner.account, kind="multi_select", options=("red", "blue", "green"))
    a_value(field, a_company(owner.account), ["red", "blue"])
    refused = fault(lambda: edit(field, owner, options=[Option("blue", "blue")]))
    assert refused == {"options": ["It is chosen somewhere, so it cannot be removed: red."]}
    assert len(edit(field, owner, options=[Option("blue", "blue"), Option("red", "red")]).options) == 2


def test_a_field_is_placed_among_those_in_use(owner: User) -> None:
    one, two, three = (a_field(owner.account, label=label) for label in ("One", "Two", "Three"))
    defining.archive_field(two, by=owner, at=NOW)
    for __ in range(2):
        defining.place_field(three, position=1, by=owner, at=NOW)
    assert list(CustomField.objects.all().shown()) == [three, one]
    assert defining.place_field(two, position=1, by=owner, at=NOW) == two
    assert [kind for kind, __ in told()] == ["custom_field.archived", "custom_field.placed"]


def test_an_archived_field_is_read_nowhere_and_comes_back_with_its_values(owner: User) -> None:
    field, company = a_field(owner.account), a_company(owner.account)
    a_field(owner.account, label="Last")
    a_value(field, company, "Café")
    for __ in range(2):
        defining.archive_field(field, by=owner, at=NOW)
    assert read(company.pk, "company") == {}
    for __ in range(2):
        defining.restore_field(field, by=owner, at=NOW)
    assert read(company.pk, "company") == {field.pk: "Café"}
    assert list(CustomField.objects.all())[-1] == field
    assert [kind for kind, __ in told()] == ["custom_field.archived", "custom_field.restored"]


def test_only_a_field_without_values_is_deleted(owner: User) -> None:
    field, company = a_field(owner.account), a_company(owner.account)
    a_value(field, company, "Café")
    with pytest.raises(FieldInUse, match="on 1 record, so"):
        defining.delete_field(field, by=owner, at=NOW)
    a_value(field, company, "")
    for __ in range(2):
        defining.delete_field(field, by=owner, at=NOW)
    assert CustomField.objects.count() == 0
    assert told() == [("custom_field.deleted", {"name": "Segment", "about": "company"})]


def test_a_member_changes_no_fields(owner: User) -> None:
    jan = a_member(owner.account, "customers", "invoices", "subscriptions", "deals")
    field = a_field(owner.account)
    for verb in (
        lambda: add(jan, label="New"),
        lambda: edit(field, jan),
        lambda: defining.place_field(field, position=1, by=jan, at=NOW),
        lambda: defining.archive_field(field, by=jan, at=NOW),
        lambda: defining.restore_field(field, by=jan, at=NOW),
        lambda: defining.delete_field(field, by=jan, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            verb()
