"""Linking from the page of a contact or a company, without JavaScript."""

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.customers.models import Link
from comptoir.web.links import url_of
from tests.factories import a_company, a_contact, a_link, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def test_a_person_is_added_to_a_company(client: Client, user: User) -> None:
    midi, luc = a_company(user.account), a_contact(user.account)
    url = f"{url_of(midi)}links/new/"
    answer = client.post(url, {"other": luc.pk, "position": "Manager", "decision_maker": "on"})
    assert (answer.status_code, answer.url) == (302, f"{url_of(midi)}?tab=people")
    made = Link.objects.get()
    assert (made.contact, made.company, made.position, made.decision_maker) == (luc, midi, "Manager", True)


def test_linking_twice_is_said_beside_the_picker_and_the_position_is_kept(client: Client, user: User) -> None:
    midi, luc = a_company(user.account), a_contact(user.account)
    a_link(luc, midi)
    answer = client.post(f"{url_of(luc)}links/new/", {"other": midi.pk, "position": "Manager"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"other": ["They are linked already. Edit that link instead."]}
    assert 'value="Manager"' in answer.content.decode()


def test_only_the_other_kind_of_this_account_can_be_chosen(client: Client, user: User) -> None:
    midi, other = a_company(user.account), a_company(user.account, "Nord")
    foreign = a_contact(an_account(name="Elsewhere"))
    for id in (other.pk, foreign.pk, "nonsense"):
        answer = client.post(f"{url_of(midi)}links/new/", {"other": id})
        assert answer.context["form"].errors == {"other": ["This customer does not exist. Choose one that is found."]}
    assert not Link.objects.exists()


def test_a_link_is_edited_and_removed(client: Client, user: User) -> None:
    midi, luc = a_company(user.account), a_contact(user.account)
    made = a_link(luc, midi, position="Waiter")
    url = f"{url_of(luc)}links/{made.pk}/"
    assert 'value="Waiter"' in client.get(url).content.decode()
    client.post(url, {"position": "Manager", "division": "", "decision_maker": "on"})
    made.refresh_from_db()
    assert (made.position, made.decision_maker) == ("Manager", True)
    assert "Both stay" in client.get(f"{url}remove/").content.decode()
    assert client.post(f"{url}remove/").url == f"{url_of(luc)}?tab=people"
    assert not Link.objects.exists()


def test_a_link_of_others_is_not_there(client: Client, user: User) -> None:
    elsewhere = an_account(name="Elsewhere")
    foreign = a_link(a_contact(elsewhere), a_company(elsewhere))
    unrelated = a_link(a_contact(user.account), a_company(user.account))
    luc = a_contact(user.account)
    for link in (foreign, unrelated):
        for rest in ("", "remove/"):
            assert client.post(f"{url_of(luc)}links/{link.pk}/{rest}").status_code == 404
    assert Link.objects.count() == 2


def test_it_needs_the_right(client: Client) -> None:
    account = an_account()
    midi, luc = a_company(account), a_contact(account)
    made = a_link(luc, midi)
    client.force_login(a_member(account))
    for url in ("links/new/", f"links/{made.pk}/", f"links/{made.pk}/remove/"):
        assert client.post(url_of(midi) + url).status_code == 403
