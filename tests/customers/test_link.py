"""Linking contacts and companies, editing the link, parting them."""

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.customers.links import AlreadyLinked, NotLinkable, link, unlink, update_link
from comptoir.customers.models import Link
from tests.factories import NOW, a_company, a_contact, a_link, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("from_the_company", [True, False])
def test_a_contact_and_a_company_are_linked_from_either_side(from_the_company: bool) -> None:
    account = an_account()
    luc, midi = a_contact(account), a_company(account)
    here, there = (midi, luc) if from_the_company else (luc, midi)
    user = a_user(account)
    made = link(here, to=there, by=user, at=NOW, position="Manager", decision_maker=True)
    assert (made.contact, made.company, made.position, made.decision_maker) == (luc, midi, "Manager", True)
    activity = Activity.objects.get()
    assert (activity.kind, activity.customer_id, activity.by) == ("customer.linked", here.pk, user)
    assert activity.effects["other"] == {"id": str(there.pk), "name": there.name, "kind": there.kind}


def test_two_are_linked_once() -> None:
    account = an_account()
    luc, midi = a_contact(account), a_company(account)
    link(luc, to=midi, by=None, at=NOW)
    with pytest.raises(AlreadyLinked):
        link(midi, to=luc, by=None, at=NOW)
    assert Link.objects.count() == Activity.objects.count() == 1


def test_two_of_a_kind_or_of_two_accounts_cannot_be_linked() -> None:
    account = an_account()
    luc = a_contact(account)
    for other in (a_contact(account, "Anne Dubois"), luc, a_company(an_account(name="Elsewhere"))):
        with pytest.raises(NotLinkable):
            link(luc, to=other, by=None, at=NOW)
    assert not Link.objects.exists()


def test_the_link_is_edited() -> None:
    account = an_account()
    luc, midi = a_contact(account), a_company(account)
    made = a_link(luc, midi, position="Waiter")
    update_link(made, seen_from=midi, by=None, at=NOW, position="Manager", decision_maker=True)
    made.refresh_from_db()
    assert (made.position, made.decision_maker) == ("Manager", True)
    assert [a.kind for a in Activity.objects.about_customer(midi.pk)] == ["customer.link_edited"]


def test_an_edit_that_changes_nothing_leaves_no_activity() -> None:
    account = an_account()
    made = a_link(a_contact(account), a_company(account), position="Waiter")
    update_link(made, seen_from=made.contact, by=None, at=NOW, position="Waiter")
    assert not Activity.objects.exists()


def test_unlinking_twice_does_it_once() -> None:
    account = an_account()
    luc, midi = a_contact(account), a_company(account)
    made = a_link(luc, midi)
    for _time in range(2):
        unlink(made, seen_from=luc, by=None, at=NOW)
    assert not Link.objects.exists()
    assert [a.kind for a in Activity.objects.about_customer(luc.pk)] == ["customer.unlinked"]


def test_each_needs_the_right() -> None:
    account = an_account()
    luc, midi, member = a_contact(account), a_company(account), a_member(account)
    made = a_link(luc, midi)
    with pytest.raises(NotAllowed):
        link(luc, to=midi, by=member, at=NOW)
    with pytest.raises(NotAllowed):
        update_link(made, seen_from=luc, by=member, at=NOW, position="Boss")
    with pytest.raises(NotAllowed):
        unlink(made, seen_from=luc, by=member, at=NOW)
