"""The settings pages of what an account's mails say."""

from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.invoicing.mail_templates import change_template
from comptoir.invoicing.models import MailTemplate
from tests.factories import NOW, a_company, a_member, an_account, an_invoice

PAGE = "/settings/mails/reminder_firm/en/"


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def own(account: Account, by: User) -> None:
    words = {"kind": "reminder_firm", "language": "en", "subject": "Pay {number}", "body": "Now, {customer}."}
    change_template(account, by=by, at=NOW, **words)


def test_the_list_says_whose_words_each_has(desk: Client, account: Account, owner: User) -> None:
    assert "Own words" not in text(desk.get("/settings/mails/"))
    own(account, owner)
    page = text(desk.get("/settings/mails/"))
    assert page.count("Own words") == 1
    assert page.count('href="/settings/mails/') >= 20


def test_words_are_shown_with_a_real_invoice_else_an_invented_one(desk: Client, account: Account) -> None:
    page = text(desk.get(PAGE))
    assert "{salutation}" in page
    assert "About an invented document" in page
    assert "Overdue: invoice 2026/118 of 10 October 2026" in page
    an_invoice(a_company(account, "De Vries BV"), overdue_by=12)
    page = text(desk.get(PAGE))
    assert "of De Vries BV, your newest" in page


def test_typing_shows_what_the_customer_would_read(desk: Client, account: Account) -> None:
    an_invoice(a_company(account), total="1210.00", overdue_by=12)
    part = text(desk.post(f"{PAGE}preview/", {"subject": "S", "body": "Pay {amount}."}))
    assert "Pay €1,210.00." in part
    part = text(desk.post(f"{PAGE}preview/", {"subject": "S", "body": "Pay {amuont}."}))
    assert "Did you mean {amount}?" in part
    assert MailTemplate.objects.count() == 0


def test_without_script_a_button_shows_it(desk: Client, account: Account) -> None:
    page = text(desk.post(PAGE, {"subject": "S", "body": "Pay {amount}!", "preview": "on"}))
    assert "Pay €1,210.00!" in page
    assert MailTemplate.objects.count() == 0


def test_they_are_saved_and_reset(desk: Client, account: Account) -> None:
    answer = desk.post(PAGE, {"subject": "S {number}", "body": "Pay {amount}!"}, follow=True)
    assert "The words are saved." in text(answer)
    assert MailTemplate.objects.get().body == "Pay {amount}!\n"
    question = text(desk.get(f"{PAGE}reset/"))
    assert "Overdue: invoice" in question
    desk.post(f"{PAGE}reset/")
    assert MailTemplate.objects.count() == 0
    timeline = sorted(Activity.objects.values_list("kind", flat=True))
    assert timeline == ["mail_template.changed", "mail_template.reset"]


def test_what_is_wrong_is_said_beside_its_field(desk: Client) -> None:
    page = text(desk.post(PAGE, {"subject": "{nmber}", "body": "x"}), 422)
    assert "There is no placeholder {nmber} in this mail. Did you mean {number}?" in page


@pytest.mark.parametrize("path", ["/settings/mails/birthday/en/", "/settings/mails/invoice/xx/"])
def test_other_mails_and_languages_are_not_found(desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 404


def test_the_right_to_settings_is_needed(client: Client, account: Account) -> None:
    client.force_login(a_member(account, "invoices"))
    for path in ("/settings/mails/", PAGE, f"{PAGE}reset/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{PAGE}preview/", {}).status_code == 403


def test_another_accounts_words_and_invoices_stay_there(desk: Client, db: None) -> None:
    elsewhere = an_account(name="Elsewhere")
    an_invoice(a_company(elsewhere, "Hidden NV"), overdue_by=9)
    assert "Hidden NV" not in text(desk.get(PAGE))
