"""Faults said before sending: exactly what the official rules refuse, neither more nor less."""

import itertools
import random
from collections.abc import Callable
from typing import Any

import pytest

from comptoir.accounts.models import Department
from comptoir.invoicing.einvoice.checking import Where, faults, is_expected
from comptoir.invoicing.einvoice.ubl import ubl
from comptoir.invoicing.models import CreditNote, Invoice
from tests.einvoice_rules import refused_by
from tests.einvoices import CASES, a_bill, a_buyer, a_line, a_rate, a_seller
from tests.factories import a_company, a_contact, a_draft, an_account, the_department

pytestmark = pytest.mark.django_db

Document = Invoice | CreditNote


def _sold_by(country: str = "BE", **facts: Any) -> Callable[[], Document]:
    return lambda: a_bill(a_seller(country, **facts))


def _bought_by(country: str = "BE", *, category: str = "S", seller: str = "BE", **facts: Any) -> Callable[[], Document]:
    def document() -> Document:
        department = a_seller(seller)
        rate = a_rate(department, category, "0.21" if category == "S" else "0")
        return a_bill(department, a_line(rate), buyer=a_buyer(department, country, **facts))

    return document


def _of_lines(*categories: str, **facts: Any) -> Callable[[], Document]:
    def document() -> Document:
        seller = a_seller()
        rates = [a_rate(seller, each, "0.21" if each == "S" else "0") for each in categories]
        return a_bill(seller, *(a_line(rate, **facts) for rate in rates))

    return document


def _in_cash_in_the_netherlands() -> Document:
    return a_bill(a_seller("NL"), expected_payment_method="cash")


def _without_street_in_the_netherlands() -> Document:
    seller = a_seller("NL")
    buyer = a_buyer(seller, "NL")
    buyer.addresses.update(line_1="")
    return a_bill(seller, buyer=buyer)


BROKEN: dict[str, tuple[Callable[[], Document], set[tuple[str, Where]]]] = {
    "seller without VAT number": (_sold_by(vat_number=""), {("vat_number", Where.DEPARTMENT)}),
    "seller's VAT number of no country": (
        _sold_by(vat_number="QQ 123", electronic_address="0208:0417497106"),
        {("vat_number", Where.DEPARTMENT)},
    ),
    "seller with a wrong address": (
        _sold_by(electronic_address="0208:0417497107"),
        {("electronic_address", Where.DEPARTMENT)},
    ),
    "seller without country": (_sold_by("", electronic_address=""), {("country", Where.DEPARTMENT)}),
    "seller without IBAN": (_sold_by(iban=""), {("iban", Where.DEPARTMENT)}),
    "seller without street in the Netherlands": (_sold_by("NL", line_1=""), {("line_1", Where.DEPARTMENT)}),
    "buyer without address": (_bought_by(vat_number=""), {("electronic_invoicing_address", Where.CUSTOMER)}),
    "buyer with a mail address for it": (
        _bought_by(electronic_invoicing_address="bills@midi.example"),
        {("electronic_invoicing_address", Where.CUSTOMER)},
    ),
    "buyer with an unknown network": (
        _bought_by(electronic_invoicing_address="9999:123"),
        {("electronic_invoicing_address", Where.CUSTOMER)},
    ),
    "buyer without country": (_bought_by(country="", vat_number="BE 0403.019.261"), {("country", Where.CUSTOMER)}),
    "buyer's VAT number of no country": (
        _bought_by(vat_number="QQ 123", electronic_invoicing_address="0208:0403019261"),
        {("vat_number", Where.CUSTOMER)},
    ),
    "buyer without street in the Netherlands": (_without_street_in_the_netherlands, {("line_1", Where.CUSTOMER)}),
    "reverse charge without VAT number": (
        _bought_by("DE", category="AE", vat_number="", electronic_invoicing_address="9930:DE123456788"),
        {("vat_number", Where.CUSTOMER)},
    ),
    "intra-Community without VAT number": (
        _bought_by("DE", category="K", vat_number="", electronic_invoicing_address="9930:DE123456788"),
        {("vat_number", Where.CUSTOMER)},
    ),
    "cash in the Netherlands": (_in_cash_in_the_netherlands, {("expected_payment_method", Where.DRAFT)}),
    "a line without description": (_of_lines("S", description=" "), {("description", Where.DRAFT)}),
    "outside the scope beside others": (_of_lines("O", "S"), {("tax_rate", Where.DRAFT)}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_the_rules_take_has_no_faults(case: str) -> None:
    assert faults(CASES[case](a_seller())) == []


@pytest.mark.parametrize("case", BROKEN)
def test_what_has_a_fault_is_refused_by_the_rules(case: str) -> None:
    make, expected = BROKEN[case]
    document = make()
    assert {(fault.field, fault.where) for fault in faults(document)} == expected
    assert refused_by(ubl(document)) != set()


@pytest.mark.parametrize("category", ["S", "Z", "E", "AE", "K", "G", "O"])
def test_faults_and_rules_agree_whatever_comes_together(category: str) -> None:
    sellers = itertools.product(
        ["BE", "NL", "FR", "DE", "LU"], ["right", ""], ["", "0088:5412345000013", "nonsense"], ["right", ""]
    )
    buyers = itertools.product(
        ["BE", "NL", "DE", "US", ""], ["right", "", "QQ 1"], ["", "0208:0403019261", "0208:1"], ["", "12345678"]
    )
    means = ["", "cash", "sepa_direct_debit", "credit_card"]
    chance = random.Random(category)
    everything = list(itertools.product(sellers, buyers, means))
    for seller, buyer, method in chance.sample(everything, 15):
        document = _made_of(seller, buyer, method, category)
        assert bool(faults(document)) == bool(refused_by(ubl(document))), (seller, buyer, method)


def _made_of(seller: tuple[str, ...], buyer: tuple[str, ...], method: str, category: str) -> Document:
    country, vat, address, iban = seller
    facts = {"electronic_address": address} | ({} if vat else {"vat_number": ""}) | ({} if iban else {"iban": ""})
    department: Department = a_seller(country, **facts)
    country, vat, address, national = buyer
    facts = {"electronic_invoicing_address": address, "national_identification_number": national}
    customer = a_buyer(department, country, **facts | ({} if vat == "right" else {"vat_number": vat}))
    line = a_line(a_rate(department, category, "0.21" if category == "S" else "0"))
    return a_bill(department, line, buyer=customer, expected_payment_method=method)


def test_faults_of_a_draft_are_known_before_it_is_booked() -> None:
    draft = a_draft(a_company(an_account()))
    assert [fault.sentence for fault in faults(draft)] == [
        "Atelier Nord has no VAT number.",
        "Brasserie du Midi SRL has no electronic invoicing address, nor a VAT number to find one by.",
        "Atelier Nord has no IBAN to pay to.",
    ]


def test_where_to_send_it_may_be_mended_after_booking() -> None:
    seller = a_seller()
    buyer = a_buyer(seller, vat_number="")
    invoice = a_bill(seller, buyer=buyer)
    assert [fault.is_content for fault in faults(invoice)] == [False]
    buyer.electronic_invoicing_address = "0208:0403019261"
    invoice.customer = buyer
    assert faults(invoice) == []
    assert refused_by(ubl(invoice)) == set()


def test_businesses_get_electronic_invoices_and_persons_who_ask_for_them() -> None:
    account = an_account()
    assert is_expected(a_company(account))
    assert not is_expected(a_contact(account))
    assert is_expected(a_contact(account, electronic_invoicing_address="0208:0403019261"))


def test_looking_for_faults_asks_the_database_as_often_for_many_lines(django_assert_num_queries: Any) -> None:
    seller = a_seller()
    rate = a_rate(seller, "S", "0.21")
    few, many = a_bill(seller, a_line(rate)), a_bill(seller, *[a_line(rate)] * 5)
    for each in (few, many):
        invoice = Invoice.objects.select_related("customer", "department").get(pk=each.pk)
        with django_assert_num_queries(1):
            faults(invoice)
    assert the_department(seller.account) == seller
