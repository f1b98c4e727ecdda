"""The frame around every page, and how refusals look in it."""

import re

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.web.answers import dialog, go
from comptoir.web.toasts import toast
from tests.factories import a_member, a_user, an_account

pytestmark = pytest.mark.django_db


def refuse(request):
    raise NotAllowed(Right.INVOICES)


def say(request):
    toast(request, "<Midi> deactivated", undo_url="/undo/")
    return go(request, "/settings/")


def ask(request):
    return dialog(request, "settings/deactivate_user.html", {"person": request.user}, title="Deactivate Sofie")


urlpatterns = [
    path("refuse/", refuse),
    path("say/", say),
    path("ask/", ask),
    path("", include("comptoir.config.urls")),
]


@pytest.fixture
def owner(client, settings):
    settings.ROOT_URLCONF = "tests.web.test_frame"
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


def navigation(html):
    nav = re.search(r'<nav aria-label="Main">.*?</ul>', html, re.S).group()
    return re.findall(r"<a [^>]*>.*?<span>([^<]+)</span>.*?</a>", nav, re.S)


def test_the_main_navigation_has_its_names(client, owner):
    assert navigation(client.get("/settings/").text) == [
        "Today",
        "Contacts",
        "Companies",
        "Deals",
        "Quotations",
        "Follow-ups",
        "Invoices",
        "Subscriptions",
        "Segments",
        "Reminders",
        "Dashboard",
        "Settings",
    ]


def test_an_account_on_go_has_no_subscriptions(client, settings):
    client.force_login(a_user(an_account(plan="go")))
    assert "Subscriptions" not in navigation(client.get("/settings/").text)


def test_the_current_section_is_marked(client, owner):
    html = client.get("/settings/").text
    assert re.findall(r'<a href="([^"]+)" aria-current="page">(?:(?!</a>).)*<span>', html, re.S)[0] == "/settings/"


def test_no_style_or_script_is_inline(client, owner):
    html = client.get("/settings/").text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", html)
    assert "default-src 'self'" in client.get("/settings/")["Content-Security-Policy"]


def test_the_theme_of_the_cookie_is_in_the_first_byte(client, owner):
    assert "data-theme" not in re.search(r"<html[^>]*>", client.get("/settings/").text).group()
    client.post("/settings/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in re.search(r"<html[^>]*>", client.get("/settings/").text).group()
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in re.search(r"<html[^>]*>", client.get("/settings/").text).group()


def test_a_toast_survives_the_redirect_and_is_said_once(client, owner):
    html = client.get("/say/", follow=True).text
    assert 'role="status"' in html
    assert "&lt;Midi&gt; deactivated" in html
    assert '<form method="post" action="/undo/">' in html
    assert "Undo" in html
    assert "deactivated" not in client.get("/settings/").text


def test_htmx_is_led_to_the_page_as_a_whole(client, owner):
    answer = client.get("/say/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/settings/")


def test_a_missing_right_is_a_page_with_its_sentence(client, owner):
    answer = client.get("/refuse/")
    assert answer.status_code == 403
    assert "You do not have the right to change invoices." in answer.text
    assert '<nav aria-label="Main">' in answer.text


def test_a_missing_right_is_a_toast_for_htmx(client, owner):
    answer = client.get("/refuse/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (403, "#toasts")
    assert "You do not have the right to change invoices." in answer.text
    assert "<html" not in answer.text


def test_an_ended_session_leads_htmx_to_the_log_in(client, settings):
    settings.ROOT_URLCONF = "tests.web.test_frame"
    answer = client.get("/ask/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/"})
    assert answer["HX-Redirect"].startswith("/login/")


def test_a_dialog_is_a_part_for_htmx_and_a_page_otherwise(client, owner):
    part = client.get("/ask/", headers={"HX-Request": "true", "HX-Target": "dialog"}).text
    page = client.get("/ask/").text
    assert "<html" not in part
    assert "<html" in page
    for html in (part, page):
        assert '<h1 id="dialog-title">Deactivate Sofie Vermeulen</h1>' in html


def test_a_missing_page_is_a_404_in_the_frame(client, owner):
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert '<nav aria-label="Main">' in answer.text


def test_a_visitor_learns_of_a_missing_page_without_a_frame(client):
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert "<nav" not in answer.text


def test_a_form_of_another_log_in_is_refused_in_words():
    answer = Client(enforce_csrf_checks=True).post("/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "Please try again" in answer.text


def test_the_error_page_needs_nothing(client, owner, monkeypatch):
    from django.views.defaults import server_error

    answer = server_error(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    assert "Something went wrong" in answer.content.decode()


def test_members_see_no_settings_but_their_own(client, settings):
    client.force_login(a_member(an_account(), "customers"))
    assert "/settings/users/" not in client.get("/settings/").text


def test_messages_keep_their_undo_address(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    toast(request, "Done", undo_url="/undo/", warning=True)
    [message] = list(request._messages)
    assert (message.message, message.extra_tags, message.level_tag) == ("Done", "/undo/", "warning")
