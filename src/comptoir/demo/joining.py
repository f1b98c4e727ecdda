"""Companies and contacts of the demo become customers, and are linked."""

import datetime as dt
from random import Random
from typing import Any

from django.utils.text import slugify

from comptoir.customers import links, records
from comptoir.customers.facts import AddressFacts
from comptoir.customers.models import AddressType, Kind
from comptoir.demo import numbers
from comptoir.demo.companies import Company
from comptoir.demo.people import STREETS, Person
from comptoir.demo.stage import Stage

TRADES = {"horeca": "hospitality", "industry": "industry", "office": "office", "shop": "retail", "care": "care"}
"""The tag of each trade."""
INVOICES_TO = {"fr": "facturation", "nl": "facturen", "de": "rechnung", "en": "invoices"}
EUROPEAN = {"BE": "0208", "NL": "0106", "FR": "0009"}
"""How electronic invoicing (Peppol) names the register that a company's number is from."""


def company_joins(stage: Stage, company: Company, *, on: dt.date) -> None:
    """Put it on the agenda that this company becomes a customer."""
    facts = _company_facts(stage, company)

    def deed(at: dt.datetime) -> None:
        by = stage.staff.get(company.manager, stage.staff["owner"])
        stage.customers[company.full_name] = records.add(
            account=stage.account, kind=Kind.COMPANY, by=by, at=at, **facts
        )

    stage.put(on, deed)


def person_joins(stage: Stage, person: Person, *, on: dt.date) -> None:
    """Put it on the agenda that this contact is added."""
    facts = _person_facts(stage, person)

    def deed(at: dt.datetime) -> None:
        by = stage.staff.get(person.manager, stage.staff["owner"])
        stage.customers[person.full_name] = records.add(account=stage.account, kind=Kind.CONTACT, by=by, at=at, **facts)

    stage.put(on, deed)


def link(stage: Stage, person: Person, company: Company, *, on: dt.date) -> None:
    """Put it on the agenda that their place in the company becomes known; both must be customers by then."""

    def deed(at: dt.datetime) -> None:
        contact, their_company = stage.customers[person.full_name], stage.customers[company.full_name]
        by = stage.staff.get("sales", stage.staff["owner"])
        place = links.Place(position=person.position, decision_maker=person.decides)
        links.link(their_company, to=contact, by=by, at=at, **place)

    stage.put(on, deed)


def term_of(company: Company) -> tuple[str, int]:
    """Its payment term as the verbs want it."""
    kind, __, days = company.term.rpartition(" ")
    return ("end_of_month" if kind == "eom" else "after_invoice_date"), int(days)


def _company_facts(stage: Stage, company: Company) -> dict[str, Any]:
    rng = Random(company.name)  # its own, so that a change to one company leaves the others as they are
    domain = f"{slugify(company.name)}.example"
    vat = "" if company.form in ("ASBL", "VZW", "e. V.") else numbers.vat_number(company.country, rng)
    iban, bic = numbers.account_number(company.country, rng)
    emails = [{"type": "primary", "email": f"info@{domain}"}]
    if rng.random() < 0.5:
        emails.append({"type": "invoicing", "email": f"{INVOICES_TO[company.language]}@{domain}"})
    telephones = [{"type": "phone", "number": numbers.landline(company.country, company.area, rng)}]
    if rng.random() < 0.3:
        telephones.append({"type": "mobile", "number": numbers.mobile(company.country, rng)})
    electronic = EUROPEAN.get(company.country) if vat else None
    kind, days = term_of(company)
    return {
        "name": company.full_name,
        "business_type": company.form,
        "vat_number": vat,
        "emails": emails,
        "telephones": telephones,
        "addresses": [_address(company.street, company.place, company.country)],
        "website": f"https://www.{domain}",
        "iban": iban,
        "bic": bic,
        "language": company.language,
        "preferred_currency": company.currency,
        "payment_term": kind,
        "payment_days": days,
        "electronic_invoicing_address": f"{electronic}:{vat[2:]}" if electronic else "",
        "responsible_user": stage.staff.get(company.manager, stage.staff["owner"]),
        "remarks": company.remarks,
        "marketing_mails_consent": rng.random() < 0.4,
        "tags": [TRADES[company.trade], *company.tags],
    }


def _person_facts(stage: Stage, person: Person) -> dict[str, Any]:
    rng = Random(person.full_name)
    domain = f"{slugify(person.works_for)}.example" if person.works_for else "post.example"
    address = f"{slugify(person.first_name)}.{slugify(person.last_name)}@{domain}"
    street, house = rng.choice(STREETS.get(person.language, STREETS["nl"])), rng.randint(1, 160)
    line_1 = f"{house} {street}" if person.country == "FR" else f"{street} {house}"
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "emails": [{"type": "primary", "email": address}] if person.reachable else [],
        "telephones": [{"type": "mobile", "number": numbers.mobile(person.country, rng)}],
        "addresses": [_address(line_1, person.place, person.country)],
        "language": person.language,
        "payment_days": person.term,
        "iban": numbers.account_number(person.country, rng)[0] if person.plot else "",
        "responsible_user": stage.staff.get(person.manager, stage.staff["owner"]),
        "remarks": person.remarks,
        "marketing_mails_consent": rng.random() < 0.4,
        "tags": list(person.tags),
    }


def _address(line_1: str, place: str, country: str) -> AddressFacts:
    postal_code, __, city = place.partition("  ")
    return AddressFacts(type=AddressType.PRIMARY, line_1=line_1, postal_code=postal_code, city=city, country=country)
