"""What a paused subscription has not billed, before somebody says what becomes of it."""

import datetime as dt
from dataclasses import dataclass

from comptoir.subscriptions.models import Subscription
from comptoir.subscriptions.periods import Period
from comptoir.subscriptions.records import skipped_ahead


@dataclass(frozen=True)
class Missed:
    """What a paused subscription has not billed, if it runs again on the day `on`."""

    subscription: Subscription
    on: dt.date
    periods: list[Period]
    """Those that began during the pause: a person chooses what becomes of them."""
    owed: list[Period]
    """Those that were due before the pause: they are billed whatever is chosen."""

    @property
    def current(self) -> Period | None:
        """The missed period that is running on that day."""
        return next((period for period in self.periods if period.ends_on >= self.on), None)

    @property
    def fingerprint(self) -> str:
        """Of all that is told above; another period missed gives another."""
        return f"{self.subscription.fingerprint} {len(self.owed)} {len(self.periods)}"


def missed(subscription: Subscription, *, on: dt.date) -> Missed:
    """What has not been billed because of the pause, if it ends on the day `on`. Nothing when it is not paused.

    A period that begins on that day or later is not missed, even if its invoice was to be made before. The days are
    those of `subscription.account`.
    """
    periods = subscription.missed_before(on)
    ahead = subscription.next_period if subscription.is_paused else None
    owed = []
    if ahead:
        paused_on = subscription.account.day(subscription.paused_at)  # type: ignore[arg-type]
        skipped = skipped_ahead(subscription)
        for period in subscription.schedule.since(subscription.periods_behind):
            if period.bill_on >= paused_on:
                break
            if period.starts_on not in skipped:
                owed.append(period)
    return Missed(subscription, on, periods, owed)
