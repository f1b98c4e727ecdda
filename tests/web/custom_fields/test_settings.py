"""Custom fields among the settings."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.accounts.plans import Plan
from comptoir.custom_fields.models import CustomField
from tests.factories import NOW, a_company, a_field, a_member, a_value, an_account
from tests.web.deals.test_settings import plain

pytestmark = pytest.mark.django_db
PATH = "/settings/fields/"


def labels(about: str = "company") -> list[str]:
    return [each.label for each in CustomField.objects.filter(about=about).shown()]


def test_the_page_shows_the_fields_of_each_kind_of_record_in_their_order(client: Client, owner: User) -> None:
    a_field(owner.account, label="Sector", kind="single_select", options=("Horeca", "Retail"), required=True)
    a_field(owner.account, label="Old", archived_at=NOW)
    a_field(owner.account, label="Budget", kind="money")
    a_field(an_account(name="Other"), label="Foreign")
    words = plain(client.get(PATH).text)
    assert "Contacts Add a field No fields yet." in words
    assert "Sector Must be filled in One of a list Horeca, Retail" in words
    assert words.index("Sector") < words.index("Budget Amount of money") < words.index("Old Archived")
    assert "Foreign" not in words


def test_a_field_is_added_edited_moved_archived_restored_and_deleted(client: Client, owner: User) -> None:
    answer = client.post(
        f"{PATH}company/new/", {"label": "Sector", "kind": "single_select", "options": "Horeca\r\nRetail\r\n"}
    )
    assert (answer.status_code, answer.url) == (302, f"{PATH}#company")
    field = CustomField.objects.get()
    horeca, retail = (option["id"] for option in field.options)
    words = {"word_1": "Horeca", "place_1": "2", "word_2": "Shops", "place_2": "2", "options": "Building"}
    client.post(f"{PATH}{field.pk}/", {"label": "Branch", "required": "on", **words})
    field.refresh_from_db()
    assert (field.label, field.required) == ("Branch", True)
    assert [(each["id"], each["value"]) for each in field.options[:2]] == [(retail, "Shops"), (horeca, "Horeca")]
    assert field.options[2]["value"] == "Building"
    a_field(owner.account, label="Second")
    client.post(f"{PATH}{field.pk}/place/", {"position": "2"})
    assert labels() == ["Second", "Branch"]
    client.post(f"{PATH}{field.pk}/archive/")
    assert labels() == ["Second"]
    client.post(f"{PATH}{field.pk}/restore/")
    assert labels() == ["Second", "Branch"]
    client.post(f"{PATH}{field.pk}/delete/")
    assert labels() == ["Second"]
    told = plain(client.get(PATH).text).partition("Last changes")[2]
    for sentence in ("added", "edited It was called “Sector”", "moved to place 2", "archived", "used again", "deleted"):
        assert sentence in told


def test_a_field_in_use_offers_no_deletion_and_refuses_it(client: Client, owner: User) -> None:
    field = a_field(owner.account)
    path = f"{PATH}{field.pk}/delete/"
    assert path in client.get(PATH).text
    a_value(field, a_company(owner.account), "Café")
    assert path not in client.get(PATH).text
    client.post(path)
    assert "It is filled in on 1 record" in client.get(PATH).text
    assert labels() == ["Segment"]


def test_what_is_at_fault_is_said_beside_its_field(client: Client, owner: User) -> None:
    a_field(owner.account)
    answer = client.post(f"{PATH}company/new/", {"label": "segment", "kind": "single_select", "options": ""})
    assert answer.status_code == 422
    assert "Another field is called this already." in answer.text
    answer = client.post(f"{PATH}company/new/", {"label": "Other", "kind": "single_select", "options": ""})
    assert "A list has at least one word to choose." in answer.text
    for number in range(49):
        a_field(owner.account, label=f"{number}")
    assert "at most. Archive one" in client.post(f"{PATH}company/new/", {"label": "X", "kind": "date"}).text


def test_only_who_changes_settings_sees_them_and_only_their_own(client: Client, owner: User) -> None:
    foreign = a_field(an_account(name="Other"))
    for path in ("", "place/", "archive/", "restore/", "delete/"):
        assert client.post(f"{PATH}{foreign.pk}/{path}", {"position": "1"}).status_code == 404
    assert client.get(f"{PATH}quotation/new/").status_code == 404
    field = a_field(owner.account)
    client.force_login(a_member(owner.account, "customers"))
    for path in ("", "company/new/", f"{field.pk}/"):
        assert client.get(f"{PATH}{path}").status_code == 403
    for path in ("place", "archive", "restore", "delete"):
        assert client.post(f"{PATH}{field.pk}/{path}/", {"position": "1"}).status_code == 403


def test_a_plan_without_subscriptions_has_no_fields_of_them(client: Client, owner: User) -> None:
    owner.account.plan = Plan.GO
    owner.account.save()
    page = client.get(PATH).text
    assert ('id="invoice"' in page, 'id="subscription"' in page) == (True, False)
    assert client.get(f"{PATH}subscription/new/").status_code == 404


def test_the_queries_do_not_grow_with_the_fields(client: Client, owner: User) -> None:
    counts = []
    for __ in range(2):
        for about in ("company", "deal", "invoice"):
            a_field(owner.account, about, label=f"Field {CustomField.objects.count()}")
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        counts.append(len(queries))
    assert counts[0] == counts[1]
