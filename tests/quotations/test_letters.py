"""What goes with a quotation, and to whom."""

import datetime as dt
from typing import Any

import pytest

from comptoir.quotations.letters import letter, recipients_of, with_link
from comptoir.quotations.links import public_url
from comptoir.quotations.models import Quotation
from tests.factories import TODAY, a_company, a_contact, a_deal, a_quotation, an_account, the_department

pytestmark = pytest.mark.django_db


def a_sent_quotation(language: str = "en", **facts: Any) -> Quotation:
    account = an_account()
    department = the_department(account)
    department.vat_number, department.phone = "BE0417497106", "+32 2 123 45 67"
    department.save()
    quotation = a_quotation(a_deal(a_company(account, language=language)), **facts)
    return Quotation.objects.select_related("department", "customer", "deal").get(pk=quotation.pk)


def test_it_says_what_it_is_where_to_answer_and_until_when() -> None:
    quotation = a_sent_quotation(expires_after=TODAY + dt.timedelta(days=30))
    written = letter(quotation)
    assert written.subject == f"Quotation {quotation.reference} of Atelier Nord: Terrace with heating"
    assert written.body == (
        "Dear Sir or Madam,\n\n"
        "Please find our quotation “Terrace with heating” attached.\n\n"
        f"You can read it and accept it here until 24 December 2026:\n{public_url(quotation)}\n\n"
        "If you have a question, just reply to this e-mail.\n\n"
        "Kind regards,\nAtelier Nord\n+32 2 123 45 67\nVAT number: BE0417497106\n"
    )


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_it_is_complete_in_every_language(language: str) -> None:
    quotation = a_sent_quotation(language, expires_after=TODAY)
    for written in (letter(quotation), letter(a_sent_quotation(), language=language)):
        assert "%(" not in written.subject + written.body
    months = {"en": "November", "fr": "novembre", "nl": "november", "de": "November"}
    assert months[language] in letter(quotation).body


def test_whoever_it_is_for_is_greeted() -> None:
    account = an_account()
    assert letter(a_sent_quotation(for_attention_of_name="Anne Dubois")).body.startswith("Dear Anne Dubois,\n")
    person = a_quotation(a_deal(a_contact(account, "Luc Martin")))
    assert letter(person).body.startswith("Dear Luc Martin,\n")


def test_signs_of_percent_stay_what_they_are() -> None:
    quotation = a_sent_quotation(name="10 % off %(link)s")
    assert "“10 % off %(link)s”" in letter(quotation).body


def test_the_contact_person_of_the_deal_comes_first() -> None:
    account = an_account()
    company = a_company(account)
    luc, silent = a_contact(account), a_contact(account, "Anne Dubois", email="")
    assert recipients_of(a_quotation(a_deal(company, contact_person=luc))) == ["luc@martin.example"]
    assert recipients_of(a_quotation(a_deal(company, contact_person=silent))) == ["info@midi.example"]
    assert recipients_of(a_quotation(a_deal(company))) == ["info@midi.example"]
    architect = a_company(account, "Architect SRL", email="info@architect.example")
    for_another = a_quotation(a_deal(company, contact_person=luc), customer=architect)
    assert recipients_of(for_another) == ["info@architect.example"]
    assert recipients_of(a_quotation(a_deal(a_company(account, "Silent", email="")))) == []


def test_an_address_that_was_removed_is_added_at_the_end() -> None:
    quotation = a_sent_quotation()
    link = public_url(quotation)
    assert with_link(f"See {link}", quotation) == f"See {link}"
    assert with_link("Dear Luc\n\n", quotation) == (
        f"Dear Luc\n\nYou can read and answer the quotation here:\n{link}\n"
    )
