"""Segments that every account has from the first day. They are not rows: their names follow the reader's language."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.segments import fields
from comptoir.segments.models import About, Match, subjects_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class ReadyMade:
    """A segment under a slug instead of an id."""

    slug: str
    name: "StrPromise"
    rules: tuple[dict[str, str], ...]
    about: str = About.CUSTOMER
    match: str = Match.ALL
    besides: tuple[dict[str, str], ...] = ()
    """Rules that only count where the plan has what they ask about; elsewhere there is none of it."""

    @property
    def key(self) -> str:
        """What stands for it in an address."""
        return self.slug


def _rule(field: str, operator: str, value: str = "") -> dict[str, str]:
    return {"field": field, "operator": operator, "value": value}


READY_MADE = (
    ReadyMade("deactivated", _("Deactivated customers"), (_rule("active", "equals", "no"),)),
    ReadyMade("overdue-30-days", _("Overdue more than 30 days"), (_rule("overdue", "more_than", "30"),)),
    ReadyMade("overdue-60-days", _("Overdue more than 60 days"), (_rule("overdue", "more_than", "60"),)),
    ReadyMade("overdue-90-days", _("Overdue more than 90 days"), (_rule("overdue", "more_than", "90"),)),
    ReadyMade("invoices-on-hold", _("With invoices on hold"), (_rule("on_hold", "equals", "yes"),)),
    ReadyMade("active-subscriptions", _("With active subscriptions"), (_rule("subscriptions", "equals", "yes"),)),
    ReadyMade(
        "held-90-days",
        _("On hold more than 90 days"),
        (_rule("on_hold_since", "more_than_days_ago", "90"),),
        about=About.INVOICE,
    ),
    ReadyMade(
        "chased-though-deactivated",
        _("Outstanding with deactivated customers, not on hold"),
        (
            _rule("customer_active", "equals", "no"),
            _rule("status", "equals", "outstanding"),
            _rule("on_hold", "equals", "no"),
        ),
        about=About.INVOICE,
    ),
    ReadyMade(
        "billed-though-deactivated",
        _("Running for deactivated customers"),
        (_rule("customer_active", "equals", "no"), _rule("status", "equals", "running")),
        about=About.SUBSCRIPTION,
    ),
    ReadyMade(
        "closing-date-passed",
        _("Open past their closing date"),
        (_rule("status", "equals", "open"), _rule("closing_date", "more_than_days_ago", "0")),
        about=About.DEAL,
    ),
    ReadyMade(
        "to-deactivate-quiet",
        _("Nothing open, and nothing happened for 12 months"),
        (
            _rule("active", "equals", "yes"),
            _rule("last_activity", "more_than_days_ago", "365"),
            # Being added is an activity too. It is said because databases find by it whom they need not look into.
            _rule("added", "more_than_days_ago", "365"),
            _rule("unsettled", "equals", "no"),
            _rule("open_work", "equals", "no"),
            # What is done with a company stands on its own timeline, not on that of each of its persons.
            _rule("of_active_company", "equals", "no"),
        ),
        besides=(_rule("subscriptions", "equals", "no"),),
    ),
    ReadyMade(
        "to-deactivate-unpaid",
        _("Still overdue 90 days after the last reminder"),
        (
            _rule("active", "equals", "yes"),
            _rule("overdue", "more_than", "0"),
            _rule("last_reminder", "more_than_days_ago", "90"),
        ),
    ),
)

TO_DEACTIVATE = ("to-deactivate-quiet", "to-deactivate-unpaid")
"""Whom one might stop doing business with. Suggestions: a person decides."""


LATE_PAYERS = tuple(segment for segment in READY_MADE if segment.rules[0]["field"] == "overdue")
"""By how late they are: those of the later ones are in the earlier ones too."""


def ready_made(user: User) -> list[ReadyMade]:
    """Those that the plan of the user's account can answer, without those about what is hidden from the user."""
    subjects = subjects_of(user)
    mine = (_for(user, each) for each in READY_MADE if each.about in subjects)
    return [each for each in mine if _can_be_asked(each, user)]


def to_deactivate(user: User) -> list[ReadyMade]:
    """Those that suggest whom to deactivate."""
    return [each for each in ready_made(user) if each.slug in TO_DEACTIVATE]


def find(slug: str, *, by: User) -> ReadyMade | None:
    """The one of this slug, or None."""
    return next((segment for segment in ready_made(by) if segment.slug == slug), None)


def _for(user: User, segment: ReadyMade) -> ReadyMade:
    """The segment with those of its rules that count for the account."""
    known = fields.BY_NAME[segment.about]
    counting = [rule for rule in segment.besides if not (has := known[rule["field"]].module) or user.account.has(has)]
    return replace(segment, rules=(*segment.rules, *counting), besides=())


def _can_be_asked(segment: ReadyMade, user: User) -> bool:
    asked = (fields.BY_NAME[segment.about][rule["field"]] for rule in segment.rules)
    return all(field.why_not(user.account, user) is None for field in asked)
