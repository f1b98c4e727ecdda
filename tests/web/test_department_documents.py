"""How a department's documents look, what they are called, and its VAT rates: the pages among the settings."""

import io
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Department, User
from comptoir.activities.models import Activity
from comptoir.invoicing.booking import book
from comptoir.invoicing.models import NumberSeries, TaxRate
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_draft,
    a_member,
    a_subscription,
    a_user,
    an_account,
    the_department,
    the_vat,
)
from tests.pictures import a_png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def owner(client: Client) -> User:
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


@pytest.fixture
def department(owner: User) -> Department:
    return the_department(owner.account)


def at(department: Department, path: str) -> str:
    return f"/settings/departments/{department.pk}/{path}"


# --- Look -----------------------------------------------------------------------------------------


def test_colour_and_foot_are_saved(client: Client, department: Department) -> None:
    answer = client.post(
        at(department, "documents/"),
        {"brand_color": "#0F0", "document_footer": "General terms: see our site"},
        follow=True,
    )
    department.refresh_from_db()
    assert (department.brand_color, department.document_footer) == ("#00ff00", "General terms: see our site")
    assert "White text on this colour is hard to read: its contrast is 1.4 : 1" in answer.content.decode()
    assert Activity.objects.get().kind == "department.changed"


def test_what_is_not_a_colour_is_refused_at_its_field(client: Client, department: Department) -> None:
    answer = client.post(at(department, "documents/"), {"brand_color": "green", "document_footer": ""})
    assert (answer.status_code, answer.context["form"].errors["brand_color"]) == (
        422,
        ["green is not a colour. Write it like #1f4e79."],
    )


def test_an_electronic_address_is_suggested_and_checked(client: Client, department: Department) -> None:
    department.vat_number = "BE 0417.497.106"
    department.save()
    assert "Empty: 0208:0417497106, by its VAT number." in client.get(at(department, "")).content.decode()
    facts = {"name": department.name, "country": "BE", "fiscal_year_starts": 1}
    for typed, sentence in [
        ("0208:0417497107", "0417497107 is not a Belgian enterprise number."),
        ("BE0417497106", "BE0417497106 is not an electronic invoicing address."),
        ("0208:", "0208: is not an electronic invoicing address."),
    ]:
        answer = client.post(at(department, ""), facts | {"electronic_address": typed})
        assert answer.status_code == 422
        assert answer.context["form"].errors["electronic_address"][0].startswith(sentence)
    client.post(at(department, ""), facts | {"electronic_address": "0208: 0417497106"})
    department.refresh_from_db()
    assert department.electronic_address == "0208:0417497106"


# --- Logo -----------------------------------------------------------------------------------------


def send(client: Client, department: Department, content: bytes, name: str = "logo.png") -> Any:
    file = io.BytesIO(content)
    file.name = name
    return client.post(at(department, "logo/"), {"logo": file})


def test_a_logo_is_sent_shown_and_removed(client: Client, department: Department) -> None:
    assert send(client, department, a_png(), "logo.exe").status_code == 302
    assert at(department, "logo/picture/") in client.get(at(department, "documents/")).content.decode()
    answer = client.get(at(department, "logo/picture/"))
    assert (answer.content, answer["Content-Type"]) == (a_png(), "image/png")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    client.post(at(department, "logo/remove/"))
    assert client.get(at(department, "logo/picture/")).status_code == 404


def test_what_is_no_picture_is_refused_whatever_it_is_called(client: Client, department: Department) -> None:
    answer = send(client, department, b"<svg/>")
    assert answer.status_code == 422
    assert "This is neither a PNG nor a JPEG. Save the logo as one of them." in answer.content.decode()
    assert client.post(at(department, "logo/")).status_code == 422


# --- Numbers --------------------------------------------------------------------------------------


def test_the_page_says_what_comes_next_and_lets_a_series_begin_elsewhere(
    client: Client, department: Department
) -> None:
    shown = client.get(at(department, "documents/")).content.decode()
    for number in ("2026/1", "CN2026/1", "2027/1", "CN2027/1"):
        assert f">{number}</td>" in shown
    assert "As it stands, it becomes 2026/1." in client.get(at(department, "numbers/invoice/2026/")).content.decode()
    answer = client.post(at(department, "numbers/invoice/2026/"), {"first_number": "118"}, follow=True)
    assert "The next number is 2026/118." in answer.content.decode()
    assert NumberSeries.objects.get().first_number == 118


@pytest.mark.parametrize("typed", ["", "0", "x", "1.5", "10000000"])
def test_what_is_no_number_is_refused(client: Client, department: Department, typed: str) -> None:
    answer = client.post(at(department, "numbers/invoice/2026/"), {"first_number": typed})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["first_number"])


def test_a_series_that_has_begun_says_so(client: Client, department: Department) -> None:
    book(a_draft(a_company(department.account)), by=None, at=NOW, on=TODAY)
    assert client.get(at(department, "numbers/invoice/2026/")).status_code == 302
    assert client.post(at(department, "numbers/invoice/2026/"), {"first_number": "9"}).status_code == 422


@pytest.mark.parametrize("path", ["numbers/invoice/2031/", "numbers/receipt/2026/"])
def test_a_series_that_there_is_not_is_not_found(client: Client, department: Department, path: str) -> None:
    assert client.get(at(department, path)).status_code == 404


# --- VAT rates ------------------------------------------------------------------------------------


def test_rates_are_listed_with_what_documents_say(client: Client, department: Department) -> None:
    shown = client.get(at(department, "vat-rates/")).content.decode()
    assert "Reverse charge: VAT to be accounted for by the customer." in shown
    assert "21\xa0%" in shown


def test_a_rate_is_added_in_per_cent_as_the_user_writes_it(client: Client, department: Department) -> None:
    facts = {"description": "Books", "category": "S", "rate": "5,5", "legal_mention": ""}
    answer = client.post(at(department, "vat-rates/new/"), facts, follow=True)
    assert "Books is added." in answer.content.decode()
    assert str(TaxRate.objects.get(description="Books").rate) == "0.05500"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"rate": "0"}, "rate"),
        ({"rate": "100"}, "rate"),
        ({"rate": "-1"}, "rate"),
        ({"rate": "5.5555"}, "rate"),
        ({"rate": "many"}, "rate"),
        ({"rate": "21"}, "rate"),
        ({"category": "AE", "rate": "21"}, "rate"),
        ({"category": "??"}, "category"),
        ({"description": ""}, "description"),
        ({"description": "21 %"}, "description"),
    ],
)
def test_what_cannot_be_a_rate_is_refused_at_its_field(
    client: Client, department: Department, facts: dict[str, str], field: str
) -> None:
    typed = {"description": "Books", "category": "S", "rate": "5.5", "legal_mention": ""} | facts
    answer = client.post(at(department, "vat-rates/new/"), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_the_words_of_a_rate_change(client: Client, department: Department) -> None:
    rate = department.tax_rates.get(category="AE")
    path = f"/settings/vat-rates/{rate.pk}/"
    assert (
        "The usual words: “Reverse charge: VAT to be accounted for by the customer.”"
        in client.get(path).content.decode()
    )
    client.post(path, {"description": "Verlegd", "legal_mention": "Btw verlegd."})
    rate.refresh_from_db()
    assert (rate.description, rate.legal_mention) == ("Verlegd", "Btw verlegd.")


def test_a_rate_is_archived_and_used_again(client: Client, department: Department) -> None:
    rate = the_vat(department.account)
    assert "is archived." in client.post(f"/settings/vat-rates/{rate.pk}/archive/", follow=True).content.decode()
    shown = client.post(f"/settings/vat-rates/{rate.pk}/restore/", follow=True).content.decode()
    assert "can be chosen again." in shown


def test_the_last_rate_says_why_it_stays(client: Client, department: Department) -> None:
    rate = the_vat(department.account)
    department.tax_rates.exclude(pk=rate.pk).update(archived_at=NOW)
    shown = client.post(f"/settings/vat-rates/{rate.pk}/archive/", follow=True).content.decode()
    assert "This is the last rate that can be chosen. Add another one first." in shown


# --- Walls ----------------------------------------------------------------------------------------


def pages(department: Department) -> list[str]:
    rate = the_vat(department.account)
    named = ["documents/", "logo/", "numbers/invoice/2026/", "vat-rates/", "vat-rates/new/"]
    return [*(at(department, path) for path in named), f"/settings/vat-rates/{rate.pk}/"]


def commands(department: Department) -> list[str]:
    rate = the_vat(department.account)
    return [at(department, "logo/remove/"), *(f"/settings/vat-rates/{rate.pk}/{do}/" for do in ("archive", "restore"))]


def test_another_accounts_department_is_not_there(client: Client, owner: User) -> None:
    foreign = the_department(an_account(name="Elsewhere"))
    assert {client.get(path).status_code for path in [*pages(foreign), at(foreign, "logo/picture/")]} == {404}
    assert {client.post(path).status_code for path in [*pages(foreign)[:3], *commands(foreign)]} == {404}


def test_members_do_not_change_the_settings(client: Client, owner: User, department: Department) -> None:
    client.force_login(a_member(owner.account, "invoices"))
    assert {client.get(path).status_code for path in pages(department)} == {403}
    assert {client.post(path).status_code for path in commands(department)} == {403}


def test_archiving_says_which_subscriptions_it_leaves_unbilled(client: Client, department: Department) -> None:
    a_subscription(a_company(department.account))
    shown = client.post(f"/settings/vat-rates/{the_vat(department.account).pk}/archive/", follow=True).content.decode()
    assert "1 active subscription has it and is not billed until it has another rate." in shown


def test_more_rates_take_no_more_queries(
    client: Client, department: Department, django_assert_num_queries: Any
) -> None:
    path = at(department, "vat-rates/")
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    TaxRate.objects.bulk_create(
        TaxRate(account=department.account, department=department, description=f"{rate} %", rate=f"0.{rate}")
        for rate in range(30, 40)
    )
    with django_assert_num_queries(len(few)):
        client.get(path)
