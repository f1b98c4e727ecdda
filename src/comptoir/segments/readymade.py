"""Segments that every account has from the first day. They are not rows: their names follow the reader's language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import User
from comptoir.segments.models import Match
from comptoir.segments.rules import BY_NAME, fields_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class ReadyMade:
    """A segment of one rule, under a slug instead of an id."""

    slug: str
    name: "StrPromise"
    rule: dict[str, str]
    match: str = Match.ALL

    @property
    def rules(self) -> list[dict[str, str]]:
        """Its rules, as a segment of one's own has them."""
        return [self.rule]

    @property
    def key(self) -> str:
        """What stands for it in an address."""
        return self.slug


def _rule(field: str, operator: str, value: str) -> dict[str, str]:
    return {"field": field, "operator": operator, "value": value}


READY_MADE = (
    ReadyMade("deactivated", _("Deactivated customers"), _rule("active", "equals", "no")),
    ReadyMade("overdue-30-days", _("Overdue more than 30 days"), _rule("overdue", "more_than", "30")),
    ReadyMade("overdue-60-days", _("Overdue more than 60 days"), _rule("overdue", "more_than", "60")),
    ReadyMade("overdue-90-days", _("Overdue more than 90 days"), _rule("overdue", "more_than", "90")),
    ReadyMade("invoices-on-hold", _("With invoices on hold"), _rule("on_hold", "equals", "yes")),
    ReadyMade("active-subscriptions", _("With active subscriptions"), _rule("subscriptions", "equals", "yes")),
)


LATE_PAYERS = tuple(segment for segment in READY_MADE if segment.rule["field"] == "overdue")
"""By how late they are: those of the later ones are in the earlier ones too."""


def ready_made(user: User) -> list[ReadyMade]:
    """Those that the plan of the user's account can answer, without those about what is hidden from the user."""
    fields = fields_of(user.account, user)
    return [segment for segment in READY_MADE if BY_NAME[segment.rule["field"]] in fields]


def find(slug: str, *, by: User) -> ReadyMade | None:
    """The one of this slug, or None."""
    return next((segment for segment in ready_made(by) if segment.slug == slug), None)
