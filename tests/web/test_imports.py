"""Importing by the pages: from the file to the way back, and whose it is."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right
from comptoir.core.ids import new_id
from comptoir.customers.models import Customer
from comptoir.transfer.importing import working
from comptoir.transfer.models import Import
from tests.factories import a_member, a_user, an_account
from tests.transfer.importing import an_upload, checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account, client: Client) -> User:
    owner = a_user(account)
    client.force_login(owner)
    return owner


def brought(client: Client, text: str, what: str = "companies") -> Any:
    file = SimpleUploadedFile("list.csv", text.encode())
    return client.post(reverse("new_import"), {"what": what, "file": file, "request_key": new_id()})


def test_from_the_file_to_the_way_back(client: Client, owner: User) -> None:
    assert brought(client, "Name,City,Country\nMidi,Gent,BE\n").status_code == 302
    found = Import.objects.get()
    page = reverse("import", args=[found.pk])
    choices = {"column_0": "name", "column_1": "city", "column_2": "country"}
    options = {"customer_kind": "company", "duplicates": "skip", "home": "BE"}
    client.post(reverse("import_columns", args=[found.pk]), choices | options)
    assert "Every row is right." in client.get(page).content.decode()
    assert not Customer.objects.exists()
    client.post(reverse("run_import", args=[found.pk]))
    assert Customer.objects.get().name == "Midi"
    client.post(reverse("undo_import", args=[found.pk]))
    assert not Customer.objects.exists()
    assert "This import was undone on" in client.get(page).content.decode()


def test_what_is_open_is_asked_beside_the_column(client: Client, owner: User) -> None:
    brought(client, "Name,Date of birth\nLuc Martin,3/4/1980\n", "contacts")
    found = Import.objects.get()
    options = {"customer_kind": "contact", "duplicates": "skip", "home": "BE"}
    answer = client.post(
        reverse("import_columns", args=[found.pk]),
        {"column_0": "name", "column_1": "birthdate", "dates_1": "", **options},
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["dates_1"])


def test_a_file_that_cannot_be_read_is_refused_with_its_row(client: Client, owner: User) -> None:
    answer = brought(client, "Name,City\nMidi\n")
    assert answer.context["form"].errors == {"file": ["Row 2: It has 1 cells, but the header has 2."]}
    assert not Import.objects.exists()


def test_a_large_file_is_left_to_the_worker(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "SMALL", 0)
    found = checked(an_upload(owner.account, owner, ["Name"], ["Midi"]), by=owner)
    client.post(reverse("run_import", args=[found.pk]))
    found.refresh_from_db()
    assert (found.state, Customer.objects.count()) == ("running", 0)
    assert "Waiting for its turn" in client.get(reverse("import", args=[found.pk])).content.decode()
    assert client.get(reverse("import_progress", args=[found.pk])).status_code == 200


def test_what_is_wrong_can_be_downloaded_and_starts_no_formula(client: Client, owner: User) -> None:
    found = checked(an_upload(owner.account, owner, ["Name", "Country"], ["A", "=cmd()"]), by=owner)
    answer = client.get(reverse("import_errors", args=[found.pk]))
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
    assert text.splitlines()[1].startswith("2,Country,")


@pytest.mark.parametrize("name", ["import", "import_columns", "import_progress", "import_errors"])
def test_another_accounts_import_is_not_found(client: Client, owner: User, name: str) -> None:
    other = a_user(an_account(name="Other"))
    found = an_upload(other.account, other, ["Name"], ["Midi"])
    assert client.get(reverse(name, args=[found.pk])).status_code == 404


@pytest.mark.parametrize("name", ["run_import", "check_import", "undo_import", "leave_import"])
def test_another_accounts_import_is_left_alone(client: Client, owner: User, name: str) -> None:
    other = a_user(an_account(name="Other"))
    found = an_upload(other.account, other, ["Name"], ["Midi"])
    assert client.post(reverse(name, args=[found.pk])).status_code == 404


def test_who_may_not_change_invoices_imports_none(client: Client, account: Account) -> None:
    client.force_login(a_member(account, Right.CUSTOMERS))
    assert client.get(reverse("new_import") + "?what=invoices").status_code == 403
    assert client.get(reverse("imports")).status_code == 200
    client.force_login(a_member(account))
    assert client.get(reverse("imports")).status_code == 403
