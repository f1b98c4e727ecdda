"""Users come, change and leave."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed, Right, Role
from comptoir.activities.models import Activity
from comptoir.lifecycle.people import (
    LastOwner,
    OnlyOwners,
    add_user,
    change_user,
    deactivate_user,
    reactivate_user,
)
from tests.factories import (
    NOW,
    a_call,
    a_company,
    a_contact,
    a_deal,
    a_meeting,
    a_member,
    a_task,
    a_user,
    an_account,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user(an_account())


def kinds():
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def add(owner, **facts):
    facts = {"email": "Jan@Nord.example", "last_name": "Peeters", "password": "a-long-enough-one"} | facts
    return add_user(owner.account, by=owner, at=NOW, **facts)


def test_an_added_user_can_log_in_and_is_on_the_timeline(owner):
    user = add(owner, rights=["invoices"])
    assert (user.account, user.email, user.role, user.rights) == (
        owner.account,
        "jan@nord.example",
        "member",
        ["invoices"],
    )
    assert User.objects.get(pk=user.pk).check_password("a-long-enough-one")
    assert kinds() == ["user.added"]


def test_a_weak_password_is_refused_beside_its_field(owner):
    with pytest.raises(ValidationError) as refusal:
        add(owner, password="short")
    assert list(refusal.value.error_dict) == ["password"]
    assert kinds() == []


def test_an_email_in_use_is_refused_even_in_another_account_and_other_capitals(owner):
    a_user(an_account(name="Elsewhere"), email="taken@else.example")
    with pytest.raises(ValidationError) as refusal:
        add(owner, email="Taken@Else.example")
    assert list(refusal.value.error_dict) == ["email"]


def test_the_right_to_the_settings_cannot_be_given_to_a_member(owner):
    user = add(owner, rights=["settings", "customers"])
    assert user.rights == ["customers"]
    assert not user.may(Right.SETTINGS)


def test_modules_are_hidden_from_a_member_with_one_activity(owner):
    member = a_member(owner.account, "invoices")
    change_user(member, by=owner, at=NOW, hidden=["deals", "subscriptions"])
    member.refresh_from_db()
    assert [member.sees(right) for right in Right] == [True, True, False, False, True]
    assert Activity.objects.get().effects["changes"] == [
        {"field": "hidden", "old": [], "new": ["subscriptions", "deals"]}
    ]


def test_what_may_be_changed_is_never_hidden_nor_are_contacts_and_settings(owner):
    user = add(owner, rights=["invoices"], hidden=["invoices", "customers", "settings", "nonsense", "deals"])
    assert (user.rights, user.hidden) == (["invoices"], ["deals"])
    change_user(user, by=owner, at=NOW, rights=["deals"])
    user.refresh_from_db()
    assert (user.rights, user.hidden) == (["deals"], [])


def test_owners_and_admins_see_what_is_hidden_from_members(owner):
    member = a_member(owner.account, hidden=["invoices", "subscriptions", "deals"])
    assert not member.sees(Right.INVOICES)
    member = change_user(member, by=owner, at=NOW, role="admin")
    assert all(member.sees(right) for right in Right)


def test_members_cannot_show_themselves_what_is_hidden(owner):
    member = a_member(owner.account, hidden=["invoices"])
    with pytest.raises(NotAllowed):
        change_user(member, by=member, at=NOW, hidden=[])


def test_a_member_adds_nobody(owner):
    member = a_member(owner.account, "customers", "invoices", "subscriptions")
    with pytest.raises(NotAllowed):
        add(member)


def test_an_admin_neither_makes_nor_changes_an_owner(owner):
    admin = a_user(owner.account, role=Role.ADMIN)
    member = a_member(owner.account)
    with pytest.raises(OnlyOwners):
        add(admin, role="owner")
    with pytest.raises(OnlyOwners):
        change_user(member, by=admin, at=NOW, role="owner")
    with pytest.raises(OnlyOwners):
        change_user(owner, by=admin, at=NOW, email="mine@nord.example")
    with pytest.raises(OnlyOwners):
        deactivate_user(owner, by=admin, at=NOW)


def test_a_change_is_one_activity_with_what_differed(owner):
    member = a_member(owner.account, first_name="Jan")
    change_user(member, by=owner, at=NOW, first_name="Jan", rights=["invoices"])
    activity = Activity.objects.get()
    assert activity.kind == "user.changed"
    assert activity.effects["changes"] == [{"field": "rights", "old": [], "new": ["invoices"]}]


def test_a_change_of_nothing_is_no_activity(owner):
    change_user(owner, by=owner, at=NOW, language=owner.language)
    assert kinds() == []


def test_members_change_their_own_name_and_language_but_not_their_rights(owner):
    member = a_member(owner.account)
    change_user(member, by=member, at=NOW, language="nl", last_name="Peeters")
    member.refresh_from_db()
    assert (member.language, member.last_name) == ("nl", "Peeters")
    with pytest.raises(NotAllowed):
        change_user(member, by=member, at=NOW, rights=["invoices"])
    with pytest.raises(NotAllowed):
        change_user(owner, by=member, at=NOW, language="nl")


def test_a_deactivated_user_may_nothing_and_comes_back_with_the_same_rights(owner):
    member = a_member(owner.account, "invoices")
    gone = deactivate_user(member, by=owner, at=NOW)
    assert (gone.is_active, gone.deactivated_at, gone.may(Right.INVOICES)) == (False, NOW, False)
    assert not User.objects.active(owner.account).filter(pk=member.pk).exists()
    returned = reactivate_user(member, by=owner, at=NOW)
    assert (returned.is_active, returned.may(Right.INVOICES)) == (True, True)
    assert kinds() == ["user.deactivated", "user.reactivated"]


def test_deactivating_twice_is_one_activity(owner):
    member = a_member(owner.account)
    deactivate_user(member, by=owner, at=NOW)
    deactivate_user(member, by=owner, at=NOW)
    assert kinds() == ["user.deactivated"]


def test_the_last_owner_stays_and_stays_an_owner(owner):
    deactivate_user(a_user(owner.account), by=owner, at=NOW)
    with pytest.raises(LastOwner):
        deactivate_user(owner, by=owner, at=NOW)
    with pytest.raises(LastOwner):
        change_user(owner, by=owner, at=NOW, role="admin")
    assert kinds() == ["user.deactivated"]


def test_one_of_two_owners_may_step_down(owner):
    a_user(owner.account)
    change_user(owner, by=owner, at=NOW, role="member")
    owner.refresh_from_db()
    assert owner.role == Role.MEMBER


TOMORROW = NOW + dt.timedelta(days=1)


def test_what_is_open_stays_a_deactivated_users_unless_it_is_handed_over(owner):
    member = a_member(owner.account)
    deal, task = a_deal(a_company(owner.account), responsible_user=member), a_task(a_contact(owner.account), member)

    deactivate_user(member, by=owner, at=NOW)

    deal.refresh_from_db(), task.refresh_from_db()
    assert (deal.responsible_user, task.assignee) == (member, member)
    assert Activity.objects.get().effects == {"name": "Sofie Vermeulen"}


def test_handed_over_it_is_the_colleagues_and_told_on_each_customers_timeline(owner):
    jan, member = a_user(owner.account, first_name="Jan", last_name="Peeters"), a_member(owner.account)
    midi, luc, twin = a_company(owner.account), a_contact(owner.account), a_company(owner.account, "Twin")
    deal, task, call = a_deal(midi, responsible_user=member), a_task(luc, member), a_call(midi, member)
    meeting, of_another = a_meeting(luc, member, at=TOMORROW), a_task(twin, owner)

    deactivate_user(member, by=owner, at=NOW, hand_over_to=jan)

    for row in (deal, task, call, of_another):
        row.refresh_from_db()
    assert (deal.responsible_user, task.assignee, call.assignee, of_another.assignee) == (jan, jan, jan, owner)
    assert {attendee.user for attendee in meeting.attendees.all()} == {member, jan}
    told = Activity.objects.get(kind="user.deactivated").effects
    assert [thing["id"] for thing in told["handed_over"]] == [str(row.pk) for row in (deal, task, call, meeting)]
    for customer, things in ((midi, (deal, call)), (luc, (task, meeting))):
        [activity] = Activity.objects.about_customer(customer.pk)
        assert (activity.kind, activity.effects["to"]["name"]) == ("customer.handed_over", "Jan Peeters")
        assert [thing["id"] for thing in activity.effects["handed_over"]] == [str(thing.pk) for thing in things]
    assert not Activity.objects.about_customer(twin.pk).exists()


def test_work_goes_neither_to_the_one_who_leaves_nor_to_one_who_left(owner):
    member = a_member(owner.account)
    a_task(a_company(owner.account), member)
    for nobody in (member, a_member(owner.account, deactivated_at=NOW), a_user(an_account(name="Elsewhere"))):
        with pytest.raises(ValidationError):
            deactivate_user(member, by=owner, at=NOW, hand_over_to=nobody)
    assert User.objects.get(pk=member.pk).is_active
    assert kinds() == []
