"""Letters to post: print, open, say what became of them."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from comptoir.accounts.rights import Right
from comptoir.invoicing import holds, payments
from comptoir.invoicing.models import Reminder
from tests.factories import NOW, TODAY, a_company, a_member, a_reminder, a_user, an_account, an_invoice, an_unknown_id


@pytest.fixture
def account(db: None) -> Any:
    return an_account()


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def owner(account: Any, client: Any) -> Any:
    owner = a_user(account)
    client.force_login(owner)
    return owner


def a_letter(account: Any, name: str = "Brasserie du Midi SRL", **facts: Any) -> Reminder:
    return a_reminder(an_invoice(a_company(account, name), overdue_by=22), days=21, channel="letter", **facts)


def shown(client: Any, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def state(reminder: Reminder) -> str:
    reminder.refresh_from_db()
    return reminder.state


def post(client: Any, name: str, *letters: Reminder) -> str:
    answer = client.post(reverse(name), {"id": [letter.pk for letter in letters]}, follow=True)
    assert answer.redirect_chain == [("/reminders/letters/", 302)]
    return " ".join(answer.content.decode().split())


def test_when_there_are_none_the_page_says_what_it_is(owner: Any, client: Any) -> None:
    assert "No letters to post" in shown(client, "/reminders/letters/")


def test_all_are_printed_and_one_is_posted_and_one_is_not(account: Any, owner: Any, client: Any) -> None:
    one, two = a_letter(account), a_letter(account, "Other")
    assert "Print the 2 letters" in shown(client, "/reminders/letters/")
    page = post(client, "letters_print")
    assert "2 letters are ready to print." in page
    assert "Printed: were they posted?" in page
    assert (state(one), state(two)) == ("leaving", "leaving")
    assert "1 letter counts as sent." in post(client, "letters_posted", one)
    assert "1 letter waits to be printed again." in post(client, "letters_not_posted", two)
    assert (state(one), state(two)) == ("sent", "queued")


def test_one_alone_is_printed_and_a_held_one_is_named(account: Any, owner: Any, client: Any) -> None:
    one, held = a_letter(account), a_letter(account, "Other")
    holds.put_on_hold(held.invoice, by=owner, at=NOW)
    assert "On hold" in shown(client, "/reminders/letters/")
    post(client, "letters_print", one)
    page = post(client, "letters_print")
    assert "Not printed, because they were paid or put on hold" in page
    assert held.invoice.invoice_number in page
    assert (state(one), state(held)) == ("leaving", "withdrawn")
    assert "Nothing was waiting" in post(client, "letters_print")


def test_a_foreign_or_malformed_id_changes_nothing(account: Any, owner: Any, client: Any) -> None:
    foreign = a_letter(an_account(name="Other"))
    for name in ("letters_print", "letters_posted", "letters_not_posted"):
        client.post(reverse(name), {"id": [foreign.pk, an_unknown_id()]})
        assert client.post(reverse(name), {"id": "nonsense"}).status_code == 404
    assert state(foreign) == "queued"
    assert client.get(reverse("letters_pdf")).status_code == 404


def test_a_member_without_the_right_only_looks(account: Any, client: Any) -> None:
    letter = a_letter(account)
    client.force_login(a_member(account, Right.CUSTOMERS))
    for name in ("letters_print", "letters_posted", "letters_not_posted"):
        assert client.post(reverse(name), {"id": letter.pk}).status_code == 403
    assert client.get(reverse("letters_pdf")).status_code in (403, 404)
    assert state(letter) == "queued"


def test_the_pdf_has_a_page_for_each_printed_letter(account: Any, owner: Any, client: Any) -> None:
    pytest.importorskip("comptoir.invoicing.documents")
    from io import BytesIO

    from pypdf import PdfReader

    a_letter(account), a_letter(account, "Other")
    post(client, "letters_print")
    answer = client.get(reverse("letters_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(answer.content)).pages) == 2


def test_the_pdf_says_what_was_due_when_it_was_printed(account: Any, owner: Any, client: Any) -> None:
    pytest.importorskip("comptoir.invoicing.documents")
    from io import BytesIO

    from pypdf import PdfReader

    letter = a_letter(account)
    post(client, "letters_print")
    payments.register(letter.invoice, amount=Decimal(21), paid_on=TODAY, method="", by=owner, at=NOW)
    text = PdfReader(BytesIO(client.get(reverse("letters_pdf")).content)).pages[0].extract_text()
    assert "100.00" not in text
    assert "121.00" in text


def test_as_many_queries_for_many_as_for_few(
    account: Any, owner: Any, client: Any, django_assert_num_queries: Any
) -> None:
    a_letter(account), a_letter(account, state="leaving")
    with django_assert_num_queries(200, exact=False) as one:
        client.get("/reminders/letters/")
    for __ in range(2):
        a_letter(account), a_letter(account, state="leaving")
    with django_assert_num_queries(len(one)):
        client.get("/reminders/letters/")
