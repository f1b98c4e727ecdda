"""What can be asked of a deal."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.deals.models import Status
from comptoir.segments.asked import Asked
from comptoir.segments.fields import columns
from comptoir.segments.fields.lists import active_users, users
from comptoir.segments.fields.of_customer import OF_CUSTOMER
from comptoir.segments.kinds import Field, Number, Text, YesNo


def _phases(asked: Asked) -> dict[str, str]:
    several = len({phase.pipeline_id for phase in asked.phases.values()}) > 1
    return {
        key: f"{phase.pipeline.name} › {phase.name}" if several else phase.name for key, phase in asked.phases.items()
    }


def _sources(asked: Asked) -> dict[str, str]:
    return {key: source.name for key, source in asked.sources.items()}


def _sources_offered(asked: Asked) -> dict[str, str]:
    return {key: source.name for key, source in asked.sources.items() if not source.is_archived}


def _reasons(asked: Asked) -> dict[str, str]:
    return {key: reason.name for key, reason in asked.lost_reasons.items()}


def _reasons_offered(asked: Asked) -> dict[str, str]:
    return {key: reason.name for key, reason in asked.lost_reasons.items() if not reason.is_archived}


def _needing_attention(asked: Asked) -> Q:
    """Open, and at rest in its phase as long as that allows."""
    resting: dict[int, list[str]] = defaultdict(list)
    for key, phase in asked.phases.items():
        resting[phase.attention_days].append(key)
    rested = Q(pk__in=[])
    for days, phases in resting.items():
        rested |= Q(phase__in=phases, last_activity_on__lte=asked.days_ago(days))
    return Q(status=Status.OPEN) & rested


def _last_active_since(asked: Asked, day: dt.date) -> Q:
    return Q(last_activity_on__gte=day)


FIELDS: tuple[Field, ...] = (
    columns.one_of("status", _("Status"), "status", Status),
    columns.key("phase", _("Phase"), "phase", known=_phases, gone=_("This phase no longer exists.")),
    Text(
        "title",
        _("Title or reference"),
        equals=lambda words: Q(search_text=words),
        contains=lambda words: Q(search_text__contains=words),
        starts_with=lambda words: Q(search_text__startswith=words),
    ),
    columns.amount("value", _("Value"), "estimated_value", optional=True),
    Number(
        "probability",
        _("Probability in %"),
        step=Decimal("0.01"),
        most=Decimal(100),
        at_least=lambda asked, percent: Q(estimated_probability__gte=percent / 100),
    ),
    columns.day("closing_date", _("Closing date"), "estimated_closing_date", ahead=True),
    columns.key(
        "responsible",
        _("Responsible"),
        "responsible_user",
        known=users,
        optional=True,
        still_offered=active_users,
        gone=_("This user no longer exists."),
    ),
    YesNo("attention", _("Needs attention"), yes=_needing_attention),
    columns.day("last_activity", _("Last activity"), "last_activity_on"),
    columns.key(
        "source",
        _("Source"),
        "source",
        known=_sources,
        optional=True,
        still_offered=_sources_offered,
        gone=_("This source no longer exists."),
    ),
    columns.key(
        "lost_reason",
        _("Reason for losing"),
        "lost_reason",
        known=_reasons,
        optional=True,
        still_offered=_reasons_offered,
        gone=_("This reason no longer exists."),
    ),
    columns.moment("closed_on", _("Closed on"), "closed_at"),
    columns.moment("made_on", pgettext_lazy("when", "Made on"), "created_at"),
    *OF_CUSTOMER,
)
