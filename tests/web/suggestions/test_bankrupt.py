"""A list of bankrupt enterprises held against the customers, and what can be done next."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.bulk.models import BulkRun
from tests.factories import NOW, a_company, a_member, a_user, an_account, an_invoice
from tests.transfer.sheets import a_workbook

pytestmark = pytest.mark.django_db

MIDI, NORD = "BE 0417.497.106", "BE 0403.170.701"


@pytest.fixture
def sofie(client: Client) -> User:
    sofie = a_user(an_account())
    client.force_login(sofie)
    return sofie


def words_of(html: str) -> str:
    """What is read on the page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def compared(client: Client, numbers: str = "", status: int = 200, **fields: Any) -> str:
    answer = client.post("/to-deactivate/bankrupt/", {"numbers": numbers, **fields})
    assert answer.status_code == status
    return answer.content.decode()


def test_it_says_who_is_on_the_list_who_was_deactivated_and_what_is_on_it_besides(client, sofie):
    midi = a_company(sofie.account, vat_number=MIDI)
    an_invoice(midi, total="60.50", overdue_by=3)
    a_company(sofie.account, "Nord", vat_number=NORD, deactivated_at=NOW, deactivation_reason="bankruptcy")

    page = words_of(compared(client, "0417497106\n403.170.701\nBE 0202.239.951\nwrong"))

    assert "1 active customer is on the list" in page
    assert f"{midi.name} {MIDI} 0417497106 1 overdue € 60.50" in page
    assert "1 is deactivated already" in page
    assert f"Nord {NORD} Bankruptcy" in page
    assert "1 number that no customer of yours bears BE 0202.239.951" in page
    assert "1 entry that is no enterprise number wrong" in page
    midi.refresh_from_db()
    assert not midi.is_deactivated


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfNaam;BTW\r\nMidi;BE0417497106\r\n", None], ids=["CSV", "workbook"])
def test_a_file_is_read_as_well(client, sofie, content):
    midi = a_company(sofie.account, vat_number=MIDI)
    data = content or a_workbook(["Naam", "BTW"], ["Midi", 417497106]).getvalue()

    page = words_of(compared(client, file=SimpleUploadedFile("list", data)))

    assert f"1 active customer is on the list Customer VAT number On the list as Owes {midi.name}" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Paste numbers, or choose a file."),
        ({"numbers": "nothing of the kind"}, "No enterprise number was found."),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "The list is empty."),
        ({"file": SimpleUploadedFile("picture.png", b"\x89PNG\r\n\0\0")}, "neither a text file"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(client, sofie, fields, sentence):
    assert sentence in words_of(compared(client, status=422, **fields))


def test_nobody_on_the_list(client, sofie):
    assert "None of your active customers is on the list" in words_of(compared(client, "0417497106"))


def test_going_on_prepares_a_deactivation_and_does_nothing_yet(client, sofie):
    midi, twin = a_company(sofie.account, vat_number=MIDI), a_company(sofie.account, "Twin", vat_number=MIDI)
    a_company(sofie.account, "Gone", vat_number=MIDI, deactivated_at=NOW)
    a_company(sofie.account, "Nord", vat_number=NORD), a_company(an_account(name="Other"), vat_number=MIDI)
    page = compared(client, "0417497106")
    numbers = re.search(r'name="vat_numbers"\s+value="([^"]*)"', page).group(1)

    answer = client.post("/to-deactivate/bankrupt/deactivate/", {"vat_numbers": numbers})

    run = BulkRun.objects.get()
    assert answer["Location"] == f"/bulk/{run.pk}/"
    assert (run.verb, run.is_prepared, run.by) == ("deactivate", True, sofie)
    assert set(run.rows.values_list("record_id", flat=True)) == {midi.pk, twin.pk}
    assert not any(each.is_deactivated for each in (midi, twin))
    assert re.search(r'<option value="bankruptcy"[^>]*selected', client.get(answer["Location"]).content.decode())


@pytest.mark.parametrize("numbers", ["", "nonsense", "\0", ";;;"])
def test_going_on_with_nobody_leads_back(client, sofie, numbers):
    answer = client.post("/to-deactivate/bankrupt/deactivate/", {"vat_numbers": numbers})

    assert answer["Location"] == "/to-deactivate/bankrupt/"
    assert not BulkRun.objects.exists()


def test_without_the_customer_right_it_is_not_there(client, sofie):
    client.force_login(a_member(sofie.account, Right.INVOICES))

    assert client.get("/to-deactivate/bankrupt/").status_code == 403
    assert client.post("/to-deactivate/bankrupt/deactivate/", {"vat_numbers": MIDI}).status_code == 403
    assert "To deactivate?" not in client.get("/today/").content.decode()


def test_what_customers_owe_is_hidden_from_whoever_does_not_see_invoices(client, sofie):
    an_invoice(a_company(sofie.account, vat_number=MIDI), total="60.50")
    client.force_login(a_member(sofie.account, Right.CUSTOMERS, hidden=["invoices"]))

    page = compared(client, "0417497106")

    assert "1 active customer is on the list" in words_of(page)
    assert "60.50" not in page


def test_as_many_queries_for_three_as_for_one(client, sofie):
    counts = []
    for n in (1, 3):
        for __ in range(n):
            an_invoice(a_company(sofie.account, vat_number=MIDI))
            a_company(sofie.account, "Gone", vat_number=NORD, deactivated_at=NOW, deactivated_by=sofie)
        with CaptureQueriesContext(connection) as queries:
            compared(client, "0417497106\n0403170701")
        counts.append(len(queries))
    assert counts[0] == counts[1]
