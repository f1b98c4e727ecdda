"""What rules ask of customers. Each starts from the small side: the open invoices, those who bear the tag."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Left, Length, Round
from django.db.models.lookups import Contains, Exact, GreaterThanOrEqual

from comptoir.activities.models import Activity, ActivityQuerySet
from comptoir.customers.models import Address, AddressType, Customer, Link
from comptoir.deals.models import Deal
from comptoir.followups.models import Call, Meeting, Task
from comptoir.invoicing.models import Invoice, Reminder, ReminderQuerySet, Status
from comptoir.quotations.models import Quotation
from comptoir.segments.asked import Asked
from comptoir.segments.kinds import EVERYTHING, Having
from comptoir.subscriptions.models import Subscription

# The search text begins with the folded name, which is as long as the name to sort by: the same words in another order.
_NAME = Left("search_text", Length("sort_name"))


def named(name: str) -> Q:
    """Whose whole name this is."""
    return Q(search_text__startswith=name) & Q(Exact(_NAME, name))


def name_contains(words: str) -> Q:
    """In whose name these words are. The first half is what the search index answers."""
    return Q(search_text__contains=words) & Q(Contains(_NAME, words))


def name_starts_with(words: str) -> Q:
    """Whose name begins so."""
    return Q(search_text__startswith=words) & Q(GreaterThanOrEqual(Length("sort_name"), len(words)))


def in_country(asked: Asked, country: str) -> Q:
    """Whose primary address is there."""
    return Having((_primary_addresses().filter(country=country), "customer"))


def with_address(asked: Asked) -> Q:
    """Who have a primary address."""
    return Q(Exists(_primary_addresses().filter(customer=OuterRef("pk"))))


def tagged(asked: Asked, tag: str) -> Q:
    """Who bear the tag."""
    return Having((Customer.tags.through.objects.filter(tag_id=uuid.UUID(tag)), "customer"))


def with_tags(asked: Asked) -> Q:
    """Who bear any tag."""
    return Q(Exists(Customer.tags.through.objects.filter(customer=OuterRef("pk"))))


def owing(asked: Asked, amount: Decimal) -> Q:
    """Who owe at least `amount` in the account's currency; what is due in others is not converted."""
    if amount <= 0:
        return EVERYTHING
    outstanding = Invoice.objects.of(asked.account).outstanding().filter(currency=asked.account.currency)
    # Rounded because SQLite adds binary fractions.
    owed = outstanding.order_by().values("customer").annotate(owed=Round(Sum("due"), precision=2))
    return Having((owed.filter(owed__gte=amount), "customer"))


def overdue_for(asked: Asked, days: int) -> Q:
    """Who have an invoice that has been overdue for at least so many days (one or more)."""
    overdue = Invoice.objects.of(asked.account).overdue(on=asked.on).filter(due_on__lte=asked.days_ago(days))
    return Having((overdue, "customer"))


def with_invoices_on_hold(asked: Asked) -> Q:
    """Who have an unsettled invoice that is on hold."""
    return Having((Invoice.objects.of(asked.account).on_hold(), "customer"))


def with_active_subscriptions(asked: Asked) -> Q:
    """Who will be billed again."""
    return Having((Subscription.objects.of(asked.account).active(), "customer"))


def active_since(asked: Asked, day: dt.date) -> Q:
    """On whose timeline something happened on `day` or later."""
    return Q(Exists(_activities(asked).filter(at__gte=asked.start_of(day))))


def ever_active(asked: Asked) -> Q:
    """On whose timeline something ever happened."""
    return Q(Exists(_activities(asked)))


def with_unsettled_invoices(asked: Asked) -> Q:
    """Who have an invoice that is not settled, be it a draft."""
    return Having((Invoice.objects.of(asked.account).unsettled(), "customer"))


def reminded_since(asked: Asked, day: dt.date) -> Q:
    """Who were sent a reminder on `day` or later, for an invoice that is still not settled."""
    return Having((_sent_reminders(asked).filter(sent_at__gte=asked.start_of(day)), "invoice__customer"))


def ever_reminded(asked: Asked) -> Q:
    """Who were ever sent one for such an invoice."""
    return Having((_sent_reminders(asked), "invoice__customer"))


def with_open_work(asked: Asked) -> Q:
    """With whom a deal, a quotation, a task, a call or a meeting of today or later is open."""
    account = asked.account
    kinds: list[QuerySet[Any]] = [
        Deal.objects.of(account).open(),
        Quotation.objects.of(account).open(),
        Task.objects.of(account).open().filter(customer__isnull=False),
        Call.objects.of(account).open(),
        Meeting.objects.of(account).open().filter(customer__isnull=False, ends_at__gte=asked.start_of(asked.on)),
    ]
    return Having(*((rows, "customer") for rows in kinds))


def of_an_active_company(asked: Asked) -> Q:
    """Persons of a company that business is done with."""
    return Q(Exists(Link.objects.filter(contact=OuterRef("pk"), company__deactivated_at__isnull=True)))


def _sent_reminders(asked: Asked) -> ReminderQuerySet:
    sent: ReminderQuerySet = Reminder.objects.of(asked.account).filter(state=Reminder.State.SENT)
    return sent.filter(invoice__status__in=[Status.DRAFT, Status.OUTSTANDING])


def _activities(asked: Asked) -> ActivityQuerySet:
    return Activity.objects.of(asked.account).filter(customer_id=OuterRef("pk"))


def _primary_addresses() -> "QuerySet[Address]":
    return Address.objects.filter(type=AddressType.PRIMARY)
