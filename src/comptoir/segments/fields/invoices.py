"""What can be asked of an invoice."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.core.money import CURRENCIES
from comptoir.invoicing.models import Reminder, ReminderQuerySet, Status
from comptoir.segments.asked import Asked
from comptoir.segments.fields import columns
from comptoir.segments.fields.of_customer import OF_CUSTOMER
from comptoir.segments.kinds import Choice, Date, Days, Field, Having, YesNo

_UNSETTLED = Q(status__in=[Status.DRAFT, Status.OUTSTANDING])
_HELD = _UNSETTLED & Q(on_hold_since__isnull=False)


def _overdue_for(asked: Asked, days: int) -> Q:
    return Q(status=Status.OUTSTANDING, due_on__lte=asked.days_ago(days))


def _reminded_since(asked: Asked, day: dt.date) -> Q:
    return Having((_sent(asked).filter(sent_at__gte=asked.start_of(day)), "invoice"))


def _ever_reminded(asked: Asked) -> Q:
    return Having((_sent(asked), "invoice"))


def _sent(asked: Asked) -> ReminderQuerySet:
    sent: ReminderQuerySet = Reminder.objects.of(asked.account).filter(state=Reminder.State.SENT)
    return sent


FIELDS: tuple[Field, ...] = (
    columns.one_of("status", _("Status"), "status", Status),
    columns.text("number", _("Number"), "invoice_number", optional=True),
    Days("overdue", _("Overdue"), at_least=_overdue_for),
    columns.day("due_on", _("Due date"), "due_on", ahead=True),
    columns.day("invoice_date", _("Invoice date"), "invoice_date"),
    columns.amount("total", _("Total"), "tax_inclusive"),
    columns.amount("due", _("Amount due"), "due"),
    YesNo(
        "partly_paid",
        _("Partly paid"),
        yes=lambda asked: Q(status=Status.OUTSTANDING) & (Q(paid_amount__gt=0) | Q(credited_amount__gt=0)),
    ),
    YesNo("on_hold", _("On hold"), yes=lambda asked: _HELD),
    Date(
        "on_hold_since",
        _("On hold since"),
        since=lambda asked, day: _UNSETTLED & Q(on_hold_since__gte=day),
        present=lambda asked: _HELD,
    ),
    Date("last_reminder", _("Last reminder"), since=_reminded_since, present=_ever_reminded),
    columns.moment("sent_on", _("Sent on"), "sent_at"),
    columns.moment("paid_on", _("Paid on"), "paid_at"),
    Choice(
        "currency",
        _("Currency"),
        known=lambda asked: dict(zip(CURRENCIES, CURRENCIES, strict=True)),
        equals=lambda asked, currency: Q(currency=currency),
    ),
    columns.key("department", _("Department"), "department", known=lambda asked: asked.departments),
    columns.text("order_number", _("Purchase order number"), "purchase_order_number", optional=True),
    columns.moment("made_on", pgettext_lazy("when", "Made on"), "created_at"),
    *OF_CUSTOMER,
)
