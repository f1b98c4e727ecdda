"""The accounts of the demo and the people who log in to them."""

import datetime as dt
from random import Random
from typing import Any

from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import Right, Role
from comptoir.demo import numbers
from comptoir.demo.days import working_day
from comptoir.demo.stage import DAYS, Stage
from comptoir.lifecycle import departments, opening, people
from comptoir.lifecycle.department_facts import DepartmentFacts

PASSWORD = "comptoir-demo"
LEFT = 150
"""How many days ago Koen left."""


def open_boost(now: dt.datetime) -> Stage:
    """Warmoes & Delcourt, heating and ventilation, with a legal entity in Belgium and one in the Netherlands."""
    rng = Random("Warmoes & Delcourt")
    at = _opening_day(now)
    account = opening.open_account(
        name="Warmoes & Delcourt",
        plan=Plan.BOOST,
        country="BE",
        language="en",
        owner_email="owner@demo.example",
        owner_name="Claire Delcourt",
        password=PASSWORD,
        at=at,
    )
    owner = account.users.get()
    owner = people.change_user(owner, by=owner, at=at, function="Managing director")
    letterhead = _letterhead(rng, country="BE", area="2", domain="warmoes-delcourt.example")
    letterhead |= {"name": "Warmoes & Delcourt BV", "line_1": "Havenlaan 86c", "postal_code": "1000", "city": "Brussel"}
    departments.change_department(account.departments.get(), by=owner, at=at, **letterhead)
    letterhead = _letterhead(rng, country="NL", area="30", domain="warmoes-delcourt.example")
    letterhead |= {
        "name": "Warmoes & Delcourt Nederland B.V.",
        "line_1": "Vlampijpstraat 40",
        "postal_code": "3534 AR",
        "city": "Utrecht",
        "invoice_prefix": "NL",
    }
    departments.add_department(account, by=owner, at=at, **letterhead)
    everything = [Right.CUSTOMERS, Right.INVOICES, Right.SUBSCRIPTIONS, Right.DEALS]
    staff = {"owner": owner}
    for name, facts in {
        "pieter": _person("Pieter", "Warmoes", "Technical director", "nl", Role.ADMIN),
        "amelie": _person("Amélie", "Renard", "Accounting", "fr", Role.ADMIN),
        "sales": _person("Tom", "Janssens", "Sales", "en", Role.MEMBER, [Right.CUSTOMERS, Right.DEALS]),
        "koen": _person("Koen", "Aerts", "Accounting", "nl", Role.MEMBER, everything),
    }.items():
        email = f"{name}@demo.example"
        staff[name] = people.add_user(account, by=owner, at=at, password=PASSWORD, email=email, **facts)
    stage = Stage(account, staff, now, rng)

    def leaves(at: dt.datetime) -> None:
        staff["koen"] = people.deactivate_user(staff["koen"], by=owner, at=at)

    stage.put(stage.days_ago(LEFT), leaves)
    return stage


def open_go(now: dt.datetime) -> Stage:
    """Sanitair Ledeganck, a plumber."""
    rng = Random("Sanitair Ledeganck")
    at = _opening_day(now)
    account = opening.open_account(
        name="Sanitair Ledeganck",
        plan=Plan.GO,
        country="BE",
        language="en",
        owner_email="owner@go.example",
        owner_name="Hanne Ledeganck",
        password=PASSWORD,
        at=at,
    )
    owner = account.users.get()
    letterhead = _letterhead(rng, country="BE", area="9", domain="sanitair-ledeganck.example")
    letterhead |= {"line_1": "Brusselsesteenweg 519", "postal_code": "9050", "city": "Gent"}
    departments.change_department(account.departments.get(), by=owner, at=at, **letterhead)
    return Stage(account, {"owner": owner}, now, rng)


def _opening_day(now: dt.datetime) -> dt.datetime:
    opened_on = working_day(now.date() - dt.timedelta(days=DAYS + 7))
    return dt.datetime.combine(opened_on, dt.time(9, 12), dt.UTC)


def _letterhead(rng: Random, *, country: str, area: str, domain: str) -> DepartmentFacts:
    """What a legal entity puts on its invoices, but for its name and address."""
    iban, bic = numbers.account_number(country, rng)
    return {
        "country": country,
        "vat_number": numbers.vat_number(country, rng),
        "phone": numbers.landline(country, area, rng),
        "email": f"{'administratie' if country == 'NL' else 'office'}@{domain}",
        "website": f"https://www.{domain}",
        "iban": iban,
        "bic": bic,
    }


def _person(
    first_name: str, last_name: str, function: str, language: str, role: str, rights: list[Right] | None = None
) -> Any:
    return {
        "first_name": first_name,
        "last_name": last_name,
        "function": function,
        "language": language,
        "role": role,
        "rights": [right.value for right in rights or []],
    }
