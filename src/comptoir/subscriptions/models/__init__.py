"""Subscriptions: what is billed again and again until it is told to end."""

from comptoir.subscriptions.models.indexation import Indexation, IndexedSubscription, Rounding
from comptoir.subscriptions.models.line import SubscriptionLine
from comptoir.subscriptions.models.movement import Movement
from comptoir.subscriptions.models.periods import BilledPeriod, SkippedPeriod
from comptoir.subscriptions.models.subscription import (
    DAYS_IN_ADVANCE,
    PERIODS,
    Generation,
    MissedPeriods,
    Subscription,
    SubscriptionQuerySet,
    Unit,
)

__all__ = [
    "DAYS_IN_ADVANCE",
    "PERIODS",
    "BilledPeriod",
    "Generation",
    "Indexation",
    "IndexedSubscription",
    "MissedPeriods",
    "Movement",
    "Rounding",
    "SkippedPeriod",
    "Subscription",
    "SubscriptionLine",
    "SubscriptionQuerySet",
    "Unit",
]
