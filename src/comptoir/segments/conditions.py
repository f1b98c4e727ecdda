"""What rules ask of the database. Each starts from the small side: the open invoices, those who bear the tag."""

import datetime as dt
import uuid
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Left, Length, Round
from django.db.models.lookups import Contains, Exact, GreaterThanOrEqual

from comptoir.activities.models import Activity, ActivityQuerySet
from comptoir.customers.models import Address, AddressType, Customer
from comptoir.invoicing.models import Invoice
from comptoir.segments.asked import Asked
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
    return Q(pk__in=_primary_addresses().filter(country=country).values("customer"))


def with_address(asked: Asked) -> Q:
    """Who have a primary address."""
    return Q(Exists(_primary_addresses().filter(customer=OuterRef("pk"))))


def tagged(asked: Asked, tag: str) -> Q:
    """Who bear the tag."""
    return Q(pk__in=Customer.tags.through.objects.filter(tag_id=uuid.UUID(tag)).values("customer"))


def with_tags(asked: Asked) -> Q:
    """Who bear any tag."""
    return Q(Exists(Customer.tags.through.objects.filter(customer=OuterRef("pk"))))


def owing(asked: Asked, amount: Decimal) -> Q:
    """Who owe at least `amount` (above zero) in the account's currency; what is due in others is not converted."""
    outstanding = Invoice.objects.of(asked.account).outstanding().filter(currency=asked.account.currency)
    # Rounded because SQLite adds binary fractions.
    owed = outstanding.order_by().values("customer").annotate(owed=Round(Sum("due"), precision=2))
    return Q(pk__in=owed.filter(owed__gte=amount).values("customer"))


def overdue_for(asked: Asked, days: int) -> Q:
    """Who have an invoice that has been overdue for at least so many days (one or more)."""
    overdue = Invoice.objects.of(asked.account).overdue(on=asked.on).filter(due_on__lte=asked.days_ago(days))
    return Q(pk__in=overdue.values("customer"))


def with_invoices_on_hold(asked: Asked) -> Q:
    """Who have an unsettled invoice that is on hold."""
    return Q(pk__in=Invoice.objects.of(asked.account).on_hold().values("customer"))


def with_active_subscriptions(asked: Asked) -> Q:
    """Who will be billed again."""
    return Q(pk__in=Subscription.objects.of(asked.account).active().values("customer"))


def active_since(asked: Asked, moment: dt.datetime) -> Q:
    """On whose timeline something happened at `moment` or later."""
    return Q(Exists(_activities(asked).filter(at__gte=moment)))


def ever_active(asked: Asked) -> Q:
    """On whose timeline something ever happened."""
    return Q(Exists(_activities(asked)))


def _activities(asked: Asked) -> ActivityQuerySet:
    return Activity.objects.of(asked.account).filter(customer_id=OuterRef("pk"))


def _primary_addresses() -> "QuerySet[Address]":
    return Address.objects.filter(type=AddressType.PRIMARY)
