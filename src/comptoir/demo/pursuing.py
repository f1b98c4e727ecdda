"""How the demo's deals came to where they are."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from comptoir.deals import moving, records
from comptoir.deals.models import Deal, LostReason, Phase, Source
from comptoir.demo.offering import offer
from comptoir.demo.prospects import Offer, Prospect
from comptoir.demo.stage import Stage


def plan(stage: Stage, prospects: Sequence[Prospect]) -> None:
    """Put the making of every deal on the agenda, its way through the phases, its quotations and its end."""
    # Of its own, so that a deal more changes nothing else in the story.
    rng = Random("prospects")
    phases = list(Phase.objects.of(stage.account).filter(pipeline__is_default=True))
    for prospect in prospects:
        _Pursuit(stage, prospect, phases, rng).plan()


class _Pursuit:
    """One deal and who pursues it."""

    def __init__(self, stage: Stage, prospect: Prospect, phases: list[Phase], rng: Random) -> None:
        self.stage, self.prospect, self.phases, self.rng = stage, prospect, phases, rng
        self.by: User = stage.staff[prospect.by]
        self.deal: Deal

    def plan(self) -> None:
        prospect = self.prospect
        self.stage.put_at(self.moment(prospect.days_ago), self.begin)
        steps = range(2, prospect.phase + 1)
        for place, step in enumerate(steps, start=1):
            since = prospect.days_ago - (prospect.days_ago - prospect.moved) * place // len(steps)
            self.stage.put_at(self.moment(since), partial(self.enter, step))
        for each in prospect.offers:
            self.stage.put_at(self.moment(each.days_ago), partial(self.offer, each))
        if prospect.outcome:
            self.stage.put_at(self.moment(prospect.ended), self.end)

    def moment(self, days_ago: int) -> dt.datetime:
        """Some time during the office hours of that day, or of the Friday before."""
        minute = self.rng.randrange(9 * 60, 17 * 60)
        on = self.stage.days_ago(days_ago)
        local = dt.datetime.combine(on, dt.time(minute // 60, minute % 60), ZoneInfo(self.stage.account.time_zone))
        return local.astimezone(dt.UTC)

    def begin(self, at: dt.datetime) -> None:
        prospect, customer = self.prospect, self.stage.customers[self.prospect.customer]
        sources = list(Source.objects.of(self.stage.account).order_by("pk"))
        self.deal = records.add_deal(
            customer,
            title=prospect.title,
            by=self.by,
            at=at,
            estimated_value=None if prospect.value is None else Decimal(prospect.value),
            currency=prospect.currency,
            estimated_closing_date=self._closing(),
            contact_person=self._contact(),
            source=sources[prospect.source - 1],
        )

    def enter(self, step: int, at: dt.datetime) -> None:
        moving.move(self.deal, to=self.phases[step - 1], by=self.by, at=at)

    def offer(self, told: Offer, at: dt.datetime) -> None:
        offer(self.stage, self.deal, told, by=self.by, at=at, moment=self.moment)

    def end(self, at: dt.datetime) -> None:
        if self.prospect.outcome == "won":
            moving.win(self.deal, by=self.by, at=at)
        else:
            reasons = LostReason.objects.of(self.stage.account).order_by("pk")
            reason = reasons[self.prospect.reason - 1]
            moving.lose(self.deal, by=self.by, at=at, reason=reason, remark=self.prospect.remark)

    def _closing(self) -> dt.date | None:
        days = self.prospect.closing
        return None if days is None else self.stage.today + dt.timedelta(days=days)

    def _contact(self) -> Customer | None:
        return self.stage.customers[self.prospect.contact] if self.prospect.contact else None
