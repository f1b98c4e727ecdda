"""The search of the top bar."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.invoicing.booking import book
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deal,
    a_draft,
    a_member,
    a_quotation,
    a_user,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    owner = a_user(an_account())
    client.force_login(owner)
    return owner


def search(client, query):
    return client.get("/search/", {"q": query})


def headings(answer):
    return re.findall(r"<h2 id=\"(contacts|companies|invoices|deals|quotations)\"", answer.text)


def numbers(answer):
    return [invoice.invoice_number for invoice in answer.context["invoices"].rows]


def test_every_page_leads_to_it(client, owner):
    html = client.get("/settings/").text
    assert re.search(r'<form class="find" role="search" action="/search/" method="get">', html)
    assert 'aria-label="Search"' in html


def test_contacts_companies_and_invoices_are_found_together(client, owner):
    midi = a_company(owner.account)
    a_contact(owner.account, "Luc Midi")
    an_invoice(midi)
    answer = search(client, "MÎDI ")
    assert headings(answer) == ["contacts", "companies", "invoices"]
    assert "Found for “MÎDI”" in answer.text
    assert 'value="MÎDI "' in answer.text


def test_a_single_hit_is_still_a_list(client, owner):
    invoice = an_invoice(a_company(owner.account))
    answer = search(client, invoice.invoice_number)
    assert (answer.status_code, headings(answer), numbers(answer)) == (200, ["invoices"], [invoice.invoice_number])


def test_a_payment_reference_is_found_however_it_is_typed(client, owner):
    invoice = an_invoice(a_company(owner.account))
    for typed in ("+++090/9337/55493+++", "090933755493", "090 9337 55493"):
        assert numbers(search(client, typed)) == [invoice.invoice_number]


def test_the_invoice_of_exactly_this_number_comes_first(client, owner):
    midi = a_company(owner.account)
    for _number in range(12):
        book(a_draft(midi), by=None, at=NOW, on=TODAY)
    assert numbers(search(client, "2026/1")) == ["2026/1", "2026/12", "2026/11", "2026/10"]


def test_invoices_are_found_by_the_words_that_find_their_customer(client, owner):
    invoice = an_invoice(a_company(owner.account))
    assert numbers(search(client, "midi brasserie")) == [invoice.invoice_number]
    assert headings(search(client, "midi nord")) == []


def test_a_draft_is_found_by_its_customer(client, owner):
    a_draft(a_company(owner.account))
    answer = search(client, "brasserie")
    assert numbers(answer) == [""]
    assert ">Draft</a>" in answer.text


def test_deals_are_found_by_title_reference_and_customer(client, owner):
    deal = a_deal(a_company(owner.account, deactivated_at=NOW), "Terrasse chauffée", status="lost")
    older = a_deal(deal.customer, "Parasols", created_at=NOW - dt.timedelta(days=1))
    for query in ("CHAUFFÉE", deal.reference):
        answer = search(client, query)
        assert (headings(answer), [row.title for row in answer.context["deals"].rows]) == (["deals"], [deal.title])
    answer = search(client, "midi")
    assert headings(answer) == ["companies", "deals"]
    assert answer.context["deals"].rows == [deal, older]
    assert ">Lost</span>" in answer.text


def test_the_deal_of_exactly_this_reference_comes_first(client, owner):
    midi = a_company(owner.account)
    for number in (1, 12, 11):
        a_deal(midi, f"Deal {number}", reference=f"2026/{number}", search_text=f"deal {number} 2026/{number}")
    assert search(client, "2026/1").context["deals"].rows[0].title == "Deal 1"


def test_nine_deals_are_eight_and_a_link(client, owner):
    midi = a_company(owner.account)
    for number in range(9):
        a_deal(midi, f"Terrace {number}")
    html = search(client, "terrace").text
    assert '<a class="button small" href="/deals/list/?status=all&amp;q=terrace">' in html
    assert "Show all 9 deals" in html
    assert len(client.get("/deals/list/?status=all&q=terrace").context["page"].rows) == 9


def test_deals_are_not_found_by_whom_they_are_hidden_from(client, owner):
    a_deal(a_company(owner.account), "Terrace")
    client.force_login(a_member(owner.account, hidden=["deals"]))
    assert headings(search(client, "terrace")) == []


def test_deactivated_customers_are_found_with_their_badge(client, owner):
    a_company(owner.account, deactivated_at=NOW)
    assert '<span class="badge amber">Deactivated</span>' in search(client, "midi").text


def test_eight_of_each_are_shown_and_the_rest_is_a_link_away(client, owner):
    for number in range(9):
        an_invoice(a_company(owner.account, f"Midi & Co {number}"))
    html = search(client, "midi & co").text
    assert '<a class="button small" href="/companies/?q=midi%20%26%20co">' in html
    assert "Show all 9 companies" in html
    assert "Show all 9 invoices" in html
    assert "Midi &amp; Co 7</a>" in html
    assert len(client.get("/companies/?q=midi%20%26%20co").context["page"].rows) == 9


def test_very_many_are_not_counted(client, owner, monkeypatch):
    monkeypatch.setattr("comptoir.web.search.finding.COUNTED", 9)
    for number in range(11):
        a_contact(owner.account, f"Luc Midi {number}")
    assert "Show all contacts found" in search(client, "midi").text


def test_nothing_found_says_what_was_looked_through_and_offers_to_add(client, owner):
    html = search(client, "zzz").text
    assert "Nothing found for “zzz”" in html
    assert "payment references of invoices" in html
    assert html.count('href="/companies/new/"') == 1
    client.force_login(a_member(owner.account))
    assert "/companies/new/" not in search(client, "zzz").text


def test_quotations_are_found_by_name_reference_and_customer(client, owner):
    deal = a_deal(a_company(owner.account, deactivated_at=NOW))
    quotation = a_quotation(deal, name="Véranda chauffée", status="rejected")
    older = a_quotation(deal, name="Parasols", created_at=NOW - dt.timedelta(days=1))
    for query in ("CHAUFFEE véranda", quotation.reference):
        answer = search(client, query)
        assert (headings(answer), answer.context["quotations"].rows) == (["quotations"], [quotation])
    answer = search(client, "midi")
    assert headings(answer) == ["companies", "deals", "quotations"]
    assert answer.context["quotations"].rows == [quotation, older]
    assert '<span class="badge amber">Deactivated</span>' in answer.text


def test_the_quotation_of_exactly_this_reference_comes_first(client, owner):
    deal = a_deal(a_company(owner.account))
    for number in (1, 10, 11):
        a_quotation(deal, name=f"Offer {number}", reference=f"2026/{number}", number=90_000 + number)
    assert search(client, "2026/1").context["quotations"].rows[0].name == "Offer 1"


def test_nine_quotations_are_eight_and_a_link(client, owner):
    deal = a_deal(a_company(owner.account))
    for __ in range(9):
        a_quotation(deal, name="Veranda")
    html = search(client, "veranda").text
    assert '<a class="button small" href="/quotations/?q=veranda">' in html
    assert "Show all 9 quotations" in html
    assert len(client.get("/quotations/?q=veranda").context["page"].rows) == 9


def test_quotations_are_not_found_by_whom_deals_are_hidden_from(client, owner):
    a_quotation(a_deal(a_company(owner.account), "Garden"), name="Veranda")
    client.force_login(a_member(owner.account, hidden=["deals"]))
    assert headings(search(client, "veranda")) == []


@pytest.mark.parametrize("query", ["", "   ", "\0"])
def test_nothing_asked_says_what_can_be_found(client, owner, query):
    a_company(owner.account)
    html = search(client, query).text
    assert "Type a part of a name" in html
    assert "Brasserie" not in html


@pytest.mark.parametrize("query", ["%", "_", "'", "x" * 3000, "<b>", "\\", "😀"])
def test_whatever_is_typed_is_only_text(client, owner, query):
    a_company(owner.account)
    answer = search(client, query)
    assert (answer.status_code, headings(answer)) == (200, [])
    assert "<b>" not in answer.text


def test_other_accounts_are_behind_a_wall(client, owner):
    other = an_account(name="Elsewhere")
    a_contact(other, "Luc Midi")
    invoice = an_invoice(a_company(other))
    a_quotation(a_deal(a_company(other), "Midi"), name="Midi")
    for query in ("midi", invoice.invoice_number, "+++090/9337/55493+++"):
        assert headings(search(client, query)) == []


def test_the_number_of_queries_does_not_grow(client, owner):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            search(client, "midi")
        return len(captured)

    def more():
        for number in range(10):
            an_invoice(company := a_company(owner.account, f"Midi {number}", tags=("horeca",)), overdue_by=3)
            a_quotation(a_deal(company, responsible_user=owner))
            a_contact(owner.account, f"Luc Midi {number}")

    more()
    search(client, "midi")
    before = queries()
    more()
    assert queries() == before
