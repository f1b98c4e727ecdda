"""A crowd of customers with facts drawn at random, and what a plain reading of rules makes of them."""

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.activities.record import record
from comptoir.core.text import folded
from comptoir.customers.models import Customer
from tests import factories
from tests.factories import NOW, TODAY

NAMES = (
    "Brasserie du Midi SRL",
    "Café Zoé",
    "Müller & Söhne GmbH",
    "Anne Dubois",
    "Jan De Smet",
    "Zoé Müller",
    "50 % Off",
)
COUNTRIES = ("BE", "FR", "NL", "")
LANGUAGES = ("en", "fr", "nl", "de")
AMOUNTS = ("0.10", "0.20", "100.00", "121.00", "1000.00")


def a_crowd(account: Account, *, seed: int, size: int = 40) -> None:
    """`size` customers: of every kind, with and without everything a rule can ask for."""
    draw = random.Random(seed)
    users = [factories.a_user(account), factories.a_user(account, deactivated_at=NOW)]
    for _ in range(size):
        make = draw.choice((factories.a_company, factories.a_contact))
        gone = draw.random() < 0.3
        customer = make(
            account,
            draw.choice(NAMES),
            tags=tuple(draw.sample(("horeca", "retail", "VIP"), draw.randrange(3))),
            country=draw.choice(COUNTRIES),
            language=draw.choice(LANGUAGES),
            responsible_user=draw.choice([None, *users]),
            added_at=_a_moment(draw),
            deactivated_at=_a_moment(draw) if gone else None,
        )
        for _ in range(draw.choice((0, 0, 0, 1, 2, 3))):
            _a_document(draw, customer)
        if draw.random() < 0.3:
            factories.a_subscription(customer)
        if draw.random() < 0.2:
            factories.a_deactivated_subscription(customer)
        for _ in range(draw.randrange(3)):
            with transaction.atomic():
                at, pk = _a_moment(draw), customer.pk
                record("customer.edited", account=account, by=None, at=at, subject=customer, customer_id=pk)


def _a_moment(draw: random.Random) -> dt.datetime:
    """Often just before or after midnight in Brussels, where days are easily taken for their neighbours."""
    day = TODAY - dt.timedelta(days=draw.choice((0, 1, 2, 29, 30, 31, 200)))
    hour, minute = draw.choice(((0, 0), (0, 30), (12, 0), (23, 30)))
    return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo("Europe/Brussels")).astimezone(dt.UTC)


def _a_document(draw: random.Random, customer: Customer) -> None:
    facts: dict[str, Any] = {"total": draw.choice(AMOUNTS), "currency": draw.choice(("EUR", "EUR", "USD"))}
    held = draw.choice((None, TODAY))
    kind = draw.randrange(4)
    if kind == 0:
        factories.a_draft(customer, on_hold_since=held, **facts)
    elif kind == 1:
        factories.a_paid_invoice(customer, on_hold=held, **facts)
    else:
        factories.an_invoice(customer, overdue_by=draw.choice((None, 0, 1, 29, 30, 31, 90)), on_hold=held, **facts)


Facts = dict[Any, dict[str, Any]]


def plain_facts(account: Account, *, on: dt.date) -> Facts:
    """What rules can ask of each customer of the account, by its id."""
    return {customer.pk: _facts(customer, account, on) for customer in Customer.objects.of(account)}


def read_plainly(facts: Facts, *, match: str, rules: list[dict[str, str]], on: dt.date) -> set[Any]:
    """The ids of those whom the rules let in, one customer and one rule at a time, without the database's help."""
    combine = any if match == "any" else all
    return {key for key, known in facts.items() if combine(_lets_in(known[rule["field"]], rule, on) for rule in rules)}


def _lets_in(facts: Any, rule: dict[str, str], on: dt.date) -> bool:
    operator, text = rule["operator"], rule["value"]
    match operator:
        case "equals" if isinstance(facts, bool):
            return facts == (text == "yes")
        case "equals" if rule["field"] in ("name", "vat_number"):
            return bool(facts == folded(text))
        case "equals" if isinstance(facts, Decimal):
            return facts == Decimal(text)
        case "is_not" if rule["field"] in ("name", "vat_number"):
            return bool(facts != folded(text))
        case "equals" if isinstance(facts, set):
            return text in facts
        case "is_not" if isinstance(facts, set):
            return text not in facts
        case "equals" if isinstance(facts, dt.date):
            return facts == dt.date.fromisoformat(text)
        case "equals":
            return bool(facts == text)
        case "is_not":
            return bool(facts != text)
        case "is_empty":
            return facts in (None, "", set())
        case "is_filled":
            return facts not in (None, "", set())
    if facts is None:
        return False
    match operator:
        case "contains":
            return folded(text) in facts
        case "starts_with":
            return bool(facts.startswith(folded(text)))
        case "at_least":
            return bool(facts >= Decimal(text))
        case "at_most":
            return bool(facts <= Decimal(text))
        case "more_than":
            return bool(facts > Decimal(text))
        case "less_than":
            return bool(facts < Decimal(text))
        case "before":
            return bool(facts < dt.date.fromisoformat(text))
        case "after":
            return bool(facts > dt.date.fromisoformat(text))
        case "more_than_days_ago":
            return bool((on - facts).days > int(text))
        case "less_than_days_ago":
            return bool((on - facts).days < int(text))
    raise AssertionError(operator)


def _facts(customer: Customer, account: Account, on: dt.date) -> dict[str, Any]:
    invoices = list(customer.invoices.all())
    open_ones = [invoice for invoice in invoices if invoice.status == "outstanding"]
    late = [invoice.days_overdue(on=on) for invoice in open_ones if invoice.is_overdue(on=on)]
    home = customer.addresses.filter(type="primary").first()
    last = Activity.objects.filter(customer_id=customer.pk).order_by("-at").first()
    unsettled = [invoice for invoice in invoices if not invoice.is_settled]
    reminders = [reminder.sent_at for each in unsettled for reminder in each.reminders.filter(state="sent")]
    return {
        "vat_number": customer.vat_number.lower(),
        "marketing": customer.marketing_mails_consent,
        "deactivated_on": account.day(customer.deactivated_at) if customer.deactivated_at else None,
        "deactivation_reason": customer.deactivation_reason,
        "unsettled": bool(unsettled),
        "last_reminder": account.day(max(reminders)) if reminders else None,
        "no_reminders": customer.is_exempt,
        "open_work": any(_is_open(customer, account, on)),
        "active": customer.deactivated_at is None,
        "kind": customer.kind,
        "name": folded(customer.name),
        "tag": {str(tag.pk) for tag in customer.tags.all()},
        "country": home.country if home else None,
        "language": customer.language,
        "account_manager": str(customer.responsible_user_id) if customer.responsible_user_id else None,
        "outstanding": sum((i.due for i in open_ones if i.currency == account.currency), Decimal(0)),
        "overdue": max(late) if late else None,
        "on_hold": any(invoice.is_on_hold for invoice in invoices),
        "subscriptions": any(subscription.is_active for subscription in customer.subscriptions.all()),
        "added": account.day(customer.added_at),
        "last_activity": account.day(last.at) if last else None,
    }


def _is_open(customer: Customer, account: Account, on: dt.date) -> Iterator[bool]:
    yield any(deal.is_open for deal in customer.deals.all())
    yield any(quotation.is_open for quotation in customer.quotations.all())
    yield any(not task.is_done for task in customer.tasks.all())
    yield any(not call.is_done for call in customer.calls.all())
    yield any(not meeting.is_done and account.day(meeting.ends_at) >= on for meeting in customer.meetings.all())
