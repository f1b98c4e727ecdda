"""Logging in and out."""

import re

import pytest
from django.core.cache import cache

from comptoir.lifecycle.people import deactivate_user
from tests.factories import NOW, PASSWORD, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user(an_account(), email="sofie@nord.example")


@pytest.fixture(autouse=True)
def _no_earlier_attempts():
    cache.clear()


def log_in(client, email="sofie@nord.example", password=PASSWORD, **more):
    return client.post("/login/", {"login": email, "password": password, **more})


def is_logged_in(client):
    return client.get("/settings/").status_code == 200


def test_the_form_has_its_names(client):
    html = client.get("/login/").text
    assert re.findall(r"<label[^>]*for=\"id_(?:login|password)\"[^>]*>([^<]+)<", html) == ["E-mail", "Password"]
    assert re.search(r"<button[^>]*>Log in</button>", html)


def test_the_right_password_leads_to_the_start_page(client, owner):
    answer = log_in(client, email="Sofie@Nord.example")
    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    assert is_logged_in(client)


def test_it_leads_where_one_wanted_to_go(client, owner):
    wanted = client.get("/settings/users/")
    assert wanted["Location"] == "/login/?next=/settings/users/"
    assert log_in(client, next="/settings/users/")["Location"] == "/settings/users/"


def test_it_leads_to_no_other_site(client, owner):
    assert log_in(client, next="https://evil.example/")["Location"] == "/today/"


def test_a_wrong_password_is_said_without_telling_which_was_wrong(client, owner):
    for email in ("sofie@nord.example", "nobody@nord.example"):
        answer = log_in(client, email=email, password="not-this-one")
        assert "This e-mail and password do not belong together." in answer.text
        assert f'value="{email}"' in answer.text
    assert not is_logged_in(client)


def test_guessing_is_stopped_for_that_email_only(client, owner):
    a_user(owner.account, email="other@nord.example")
    for _attempt in range(10):
        log_in(client, password="guess")
    assert "Too many failed attempts." in log_in(client).text
    assert not is_logged_in(client)
    assert log_in(client, email="other@nord.example").status_code == 302


def test_a_hundred_people_of_one_office_may_log_in_within_a_minute(client, owner):
    for _person in range(100):
        assert log_in(client).status_code == 302
        client.post("/logout/")


def test_a_deactivated_user_is_kept_out_and_thrown_out(client, owner):
    member = a_member(owner.account, email="jan@nord.example")
    log_in(client, email="jan@nord.example")
    deactivate_user(member, by=owner, at=NOW)
    assert client.get("/settings/")["Location"] == "/login/?next=/settings/"
    log_in(client, email="jan@nord.example")
    assert not is_logged_in(client)


def test_logging_out_takes_a_post(client, owner):
    client.force_login(owner)
    assert client.get("/logout/").status_code == 200
    assert is_logged_in(client)
    assert client.post("/logout/")["Location"] == "/login/"
    assert not is_logged_in(client)


def test_nobody_signs_up(client):
    assert "Nobody signs up here" in client.get("/signup/").text
    assert client.post("/signup/", {"email": "me@evil.example", "password1": PASSWORD}).status_code == 200
    assert not is_logged_in(client)


def test_every_page_asks_for_a_log_in(client):
    for path in ("/", "/settings/", "/settings/account/", "/settings/users/", "/settings/departments/"):
        assert client.get(path).status_code == 302
        assert client.get(path)["Location"].startswith("/login/")


def test_the_first_page_is_the_start_page(client, owner):
    client.force_login(owner)
    assert client.get("/")["Location"] == "/today/"


def test_a_visitor_is_spoken_to_in_the_browsers_language_or_the_chosen_one(client):
    assert '<html lang="nl"' in client.get("/login/", headers={"Accept-Language": "nl-BE,nl;q=0.9"}).text
    client.post("/settings/language/", {"language": "de", "next": "/login/"})
    assert '<html lang="de"' in client.get("/login/", headers={"Accept-Language": "nl"}).text


def test_a_user_is_spoken_to_in_their_own_language(client, owner):
    client.force_login(owner)
    answer = client.post("/settings/language/", {"language": "fr"})
    assert answer.status_code == 302
    owner.refresh_from_db()
    assert owner.language == "fr"
    assert '<html lang="fr"' in client.get("/settings/", headers={"Accept-Language": "nl"}).text


def test_a_forgotten_password_is_replaced_by_mail(client, owner, mailoutbox):
    client.post("/password/reset/", {"email": "sofie@nord.example"})
    [mail] = mailoutbox
    assert mail.to == ["sofie@nord.example"]
    link = re.search(r"http://testserver(/password/reset/key/\S+)", mail.body).group(1)
    form = client.get(link, follow=True)
    answer = client.post(
        form.redirect_chain[-1][0], {"password1": "quite-another-one", "password2": "quite-another-one"}
    )
    assert answer.status_code == 302
    log_in(client, password="quite-another-one")
    assert is_logged_in(client)


def test_asking_for_an_unknown_email_looks_the_same(client, owner, mailoutbox):
    answer = client.post("/password/reset/", {"email": "nobody@nord.example"}, follow=True)
    assert "Look into your mailbox" in answer.text


def test_ones_own_password_changes_with_the_present_one(client, owner):
    client.force_login(owner)
    new = {"password1": "quite-another-one", "password2": "quite-another-one"}
    wrong = client.post("/password/change/", {"oldpassword": "wrong", **new})
    assert "This is not your present password." in wrong.text
    assert client.post("/password/change/", {"oldpassword": PASSWORD, **new})["Location"] == "/settings/"
    client.post("/logout/")
    log_in(client, password="quite-another-one")
    assert is_logged_in(client)
