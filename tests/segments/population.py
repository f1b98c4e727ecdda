"""A crowd of customers with facts drawn at random, and with invoices, subscriptions and deals."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from comptoir.accounts.models import Account, User
from comptoir.activities.record import record
from comptoir.customers.models import Customer
from comptoir.deals.models import LostReason, Source
from tests import factories
from tests.factories import NOW, TODAY
from tests.segments.own_fields import fill, own_fields

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
CURRENCIES = ("EUR", "EUR", "USD")
REASONS = ("", "bankruptcy", "other")


class Crowd:
    """Draws customers of an account: of every kind, with and without everything a rule can ask for."""

    def __init__(self, account: Account, *, seed: int) -> None:
        self.account, self.draw = account, random.Random(seed)
        self.users: list[User | None] = [
            None,
            factories.a_user(account),
            factories.a_user(account, deactivated_at=NOW),
        ]
        self.company: Customer | None = None
        """The latest."""
        self.departments = [factories.the_department(account), factories.a_department(account)]
        self.own = {
            about: own_fields(account, about) for about in ("contact", "company", "invoice", "subscription", "deal")
        }

    def add(self) -> Customer:
        """One more, with what belongs to it."""
        draw = self.draw
        make = draw.choice((factories.a_company, factories.a_contact))
        gone = draw.random() < 0.3
        customer = make(
            self.account,
            draw.choice(NAMES),
            tags=tuple(draw.sample(("horeca", "retail", "VIP"), draw.randrange(3))),
            country=draw.choice(COUNTRIES),
            language=draw.choice(LANGUAGES),
            responsible_user=draw.choice(self.users),
            added_at=_a_moment(draw),
            deactivated_at=_a_moment(draw) if gone else None,
            deactivation_reason=draw.choice(REASONS) if gone else "",
            vat_number=draw.choice(("", "BE0417497106", "FR40303265045")),
            marketing_mails_consent=draw.random() < 0.5,
            no_reminders_since=draw.choice((None, None, TODAY)),
        )
        fill(draw, self.own[customer.kind], customer)
        if customer.is_company:
            self.company = customer
        elif self.company and draw.random() < 0.6:
            factories.a_link(customer, self.company)
        for _ in range(draw.choice((0, 0, 1, 2))):
            self._add_invoice(customer)
        for _ in range(draw.choice((0, 0, 1, 2))):
            self._add_subscription(customer)
        if draw.random() < 0.4:
            self._add_deal(customer)
        self._add_doings(customer)
        return customer

    def _add_invoice(self, customer: Customer) -> None:
        draw = self.draw
        facts: dict[str, Any] = {
            "total": draw.choice(AMOUNTS),
            "currency": draw.choice(CURRENCIES),
            "department": draw.choice(self.departments),
            "purchase_order_number": draw.choice(("", "PO-1", "midi 7")),
            "sent_at": draw.choice((None, _a_moment(draw))),
            "created_at": _a_moment(draw),
        }
        held, kind = draw.choice((None, TODAY, TODAY - dt.timedelta(days=31))), draw.randrange(5)
        if kind == 0:
            invoice = factories.a_draft(customer, on_hold_since=held, **facts)
        elif kind == 1:
            invoice = factories.a_paid_invoice(customer, on_hold=held, overdue_by=draw.choice((None, 31)), **facts)
        else:
            late = draw.choice((None, 0, 1, 29, 30, 31, 90))
            paid = draw.choice(("0", "0", "0.05"))
            invoice = factories.an_invoice(customer, overdue_by=late, on_hold=held, paid=paid, **facts)
        fill(draw, self.own["invoice"], invoice)
        if kind and invoice.department == self.departments[0] and draw.random() < 0.5:
            for days in draw.sample((7, 21), draw.randint(1, 2)):
                factories.a_reminder(invoice, days=days, state="sent", sent_at=_a_moment(draw))
            if draw.random() < 0.3:
                factories.a_reminder(invoice, days=35, state="withdrawn")

    def _add_subscription(self, customer: Customer) -> None:
        draw = self.draw
        unit, period = draw.choice((("week", 1), ("month", 1), ("month", 6), ("year", 1), ("year", 7)))
        facts: dict[str, Any] = {
            "title": draw.choice(("Terrace heating", "midi", "De luxe 50 %")),
            "unit": unit,
            "period": period,
            "total": draw.choice((*AMOUNTS, "1.49", "2.48")),
            "currency": draw.choice(CURRENCIES),
            "department": draw.choice(self.departments),
            "generation": draw.choice(("draft", "book")),
            "starts_on": dt.date(2026, 1, 1),
            "ends_on": draw.choice((None, None, TODAY + dt.timedelta(days=30))),
            "created_at": _a_moment(draw),
            "periods_behind": 1,
        }
        state = draw.randrange(5)
        next_on = draw.choice((TODAY, TODAY + dt.timedelta(days=1), dt.date(2026, 12, 24)))
        states: list[dict[str, Any]] = [
            {"next_on": next_on},
            {"next_on": next_on},
            {"next_on": None, "deactivates_on": dt.date(2026, 12, 1)},
            {"next_on": None, "deactivated_at": _a_moment(draw), "deactivation_reason": draw.choice(REASONS)},
            {"next_on": None},
        ]
        subscription = factories.a_subscription(customer, **facts | states[state])
        if state == 1:
            subscription.paused_at, subscription.bill_on = NOW, None
            subscription.save(update_fields=["paused_at", "bill_on"])
        fill(draw, self.own["subscription"], subscription)

    def _add_deal(self, customer: Customer) -> None:
        draw, account = self.draw, self.account
        status = draw.choice(("open", "open", "won", "lost"))
        source, reason = Source.objects.of(account).first(), LostReason.objects.of(account).first()
        deal = factories.a_deal(
            customer,
            draw.choice(("Nouvelle terrasse à Zoé", "midi", "50 %")),
            value=draw.choice((None, "0", *AMOUNTS)),
            currency=draw.choice(CURRENCIES),
            status=status,
            phase=factories.the_phase(account, draw.randint(1, 3)),
            inactive_for=draw.choice((0, 1, 29, 30, 31, 90)),
            estimated_probability=Decimal(draw.choice(("0", "0.3000", "0.3001", "1"))),
            estimated_closing_date=draw.choice(
                (None, TODAY - dt.timedelta(days=1), TODAY, TODAY + dt.timedelta(days=30))
            ),
            responsible_user=draw.choice(self.users),
            source=draw.choice((None, source)),
            closed_at=None if status == "open" else _a_moment(draw),
            lost_reason=draw.choice((None, reason)) if status == "lost" else None,
            created_at=_a_moment(draw),
        )
        fill(draw, self.own["deal"], deal)
        if draw.random() < 0.4:
            factories.a_quotation(deal, status=draw.choice(("open", "accepted")))

    def _add_doings(self, customer: Customer) -> None:
        draw = self.draw
        done = draw.choice(({}, {"completed_at": NOW, "completed_by": self.users[1]}))
        what = draw.randrange(8)
        if what == 0:
            factories.a_task(customer, None, **done)
        elif what == 1:
            factories.a_call(customer, None, **done)
        elif what == 2:
            factories.a_meeting(customer, at=_a_moment(draw), **done)
        for _ in range(draw.randrange(3)):
            with transaction.atomic():
                at, pk = _a_moment(draw), customer.pk
                record("customer.edited", account=self.account, by=None, at=at, subject=customer, customer_id=pk)


def a_crowd(account: Account, *, seed: int, size: int = 40) -> None:
    """`size` customers, with what belongs to them."""
    crowd = Crowd(account, seed=seed)
    for _ in range(size):
        crowd.add()


def _a_moment(draw: random.Random) -> dt.datetime:
    """Often just before or after midnight in Brussels, where days are easily taken for their neighbours."""
    day = TODAY - dt.timedelta(days=draw.choice((0, 1, 2, 29, 30, 31, 200)))
    hour, minute = draw.choice(((0, 0), (0, 30), (12, 0), (23, 30)))
    return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo("Europe/Brussels")).astimezone(dt.UTC)
