"""What becomes of a subscription that the nightly run could not bill: a task for a person, never silence."""

import datetime as dt
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.core.locales import long_day
from comptoir.followups.looking_after import who_looks_after
from comptoir.followups.models import Task
from comptoir.followups.tasks import add_task
from comptoir.invoicing.refusals import AmountTooLarge, EarlierThanLast, ForeignTaxRate, NegativeTotal
from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.refusals import ArchivedDepartment, ArchivedTaxRate, NoAddress, NoLines


def set_task(subscription_id: UUID, *, reason: Exception, on: dt.date, at: dt.datetime) -> None:
    """Ask the customer's account manager, else an owner, to look at it, once per period, saying why.

    The period stays due: the next run bills it when the cause is gone.
    """
    subscription = Subscription.objects.select_related(
        "account", "customer__account", "customer__responsible_user"
    ).get(pk=subscription_id)
    customer = subscription.customer
    assignee = who_looks_after([customer], account=subscription.account)[customer.pk]
    language = assignee.language if assignee else subscription.account.language
    with translation.override(language):
        title = _sentence(reason) % (
            {"title": subscription.title[:100], "customer": customer.name[:60]} | _facts(reason, language)
        )
    add_task(
        subscription.customer,
        title=title[:200],
        due_on=on,
        assignee=assignee,
        at=at,
        reason_key=_reason_key(subscription),
    )


def _sentence(reason: Exception) -> str:
    sentences = {
        ArchivedTaxRate: _("“%(title)s” could not be billed: one of its VAT rates is archived. Choose another."),
        ForeignTaxRate: _("“%(title)s” could not be billed: a VAT rate belongs to another department."),
        ArchivedDepartment: _("“%(title)s” could not be billed: its department is archived. Choose another."),
        NoAddress: _("“%(title)s” could not be billed: %(customer)s has no postal address. Add one."),
        NoLines: _("“%(title)s” could not be billed: it has no lines."),
        NegativeTotal: _("“%(title)s” could not be billed: its invoice would come to less than nothing."),
        AmountTooLarge: _("“%(title)s” could not be billed: its amount is too large."),
        EarlierThanLast: _("“%(title)s” could not be billed: invoice %(number)s already bears a later date, %(date)s."),
    }
    return sentences.get(type(reason), _("“%(title)s” could not be billed because of an error in Comptoir."))


def _facts(reason: Exception, language: str) -> dict[str, str]:
    if isinstance(reason, EarlierThanLast):
        return {"number": reason.last_number, "date": long_day(reason.last_date, language)}
    return {}


def open_task(subscription: Subscription) -> Task | None:
    """The task that is still open because its next period could not be billed."""
    if subscription.next_period_on is None:
        return None
    return Task.objects.of(subscription.account).open().filter(reason_key=_reason_key(subscription)).first()


def _reason_key(subscription: Subscription) -> str:
    return f"subscription.unbillable:{subscription.pk}:{subscription.next_period_on}"
