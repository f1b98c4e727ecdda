"""Cycles, days and refusals in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.invoicing.refusals import Refusal as LineRefusal
from comptoir.subscriptions import refusals
from comptoir.subscriptions.models import DAYS_IN_ADVANCE, PERIODS, Generation, Subscription, Unit
from comptoir.web import speech
from comptoir.web.invoicing.words import sentence as lines_sentence


def cycle(unit: str, period: int) -> str:
    """`monthly`, `every 3 months`."""
    if unit == Unit.WEEK:
        sentence = ngettext("weekly", "every %(number)s weeks", period)
    elif unit == Unit.MONTH:
        sentence = ngettext("monthly", "every %(number)s months", period)
    else:
        sentence = ngettext("yearly", "every %(number)s years", period)
    return sentence % {"number": period}


def in_advance(days: int) -> str:
    """When the invoice of a period is made, seen from its first day."""
    if not days:
        return _("on the first day of the period")
    return ngettext("%(days)s day before the period begins", "%(days)s days before the period begins", days) % {
        "days": days
    }


def generation(what: str) -> str:
    """What the nightly run does with a period that is due, and what is left to do for a person."""
    if what == Generation.DRAFT:
        return _("Make a draft: somebody looks at it and books it.")
    if what == Generation.BOOK_AND_SEND:
        return _("Book the invoice and send it by e-mail at once.")
    return _("Book the invoice: it gets its number and is reminded when it is overdue.")


def cycle_choices() -> list[tuple[str, str]]:
    """Every cycle there is, as one select offers them."""
    return [(f"{unit} {period}", cycle(unit, period)) for unit, periods in PERIODS.items() for period in periods]


def in_advance_choices() -> list[tuple[int, str]]:
    """The days in advance that can be chosen."""
    return [(days, in_advance(days)) for days in DAYS_IN_ADVANCE]


def generation_choices() -> list[tuple[str, str]]:
    """What a period can become."""
    return [(what, generation(what)) for what in Generation.values]


SENTENCES: dict[type[Exception], Any] = {
    refusals.NotInPlan: gettext_lazy("Your plan has no subscriptions."),
    refusals.SubscriptionDeactivated: gettext_lazy(
        "This subscription was deactivated, which is for good. Make a new one with “Duplicate as new”."
    ),
    refusals.SubscriptionEnded: gettext_lazy("This subscription has run out, so there is nothing to pause."),
    refusals.PauseEndsTooEarly: gettext_lazy("Choose a day after today."),
    refusals.ChangedMeanwhile: gettext_lazy(
        "Somebody changed this subscription, or a period was billed, while you were typing. Saving again replaces what "
        "they wrote."
    ),
    refusals.FrozenAfterFirstInvoice: gettext_lazy(
        "The start and the billing cycle are fixed since the first invoice."
    ),
    refusals.UnknownCycle: gettext_lazy("There is no such billing cycle."),
    refusals.StartsOutOfReach: gettext_lazy("This day is too far away. Is the year right?"),
    refusals.EndsBeforeItStarts: gettext_lazy(
        "It would end before it starts. Choose a later day, or leave this empty."
    ),
    refusals.NoLines: gettext_lazy("Add at least one line: there is nothing to bill yet."),
    refusals.NegativeAmount: gettext_lazy("Its invoices would come to less than zero."),
    refusals.ArchivedTaxRate: gettext_lazy("A VAT rate is archived. Choose another one in that line."),
    refusals.NoSuchIndexation: gettext_lazy("No price would change like this. Are the numbers right?"),
    refusals.NothingToIndex: gettext_lazy("None of these subscriptions would change, so nothing has been done."),
    refusals.ArchivedDepartment: gettext_lazy("This department is archived. Choose another."),
}
FIELDS: dict[type[Exception], str] = {
    refusals.PauseEndsTooEarly: "until",
    refusals.UnknownCycle: "cycle",
    refusals.StartsOutOfReach: "starts_on",
    refusals.EndsBeforeItStarts: "ends_on",
    refusals.ArchivedDepartment: "department",
}


def sentence(refusal: Exception) -> str:
    """Why it was refused, and what to do, for people."""
    if isinstance(refusal, LineRefusal):
        return lines_sentence(refusal)
    return str(SENTENCES[type(refusal)])


def field_of(refusal: Exception) -> str | None:
    """The field beside which the refusal is said; None: on top of the form."""
    return FIELDS.get(type(refusal))


def saved(subscription: Subscription) -> str:
    """What was saved, and what comes of it."""
    if subscription.is_paused:
        return _("“%(title)s” saved. It is paused.") % {"title": subscription.title}
    if subscription.bill_on is None:
        return _("“%(title)s” saved. Nothing more is billed from it.") % {"title": subscription.title}
    return _("“%(title)s” saved. The next invoice, %(amount)s, is made on %(day)s.") % {
        "title": subscription.title,
        "amount": speech.money(subscription.tax_inclusive, subscription.currency),
        "day": speech.day(subscription.bill_on, "long"),
    }
