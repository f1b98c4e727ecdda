"""The pages of the settings."""

import re
import uuid

import pytest

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from tests.factories import PASSWORD, a_company, a_member, a_task, a_user, an_account, the_department

pytestmark = pytest.mark.django_db

OWNERS_PAGES = ["/settings/account/", "/settings/departments/", "/settings/users/", "/settings/users/new/"]


@pytest.fixture
def owner(client):
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


def test_everybody_changes_their_own_name_and_language(client):
    member = a_member(an_account())
    client.force_login(member)
    facts = {"first_name": "Jan", "last_name": "Peeters", "function": "Sales", "language": "nl"}
    answer = client.post("/settings/", facts, follow=True)
    member.refresh_from_db()
    assert (member.name, member.function, member.language) == ("Jan Peeters", "Sales", "nl")
    assert answer.status_code == 200


def test_ones_own_form_gives_no_rights(client):
    member = a_member(an_account())
    client.force_login(member)
    client.post("/settings/", {"last_name": "Peeters", "language": "en", "role": "owner", "rights": ["invoices"]})
    member.refresh_from_db()
    assert (member.role, member.rights) == ("member", [])


def test_a_member_is_refused_with_a_sentence(client, owner):
    other = a_user(owner.account)
    client.force_login(a_member(owner.account, "customers", "invoices", "subscriptions"))
    own_pages = [f"/settings/users/{other.pk}/", f"/settings/departments/{the_department(owner.account).pk}/"]
    for path in OWNERS_PAGES + own_pages:
        for answer in (client.get(path), client.post(path, {"name": "Mine"})):
            assert answer.status_code == 403
            assert "Only an owner or admin can change these settings." in answer.text


def test_rows_of_another_account_are_not_found(client, owner):
    other = an_account(name="Elsewhere")
    stranger = a_user(other)
    for id in (stranger.pk, uuid.uuid4()):
        for path in (
            f"/settings/users/{id}/",
            f"/settings/users/{id}/deactivate/",
            f"/settings/users/{id}/reactivate/",
        ):
            assert client.get(path).status_code == 404
            assert client.post(path, {"last_name": "Mine"}).status_code == 404
    path = f"/settings/departments/{the_department(other).pk}/"
    assert client.get(path).status_code == 404
    assert client.post(path, {"name": "Mine"}).status_code == 404
    stranger.refresh_from_db()
    assert (stranger.last_name, stranger.is_active) == ("Vermeulen", True)


def test_the_lists_show_only_the_own_account(client, owner):
    other = an_account(name="Elsewhere")
    a_user(other, email="stranger@else.example")
    assert "stranger@else.example" not in client.get("/settings/users/").text
    assert "Elsewhere" not in client.get("/settings/departments/").text


def test_the_account_is_changed(client, owner):
    facts = {
        "name": "Atelier Zuid",
        "language": "nl",
        "time_zone": "Europe/Paris",
        "currency": "EUR",
        "morning_hour": "7",
    }
    answer = client.post("/settings/account/", facts)
    assert answer.status_code == 302
    owner.account.refresh_from_db()
    assert (owner.account.name, owner.account.time_zone, owner.account.morning_hour) == (
        "Atelier Zuid",
        "Europe/Paris",
        7,
    )


def test_one_invoice_for_what_falls_due_together_is_a_choice_where_there_are_subscriptions(client, owner):
    page = client.get("/settings/account/").text
    assert "One invoice for a customer" in page
    assert not owner.account.merges_subscription_invoices
    facts = {"name": "Atelier", "language": "nl", "time_zone": "Europe/Paris", "currency": "EUR", "morning_hour": "7"}
    client.post("/settings/account/", facts | {"merges_subscription_invoices": "on"})
    owner.account.refresh_from_db()
    assert owner.account.merges_subscription_invoices
    client.post("/settings/account/", facts)
    owner.account.refresh_from_db()
    assert not owner.account.merges_subscription_invoices
    owner.account.plan = "go"
    owner.account.save()
    assert "One invoice for a customer" not in client.get("/settings/account/").text


def test_the_plan_is_shown_and_not_asked(client, owner):
    assert "BOOST" in client.get("/settings/account/").text
    client.post("/settings/account/", {"plan": "go"})
    owner.account.refresh_from_db()
    assert owner.account.plan == "boost"


def test_a_department_comes_back_with_what_was_typed_and_what_is_wrong(client, owner):
    department = the_department(owner.account)
    facts = {
        "name": "Atelier Nord",
        "country": "BE",
        "vat_number": "BE 0417.497.107",
        "city": "Ghent",
        "fiscal_year_starts": 1,
    }
    answer = client.post(f"/settings/departments/{department.pk}/", facts)
    assert answer.status_code == 422
    assert "fails its check digits. Did you mean …106?" in answer.text
    assert 'value="BE 0417.497.107"' in answer.text
    assert 'value="Ghent"' in answer.text
    answer = client.post(f"/settings/departments/{department.pk}/", facts | {"vat_number": "0417497106"})
    assert answer.status_code == 302
    department.refresh_from_db()
    assert (department.vat_number, department.city) == ("BE 0417.497.106", "Ghent")


def new_user(**facts):
    return {
        "first_name": "Jan",
        "last_name": "Peeters",
        "email": "jan@nord.example",
        "language": "nl",
        "role": "member",
        "customers": "change",
        "invoices": "see",
        "subscriptions": "hidden",
        "deals": "see",
        "password": PASSWORD,
    } | facts


def test_a_user_is_added(client, owner):
    answer = client.post("/settings/users/new/", new_user(), follow=True)
    assert "Jan Peeters can log in now." in answer.text
    user = User.objects.get(email="jan@nord.example")
    assert (user.account, user.check_password(PASSWORD)) == (owner.account, True)
    assert (user.rights, user.hidden) == (["customers"], ["subscriptions"])


def chosen(html):
    """Which radio button is chosen for each module."""
    buttons = re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"[^>]*?( checked)?>', html)
    return {name: value for name, value, checked in buttons if checked}


def test_somebody_new_sees_everything_and_changes_nothing(client, owner):
    assert chosen(client.get("/settings/users/new/").text) == {
        "customers": "see",
        "invoices": "see",
        "subscriptions": "see",
        "deals": "see",
    }


def test_for_each_module_it_is_chosen_what_a_member_sees_and_changes(client, owner):
    member = a_member(owner.account, "customers", "invoices", hidden=["deals"], first_name="Jan", last_name="Peeters")
    path = f"/settings/users/{member.pk}/"
    assert chosen(client.get(path).text) == {
        "customers": "change",
        "invoices": "change",
        "subscriptions": "see",
        "deals": "hidden",
    }
    assert not re.search(r'name="customers" value="hidden"', client.get(path).text)

    facts = new_user(email=member.email, customers="see", invoices="hidden", subscriptions="change", deals="change")
    answer = client.post(path, facts, follow=True)

    member.refresh_from_db()
    assert (member.rights, member.hidden) == (["subscriptions", "deals"], ["invoices"])
    assert "Hidden: Invoices" in " ".join(answer.text.split())
    [activity] = Activity.objects.filter(kind="user.changed")
    assert [change["field"] for change in activity.effects["changes"]] == ["language", "rights", "hidden"]


def test_nothing_is_chosen_for_contacts_that_would_hide_them(client, owner):
    member = a_member(owner.account)
    answer = client.post(f"/settings/users/{member.pk}/", new_user(email=member.email, customers="hidden"))
    assert answer.status_code == 422
    member.refresh_from_db()
    assert member.hidden == []


def test_what_the_plan_lacks_is_not_asked_and_stays_as_it_was(client):
    owner = a_user(an_account(plan="go"))
    client.force_login(owner)
    member = a_member(owner.account, "subscriptions")
    path = f"/settings/users/{member.pk}/"
    assert "subscriptions" not in chosen(client.get(path).text)
    client.post(path, new_user(email=member.email))
    member.refresh_from_db()
    assert (member.rights, member.hidden) == (["customers", "subscriptions"], [])


def test_a_user_with_faults_is_not_added_and_nothing_typed_is_lost(client, owner):
    answer = client.post("/settings/users/new/", new_user(password="short", email=owner.email))
    assert answer.status_code == 422
    assert "somebody logs in with" in answer.text
    assert 'value="Peeters"' in answer.text
    answer = client.post("/settings/users/new/", new_user(password="short"))
    assert "too short" in answer.text
    assert User.objects.count() == 1


def test_a_user_is_deactivated_stays_listed_and_comes_back(client, owner):
    member = a_member(owner.account, last_name="Peeters")
    path = f"/settings/users/{member.pk}/"
    assert "can no longer log in" in client.get(f"{path}deactivate/").text
    member.refresh_from_db()
    assert member.is_active
    client.post(f"{path}deactivate/")
    member.refresh_from_db()
    assert not member.is_active
    html = client.get("/settings/users/").text
    assert "Peeters" in html
    assert "Deactivated" in html
    client.post(f"{path}reactivate/")
    member.refresh_from_db()
    assert member.is_active


def test_the_last_owner_is_told_why_not(client, owner):
    answer = client.post(f"/settings/users/{owner.pk}/deactivate/", follow=True)
    assert "is the only owner. Make somebody else an owner first." in answer.text
    facts = new_user(email=owner.email, role="admin")
    answer = client.post(f"/settings/users/{owner.pk}/", facts)
    assert answer.status_code == 422
    assert "is the only owner." in answer.text
    owner.refresh_from_db()
    assert (owner.is_active, owner.role) == (True, "owner")


def test_an_admin_is_not_offered_to_make_owners(client, owner):
    client.force_login(a_user(owner.account, role="admin"))
    assert 'value="owner"' not in client.get("/settings/users/new/").text
    assert client.post(f"/settings/users/{owner.pk}/", new_user()).status_code == 403


def test_the_dialog_names_what_is_open_of_a_user_and_leaves_it_with_them(client, owner):
    member = a_member(owner.account, first_name="Jan", last_name="Peeters")
    task = a_task(a_company(owner.account), member, "Send the plans")
    html = client.get(f"/settings/users/{member.pk}/deactivate/").text
    assert "Send the plans" in html
    assert "Brasserie du Midi SRL" in html
    assert not re.search(r'name="hand_over"[^>]*checked', html)

    client.post(f"/settings/users/{member.pk}/deactivate/", {"hand_over_to": str(owner.pk)})

    task.refresh_from_db(), member.refresh_from_db()
    assert (task.assignee, member.is_active) == (member, False)


def test_ticked_a_colleague_gets_what_is_open_of_a_user(client, owner):
    member = a_member(owner.account, first_name="Jan", last_name="Peeters")
    task, path = a_task(a_company(owner.account), member), f"/settings/users/{member.pk}/deactivate/"

    for nobody in ("", str(member.pk)):
        assert client.post(path, {"hand_over": "on", "hand_over_to": nobody}).status_code == 422
    page = client.post(path, {"hand_over": "on", "hand_over_to": str(owner.pk)}, follow=True)

    task.refresh_from_db(), member.refresh_from_db()
    assert (task.assignee, member.is_active) == (owner, False)
    assert "Jan Peeters can no longer log in. Their open work is with Sofie Vermeulen now." in page.text
