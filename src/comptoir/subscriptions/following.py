"""Subscriptions that follow what changes at their customer."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from comptoir.customers.models import Customer


def follow_payment_term(
    customer: Customer, *, at: dt.datetime, among: Collection[UUID] | None = None
) -> list[dict[str, object]]:
    """Give the customer's active subscriptions, or only those `among` them, its payment term, and name them.

    The verb that changes the customer records the activity.
    """
    active = customer.subscriptions.active()
    if among is not None:
        active = active.filter(pk__in=among)
    named = [
        {"id": pk, "title": title} for pk, title in active.order_by("pk").select_for_update().values_list("pk", "title")
    ]
    active.update(payment_term=customer.payment_term, payment_days=customer.payment_days, updated_at=at)
    return named
