"""A business's year, day by day, and a plain model of what must and must not have happened in it.

Every morning and several times a day the real worker looks; in between customers pay or do not, people hold, release,
credit, deactivate and reactivate, the mail server refuses, hangs up or is away, the worker stands still and the machine's
clock is wrong. The model knows only what people did and when. It shares no code with what it judges.
"""

import datetime as dt
import random
import re
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import format_currency

from comptoir.accounts.models import Account, User
from comptoir.activities.models import Activity
from comptoir.core.mail import transport
from comptoir.customers.models import Customer
from comptoir.invoicing import booking, by_hand, crediting, drafting, exempting, holds, payments
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import CreditNote, Invoice, Reminder, Status
from comptoir.jobs import working
from comptoir.lifecycle import deactivation
from comptoir.lifecycle.preview import preview
from comptoir.subscriptions.models import BilledPeriod, Generation, Subscription
from tests.factories import a_company, a_contact, a_subscription, a_user, an_account, the_department, the_vat
from tests.smtp import SmtpSink

HERE = ZoneInfo("Europe/Brussels")
STEPS = {7: "Reminder:", 21: "Overdue:", 35: "Final notice:"}
"""The usual schedule: days overdue, and how the letter's subject begins."""
INTERVAL = 5
"""Days between two reminders of one invoice, at least."""
MORNING = 8
CALM = 60
"""Days at the end without trouble, in which everything that is due arrives."""


@dataclass
class Bill:
    """What the model knows of an invoice. Moments are places in the order of events, not times of a clock that may err."""

    id: UUID
    number: str
    customer: UUID
    total: Decimal
    due_on: dt.date
    paid: Decimal = Decimal(0)
    credited: Decimal = Decimal(0)
    held: bool = False
    held_until: dt.date | None = None

    @property
    def due(self) -> Decimal:
        return self.total - self.paid - self.credited


@dataclass
class Told:
    """A reminder that reached the mail server."""

    message_id: str
    number: str
    subject: str
    body: str
    on: dt.date
    morning: dt.date
    """The day of the last morning that had come when it left."""
    due: Decimal
    due_on: dt.date
    was_held: bool
    was_exempt: bool


@dataclass
class Year:
    """The simulation. `live()` plays it; `faults()` says what went wrong, in words."""

    sink: SmtpSink
    customers: int
    days: int
    settings: Any
    seed: int = 1
    dropping: float = 0.05
    """How often the mail server hangs up after a message, by day."""
    begins_on: dt.date = dt.date(2026, 1, 1)
    bills: dict[UUID, Bill] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    """The activities that must be there, by kind."""
    expected_periods: Counter[UUID] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.account: Account = an_account()
        self.user: User = a_user(self.account)
        self.people: list[Customer] = []
        self.deactivated: set[UUID] = set()
        self.exempt: dict[UUID, dt.date | None] = {}
        """Customers without automatic reminders, and until when."""
        self.running: dict[UUID, dt.date] = {}
        """Active subscriptions: the first day of the next period."""
        self.at = dt.datetime.combine(self.begins_on, dt.time(6), HERE)
        self.skew = dt.timedelta()
        self.away = False
        self.mornings: set[dt.date] = set()
        self.taken = self.highest = 0

    # --- Time ---------------------------------------------------------------------------------------------

    def clock(self) -> dt.datetime:
        """What the machine believes."""
        return (self.at + self.skew).astimezone(dt.UTC)

    @property
    def today(self) -> dt.date:
        return self.clock().astimezone(HERE).date()

    @property
    def morning(self) -> dt.date:
        local = self.clock().astimezone(HERE)
        return local.date() if local.hour >= MORNING else local.date() - dt.timedelta(days=1)

    # --- The year -----------------------------------------------------------------------------------------

    def live(self) -> None:
        """Play every day."""
        for number in range(self.customers):
            make = a_company if number % 3 else a_contact
            person = make(self.account, f"Customer {number:04d}", email=f"c{number}@example.org")
            self.people.append(person)
            if number % 4 == 0:
                starts_on = self.begins_on + dt.timedelta(days=self.dice.randrange(40))
                starts_on = starts_on.replace(day=min(starts_on.day, 28))
                subscription = a_subscription(
                    person, next_on=starts_on, starts_on=starts_on, periods_behind=0, generation=Generation.BOOK
                )
                self.running[subscription.pk] = starts_on
        for day in range(self.days):
            self._trouble(is_calm=day >= self.days - CALM)
            midnight = dt.datetime.combine(self.begins_on + dt.timedelta(days=day), dt.time(), HERE)
            looks = sorted({MORNING * 60 + 5, *(self.dice.randrange(24 * 60) for __ in range(3))})
            for minute in looks:
                self.at = midnight + dt.timedelta(minutes=minute)
                for __ in range(self._how_many()):
                    self._something_happens()
                self._look()
            if day % 3 == 0:
                self._settle_the_uncertain()
        self.sink.behave()

    def _how_many(self) -> int:
        busy = self.customers / 40
        return int(busy) + (self.dice.random() < busy - int(busy))

    def _trouble(self, *, is_calm: bool) -> None:
        self.sink.behave()
        self.away, self.skew = False, dt.timedelta()
        self.settings.EMAIL_URL = self.sink.url
        what = 1.0 if is_calm else self.dice.random()
        if what < self.dropping:
            self.sink.drop_after_data()
        elif what < self.dropping + 0.03:
            self.sink.refuse("421 4.3.2 Try again later")
        elif what < self.dropping + 0.05:
            self.sink.refuse()
        elif what < self.dropping + 0.08:
            self.settings.EMAIL_URL = "smtp://127.0.0.1:9"
        elif what < self.dropping + 0.11:
            self.away = True
        elif what < self.dropping + 0.15:
            self.skew = dt.timedelta(minutes=self.dice.randrange(-150, 150))

    def _look(self) -> None:
        """The worker does what is due, all of it; then what arrived is told by the model's own facts."""
        if self.away:
            return
        self._expect_a_morning()
        with transport(self.settings.EMAIL_URL) as way_out:
            while working.look(way_out, stop=threading.Event(), clock=self.clock):
                pass
        self._learn_of_billed()
        by_number = (
            {bill.number: bill for bill in self.bills.values()} if self.taken < len(self.sink.deliveries) else {}
        )
        for delivery in self.sink.deliveries[self.taken :]:
            message = delivery.message
            subject = str(message["Subject"])
            number = re.search(r"\d{4}/\d+", subject)
            assert number is not None
            bill = by_number[number[0]]
            self.told.append(
                Told(
                    message_id=str(message["Message-ID"]),
                    number=bill.number,
                    subject=subject,
                    body=message.get_content(),
                    on=self.today,
                    morning=self.morning,
                    due=bill.due,
                    due_on=bill.due_on,
                    was_held=bill.held,
                    was_exempt=bill.customer in self.exempt,
                )
            )
        self.taken = len(self.sink.deliveries)

    # --- What people do -----------------------------------------------------------------------------------

    def _something_happens(self) -> None:
        deeds = {
            self._book: 6,
            self._pay: 6,
            self._hold: 2,
            self._release: 2,
            self._credit: 1,
            self._remove_a_payment: 1,
            self._deactivate: 1,
            self._reactivate: 1,
            self._exempt: 1,
            self._chase_again: 1,
        }
        self.dice.choices(list(deeds), list(deeds.values()))[0]()

    def _book(self) -> None:
        person = self.dice.choice(self.people)
        price = Decimal(self.dice.randrange(100, 500_000)) / 100
        line = LineData("Work", price, the_vat(self.account))
        draft = drafting.draft(
            account=self.account,
            department=the_department(self.account),
            customer=person,
            by=self.user,
            at=self.clock(),
            lines=[line],
            payment_days=self.dice.choice([0, 8, 14, 30]),
        )
        last = Invoice.objects.filter(number__isnull=False).order_by("-invoice_date").first()
        on = max(self.today, last.invoice_date) if last and last.invoice_date else self.today
        self._know(booking.book(draft, by=self.user, at=self.clock(), on=on))
        self.counted["invoice.drafted"] += 1
        self.counted["invoice.booked"] += 1

    def _know(self, invoice: Invoice) -> None:
        assert invoice.due_on is not None
        assert invoice.number is not None
        self.highest = max(self.highest, invoice.number)
        self.bills[invoice.pk] = Bill(
            invoice.pk, invoice.invoice_number, invoice.customer_id, invoice.tax_inclusive, invoice.due_on
        )

    def _one(self, **facts: Any) -> Bill | None:
        found = [bill for bill in self.bills.values() if all(getattr(bill, k) == v for k, v in facts.items())]
        return self.dice.choice(found) if found else None

    def _open(self) -> Bill | None:
        found = [bill for bill in self.bills.values() if bill.due > 0]
        return self.dice.choice(found) if found else None

    def _pay(self) -> None:
        if bill := self._open():
            amount = bill.due if self.dice.random() < 0.6 else max(Decimal("0.01"), round(bill.due / 3, 2))
            invoice = Invoice.objects.get(pk=bill.id)
            payments.register(invoice, amount=amount, paid_on=self.today, by=self.user, at=self.clock())
            bill.paid += amount
            self.counted["invoice.payment_registered"] += 1

    def _remove_a_payment(self) -> None:
        bill = self.dice.choice([bill for bill in self.bills.values() if bill.paid] or [None])
        if bill:
            payment = Invoice.objects.get(pk=bill.id).payments.order_by("created_at", "id").first()
            assert payment is not None
            payments.remove(payment, by=self.user, at=self.clock())
            bill.paid -= payment.amount
            self.counted["invoice.payment_removed"] += 1

    def _hold(self) -> None:
        bill = self._open()
        if bill and not bill.held:
            until = self.today + dt.timedelta(days=self.dice.randrange(1, 40)) if self.dice.random() < 0.5 else None
            holds.put_on_hold(Invoice.objects.get(pk=bill.id), by=self.user, at=self.clock(), until=until)
            bill.held, bill.held_until = True, until
            self.counted["invoice.put_on_hold"] += 1

    def _release(self) -> None:
        bill = self._one(held=True)
        if bill:
            holds.release(Invoice.objects.get(pk=bill.id), by=self.user, at=self.clock())
            bill.held, bill.held_until = False, None
            self.counted["invoice.released"] += 1

    def _credit(self) -> None:
        if (bill := self._open()) and self.dice.random() < 0.3:
            last = CreditNote.objects.order_by("-credit_note_date").first()
            on = max(self.today, last.credit_note_date) if last else self.today
            crediting.credit(Invoice.objects.get(pk=bill.id), by=self.user, at=self.clock(), on=on)
            bill.credited = bill.total
            self.counted["invoice.credited"] += 1

    def _deactivate(self) -> None:
        person = self.dice.choice(self.people)
        if person.pk in self.deactivated or self.dice.random() < 0.5:
            return
        hold, end = self.dice.random() < 0.7, self.dice.random() < 0.5
        shown = preview(person, at=self.clock())
        deactivation.deactivate(
            person,
            by=self.user,
            at=self.clock(),
            hold_invoices=hold,
            end_subscriptions=end,
            fingerprint=shown.fingerprint,
        )
        self.deactivated.add(person.pk)
        self.counted["customer.deactivated"] += 1
        for bill in self.bills.values():
            if hold and bill.customer == person.pk and bill.due > 0:
                bill.held = True
        if end:
            for pk in Subscription.objects.filter(customer=person).values_list("pk", flat=True):
                self.running.pop(pk, None)

    def _reactivate(self) -> None:
        if self.deactivated and self.dice.random() < 0.7:
            pk = self.dice.choice(sorted(self.deactivated))
            deactivation.reactivate(Customer.objects.get(pk=pk), by=self.user, at=self.clock())
            self.deactivated.discard(pk)
            self.counted["customer.reactivated"] += 1

    def _exempt(self) -> None:
        person = self.dice.choice(self.people)
        if person.pk not in self.exempt and self.dice.random() < 0.5:
            until = self.today + dt.timedelta(days=self.dice.randrange(1, 40)) if self.dice.random() < 0.7 else None
            exempting.exempt(person, by=self.user, at=self.clock(), until=until)
            self.exempt[person.pk] = until
            self.counted["customer.exempted"] += 1

    def _chase_again(self) -> None:
        if self.exempt:
            pk = self.dice.choice(sorted(self.exempt))
            exempting.chase_again(Customer.objects.get(pk=pk), by=self.user, at=self.clock())
            del self.exempt[pk]
            self.counted["customer.chased_again"] += 1

    def _settle_the_uncertain(self) -> None:
        for reminder in Reminder.objects.uncertain():
            by_hand.mark_as_sent(reminder, by=self.user, at=self.clock())
            self.counted["reminder.found_sent"] += 1

    # --- What the worker must do --------------------------------------------------------------------------

    def _expect_a_morning(self) -> None:
        """After a morning has come, every period that has begun is billed, and holds whose end came are over."""
        if self.morning != self.today or self.today in self.mornings:
            return
        self.mornings.add(self.today)
        for bill in self.bills.values():
            if bill.held_until and bill.held_until <= self.today:
                bill.held, bill.held_until = False, None
                self.counted["invoice.released"] += 1
        for pk, until in list(self.exempt.items()):
            if until and until <= self.today:
                del self.exempt[pk]
                self.counted["customer.chased_again"] += 1
        for pk, next_on in list(self.running.items()):
            while next_on <= self.today:
                self.expected_periods[pk] += 1
                next_on = (next_on.replace(day=1) + dt.timedelta(days=32)).replace(day=next_on.day)
            self.running[pk] = next_on

    def _learn_of_billed(self) -> None:
        # The year lies in one fiscal year, so that whatever was booked since has a higher number.
        for invoice in Invoice.objects.filter(number__gt=self.highest):
            self._know(invoice)
            self.counted["invoice.booked"] += 1
            self.counted["subscription.billed"] += 1

    # --- The judgement ------------------------------------------------------------------------------------

    def faults(self) -> list[str]:
        """Every guarantee that did not hold, in words; empty when all did."""
        return [
            *self._silence(),
            *self._once(),
            *self._no_burst(),
            *self._right_letter(),
            *self._arrived_in_the_end(),
            *self._nothing_lost(),
            *self._numbers(),
            *self._billed_once(),
        ]

    def _silence(self) -> list[str]:
        return [
            f"G1: {each.number} was reminded on {each.on} while {'on hold' if each.was_held else 'spared'}"
            for each in self.told
            if each.was_held or each.was_exempt
        ]

    def _once(self) -> list[str]:
        letters = Counter(each.message_id for each in self.told)
        steps = Counter((each.number, each.subject) for each in self.told)
        return [f"G2: {what} was sent {times} times" for what, times in (letters | steps).items() if times > 1]

    def _no_burst(self) -> list[str]:
        days: dict[str, list[dt.date]] = defaultdict(list)
        for each in self.told:
            days[each.number].append(each.on)
        return [
            f"G8: {number} was reminded on {first} and on {second}"
            for number, its in days.items()
            for first, second in pairwise(its)
            if (second - first).days < INTERVAL
        ]

    def _right_letter(self) -> list[str]:
        faults = []
        for each in self.told:
            overdue = (each.morning - each.due_on).days
            due = [days for days in STEPS if days <= overdue]
            if not due or not each.subject.startswith(STEPS[max(due)]):
                faults.append(f"G8: {each.number}, {overdue} days overdue, was sent “{each.subject}”")
            if each.due <= 0:
                faults.append(f"{each.number} was reminded on {each.on} with nothing due")
            elif format_currency(each.due, "EUR", locale="en") not in each.body:
                faults.append(f"{each.number} was not asked for {each.due} on {each.on}")
        return faults

    def _arrived_in_the_end(self) -> list[str]:
        """What has been chased through the calm weeks at the end got its last letter."""
        last = self.today - dt.timedelta(days=CALM - 10)
        final = {each.number for each in self.told if each.subject.startswith(STEPS[35])}
        quiet = set(
            Activity.objects.filter(
                kind__in=["invoice.released", "invoice.payment_removed"], at__date__gte=last
            ).values_list("effects__invoice__number", flat=True)
        )
        spared = set(
            Activity.objects.filter(kind="customer.chased_again", at__date__gte=last).values_list(
                "customer_id", flat=True
            )
        )
        return [
            f"{bill.number}, due on {bill.due_on}, never got its last letter"
            for bill in self.bills.values()
            if bill.due > 0 and not bill.held and bill.customer not in self.exempt
            if bill.due_on + dt.timedelta(days=35) <= last
            if bill.number not in final and bill.number not in quiet and bill.customer not in spared
        ]

    def _nothing_lost(self) -> list[str]:
        arrived = len(self.told)
        kinds = Counter(Activity.objects.filter(account=self.account).values_list("kind", flat=True))
        if kinds["reminder.sent"] + kinds["reminder.uncertain"] != arrived:
            yield_of = kinds["reminder.sent"], kinds["reminder.uncertain"]
            return [f"G4: {arrived} reminders arrived, {yield_of} are told of"]
        return [
            f"G4: {kinds[kind]} × {kind} are told of, {times} happened"
            for kind, times in self.counted.items()
            if kinds[kind] != times
        ]

    def _numbers(self) -> list[str]:
        faults = []
        for year in {invoice.fiscal_year for invoice in Invoice.objects.filter(number__isnull=False)}:
            given = sorted(Invoice.objects.filter(fiscal_year=year).values_list("number", flat=True))
            if given != list(range(1, len(given) + 1)):
                faults.append(f"G5: the numbers of {year} have a gap or a duplicate")
        return faults

    def _billed_once(self) -> list[str]:
        billed = {
            subscription.pk: BilledPeriod.objects.filter(subscription=subscription).count()
            for subscription in Subscription.objects.all()
        }
        return [
            f"G2, G3: subscription {pk} was billed {times} times instead of {self.expected_periods[pk]}"
            for pk, times in billed.items()
            if times != self.expected_periods[pk]
        ]

    def in_brief(self) -> str:
        """What happened, in one line."""
        outstanding = Invoice.objects.filter(status=Status.OUTSTANDING).count()
        deeds = ", ".join(f"{times} × {kind}" for kind, times in sorted(self.counted.items()))
        return f"{len(self.bills)} invoices, {len(self.told)} reminders, {outstanding} outstanding at the end; {deeds}"
