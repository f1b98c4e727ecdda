"""An account's own words in its mails."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import Account
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.mail import Letter
from comptoir.invoicing import crediting, mail_templates
from comptoir.invoicing.letters import invented, letter
from comptoir.invoicing.models import Invoice, MailKind, MailTemplate, Tone
from comptoir.invoicing.placeholders import PLACEHOLDERS, filled, known_to
from comptoir.invoicing.usual_mails import usual
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_member,
    a_user,
    an_account,
    an_invoice,
    the_department,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def change(account: Account, **said: Any) -> MailTemplate | None:
    said = {"kind": "invoice", "language": "en", "subject": "Your {number}", "body": "Hello {customer}!"} | said
    said.setdefault("by", a_user(account))
    return mail_templates.change_template(account, at=NOW, **said)


def told() -> list[str]:
    return list(Activity.objects.order_by("at", "id").values_list("kind", flat=True))


def fresh(invoice: Invoice) -> Invoice:
    return Invoice.objects.select_related("customer", "department").get(pk=invoice.pk)


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
@pytest.mark.parametrize("kind", MailKind.values)
def test_comptoirs_own_words_use_only_what_there_is(kind: str, language: str) -> None:
    said = usual(kind, language)
    assert "%(" not in said.subject + said.body
    mail_templates.check_words(said, kind=kind)


def test_an_invoice_in_comptoirs_words() -> None:
    account = an_account()
    department = the_department(account)
    department.iban, department.bic = "BE68539007547034", "KREDBEBB"
    department.save()
    invoice = fresh(an_invoice(a_contact(account), total="1210.00"))
    written = mail_templates.written("invoice", invoice)
    assert written.subject == f"Invoice {invoice.invoice_number} of Atelier Nord"
    assert written.body == (
        "Dear Luc Martin,\n\n"
        f"Please find our invoice {invoice.invoice_number} of 15 November 2026 for €1,210.00 attached.\n\n"
        "Would you please pay €1,210.00 by 15 December 2026?\n\n"
        "Account: BE68 5390 0754 7034 (BIC KREDBEBB)\n"
        "In the name of: Atelier Nord\n"
        "Payment reference: +++090/9337/55493+++\n\n"
        "If something about it is not right, just reply to this e-mail.\n\n"
        "Kind regards,\nAtelier Nord\n"
    )


def test_of_a_settled_invoice_nothing_is_asked() -> None:
    invoice = fresh(an_invoice(a_company(an_account()), paid="all"))
    body = mail_templates.written("invoice", invoice).body
    assert "Nothing remains to be paid" in body
    assert "reference" not in body


def test_what_is_collected_by_direct_debit_is_not_asked_for() -> None:
    invoice = fresh(an_invoice(a_company(an_account()), expected_payment_method="sepa_direct_debit"))
    body = mail_templates.written("invoice", invoice).body
    assert "We will collect €121.00 by direct debit" in body
    assert "+++" not in body


def test_a_credit_note_names_the_invoice_it_is_about() -> None:
    invoice = an_invoice(a_company(an_account()))
    note = crediting.credit(invoice, by=None, at=NOW, on=TODAY)
    written = mail_templates.written("credit_note", note)
    assert written.subject == f"Credit note {note.credit_note_number} of Atelier Nord"
    assert f"It is about invoice {invoice.invoice_number}." in written.body


def test_the_accounts_own_words_are_used_in_their_language_only() -> None:
    account = an_account()
    change(account)
    invoice = fresh(an_invoice(a_company(account)))
    own = mail_templates.written("invoice", invoice)
    assert own == Letter(f"Your {invoice.invoice_number}", "Hello Brasserie du Midi SRL!\n")
    assert mail_templates.written("invoice", invoice, language="fr") != own
    elsewhere = fresh(an_invoice(a_company(an_account(name="Elsewhere"))))
    assert "Hello" not in mail_templates.written("invoice", elsewhere).body


def test_a_reminder_speaks_in_them_too() -> None:
    account = an_account()
    change(account, kind="reminder_firm", subject="Pay {amount}", body="{salutation}\n\n{late_costs}\n\nSoon, please.")
    invoice = fresh(an_invoice(a_company(account), overdue_by=20))
    assert letter(invoice, tone=Tone.FIRM) == Letter("Pay €121.00", "Dear Sir or Madam,\n\nSoon, please.\n")
    written = mail_templates.written("reminder_firm", invoice, facts={"late_costs": "And € 20.00 besides."})
    assert written.body == "Dear Sir or Madam,\n\nAnd € 20.00 besides.\n\nSoon, please.\n"


def test_nothing_a_customer_is_called_opens_another_gap() -> None:
    account = an_account()
    change(account, subject="{customer}", body="{customer}")
    invoice = fresh(an_invoice(a_company(account, "{iban}\r\nBcc: thief@evil.example")))
    assert mail_templates.written("invoice", invoice).subject == "{iban} Bcc: thief@evil.example"


def test_a_brace_is_written_twice() -> None:
    assert filled("{{number}} is {number}, }} too", {"number": "7"}) == "{number} is 7, } too"


def test_a_line_of_which_nothing_came_vanishes_with_the_blank_after_it() -> None:
    assert filled("a\n\n{payments}\n\nb", {"payments": ""}) == "a\n\nb"
    assert filled("a\n\n{payments} {late_costs}\nb", {"payments": "", "late_costs": ""}) == "a\n\nb"
    assert filled("a {payments}\nb", {"payments": ""}) == "a \nb"
    assert filled("{payments}\n\nb\n\n\nc", {"payments": ""}) == "b\n\n\nc"


def test_it_is_told_once_and_what_is_said_already_is_not() -> None:
    account = an_account()
    user = a_user(account)
    first = change(account, by=user)
    assert change(account, by=user) == first
    change(account, by=user, subject="Another {number}")
    assert MailTemplate.objects.get().subject == "Another {number}"
    assert told() == ["mail_template.changed"] * 2
    assert Activity.objects.first().effects["mail"] == {"kind": "invoice", "language": "en"}  # type: ignore[union-attr]


def test_resetting_gives_comptoirs_words_back_once() -> None:
    account, facts = an_account(), {"kind": "invoice", "language": "en", "at": NOW}
    user = a_user(account)
    change(account, by=user)
    for _again in range(2):
        mail_templates.reset_template(account, by=user, **facts)  # type: ignore[arg-type]
    assert (MailTemplate.objects.count(), told()) == (0, ["mail_template.changed", "mail_template.reset"])


def test_saying_it_in_comptoirs_words_is_resetting_it() -> None:
    account, words = an_account(), usual("invoice", "en")
    assert change(account, subject=words.subject, body=words.body) is None
    assert told() == []
    change(account)
    assert change(account, subject=words.subject, body=words.body) is None
    assert told() == ["mail_template.changed", "mail_template.reset"]


@pytest.mark.parametrize(
    ("field", "said", "sentence"),
    [
        ("body", {"body": "Pay {amuont}"}, "There is no placeholder {amuont} in this mail. Did you mean {amount}?"),
        ("subject", {"subject": "{zzz}"}, "There is no placeholder {zzz} in this mail."),
        ("body", {"kind": "credit_note", "body": "By {due_date}"}, "There is no placeholder {due_date} in this mail."),
        ("body", {"body": "Pay {Amount}"}, "There is no placeholder {Amount} in this mail. Did you mean {amount}?"),
        ("body", {"body": "{}"}, "There is no placeholder {} in this mail."),
        ("body", {"body": "a } b"}, None),
        ("body", {"body": "{number"}, None),
        ("body", {"body": " \n "}, "Please fill this in."),
        ("subject", {"subject": "\n"}, "Please fill this in."),
        ("subject", {"subject": "x" * 201}, "At most 200 characters."),
        ("body", {"body": "x" * 10_001}, "At most 10000 characters."),
    ],
)
def test_what_is_at_fault_is_named(field: str, said: dict[str, Any], sentence: str | None) -> None:
    with pytest.raises(ValidationError) as refusal:
        change(an_account(), **said)
    (name, messages), *_others = refusal.value.message_dict.items()
    assert name == field
    assert sentence is None or messages == [sentence]
    assert (MailTemplate.objects.count(), told()) == (0, [])


def test_there_is_no_other_mail_and_no_other_language() -> None:
    for wrong in ({"kind": "birthday"}, {"language": "xx"}):
        with pytest.raises(ValidationError):
            change(an_account(), **wrong)


def test_the_right_to_settings_is_needed() -> None:
    account = an_account()
    member = a_member(account, "invoices")
    with pytest.raises(NotAllowed):
        change(account, by=member)
    with pytest.raises(NotAllowed):
        mail_templates.reset_template(account, kind="invoice", language="en", by=member, at=NOW)


def test_every_placeholder_is_filled_where_it_may_stand() -> None:
    department = the_department(an_account())
    for kind in MailKind.values:
        if kind != MailKind.CREDIT_NOTE:
            invoice = invented(department, on=TODAY, language="en")
            words = {(kind, "en"): Letter("x", " ".join(each.text for each in known_to(kind)))}
            assert "{" not in mail_templates.written(kind, invoice, words=words).body


def test_each_is_described() -> None:
    assert all(str(each.description) for each in PLACEHOLDERS)
    assert len({each.name for each in PLACEHOLDERS}) == len(PLACEHOLDERS)
