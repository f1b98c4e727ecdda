"""What a reminder says, and to whom."""

import re
from typing import Any

import pytest
from django.utils import translation

from comptoir.invoicing.letters import letter
from comptoir.invoicing.models import Invoice, Tone
from comptoir.invoicing.recipients import recipients_of
from tests.factories import NOW, a_company, a_contact, a_link, an_account, an_invoice, the_department

IBAN = "BE68539007547034"


def a_reminded_invoice(**facts: Any) -> Invoice:
    account = an_account()
    department = the_department(account)
    department.iban, department.email, department.vat_number = IBAN, "us@nord.example", "BE0417497106"
    department.save()
    company = a_company(account, language=facts.pop("language", "en"))
    invoice = an_invoice(company, overdue_by=10, total="1210.00", **facts)
    return Invoice.objects.select_related("customer", "department").get(pk=invoice.pk)


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
@pytest.mark.parametrize("tone", Tone.values)
def test_a_letter_is_complete_in_every_language(db: None, tone: str, language: str) -> None:
    invoice = a_reminded_invoice(language=language)
    written = letter(invoice, tone=tone)
    whole = written.subject + written.body
    assert "%(" not in whole
    assert invoice.invoice_number in written.subject
    assert "BE68 5390 0754 7034" in written.body
    assert "+++090/9337/55493+++" in written.body
    assert "Atelier Nord" in written.body
    amounts = {"en": "€1,210.00", "fr": "1 210,00 €", "nl": "€ 1.210,00", "de": "1.210,00 €"}
    assert amounts[language] in re.sub(r"[\u00a0\u202f]", " ", written.body)
    months = {"en": "November", "fr": "novembre", "nl": "november", "de": "November"}
    assert months[language] in written.body


def test_it_speaks_the_customers_language_whoever_sends_it(db: None) -> None:
    invoice = a_reminded_invoice(language="en")
    with translation.override("fr"):
        assert "14 November 2026" in letter(invoice, tone=Tone.FRIENDLY).body
        assert translation.get_language() == "fr"


def test_the_three_letters_differ(db: None) -> None:
    invoice = a_reminded_invoice()
    letters = {letter(invoice, tone=tone) for tone in Tone.values}
    assert len({written.subject for written in letters}) == len({written.body for written in letters}) == 3


def test_after_a_part_payment_it_asks_for_the_remainder(db: None) -> None:
    invoice = a_reminded_invoice(paid="500")
    body = letter(invoice, tone=Tone.FRIENDLY).body
    assert "Of the total of €1,210.00 we have received €500.00; €710.00 remains to be paid." in body
    assert "Would you please pay €710.00" in body


def test_after_a_part_credit(db: None) -> None:
    invoice = a_reminded_invoice()
    Invoice.objects.filter(pk=invoice.pk).update(credited_amount=210)
    invoice.refresh_from_db()
    assert "we have credited €210.00; €1,000.00 remains" in letter(invoice, tone=Tone.FRIENDLY).body
    Invoice.objects.filter(pk=invoice.pk).update(paid_amount=300)
    invoice.refresh_from_db()
    assert "received €300.00 and credited €210.00; €700.00 remains" in letter(invoice, tone=Tone.FRIENDLY).body


def test_it_greets_whom_it_is_for(db: None) -> None:
    assert letter(a_reminded_invoice(), tone=Tone.FIRM).body.startswith("Dear Sir or Madam,")
    attention = a_reminded_invoice(for_attention_of_name="Anne Dubois")
    assert letter(attention, tone=Tone.FIRM).body.startswith("Dear Anne Dubois,")


def test_without_an_account_number_the_reference_remains(db: None) -> None:
    invoice = a_reminded_invoice()
    invoice.department.iban = ""
    body = letter(invoice, tone=Tone.FIRM).body
    assert "Please mention the payment reference +++090/9337/55493+++." in body
    invoice.payment_reference = ""
    assert f"payment reference {invoice.invoice_number}." in letter(invoice, tone=Tone.FIRM).body


def recipients(invoice: Invoice) -> list[str]:
    found = Invoice.objects.select_related("customer").get(pk=invoice.pk)
    return recipients_of([found])[found.pk]


def test_the_invoices_own_address_else_the_invoicing_one_else_the_primary_one(db: None) -> None:
    company = a_company(an_account(), email="info@midi.example")
    assert recipients(an_invoice(company)) == ["info@midi.example"]
    company.emails.append({"type": "invoicing", "email": "bills@midi.example"})
    company.save()
    assert recipients(an_invoice(company)) == ["bills@midi.example"]
    assert recipients(an_invoice(company, email="boss@midi.example")) == ["boss@midi.example"]


def test_and_the_decision_makers_of_a_company_once_each(db: None) -> None:
    account = an_account()
    company = a_company(account, email="info@midi.example")
    a_link(a_contact(account, "Anne Dubois", email="anne@midi.example"), company, decision_maker=True)
    a_link(a_contact(account, "Luc Martin", email="luc@midi.example"), company)
    a_link(a_contact(account, "Same Again", email="INFO@midi.example"), company, decision_maker=True)
    a_link(a_contact(account, "No Mail", email=""), company, decision_maker=True)
    a_link(a_contact(account, "Zoë Out", email="zoe@midi.example", deactivated_at=NOW), company, decision_maker=True)
    assert recipients(an_invoice(company)) == ["info@midi.example", "anne@midi.example", "zoe@midi.example"]


def test_a_contact_alone(db: None) -> None:
    account = an_account()
    contact = a_contact(account, email="luc@martin.example")
    assert recipients(an_invoice(contact)) == ["luc@martin.example"]
    assert recipients(an_invoice(a_contact(account, email=""))) == []
