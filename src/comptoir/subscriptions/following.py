"""Subscriptions that follow what changes at their customer."""

import datetime as dt

from comptoir.customers.models import Customer


def follow_payment_term(customer: Customer, *, at: dt.datetime) -> list[dict[str, object]]:
    """Give the customer's active subscriptions its payment term, and name them. Its edit records the activity."""
    active = customer.subscriptions.active()
    named = [
        {"id": pk, "title": title} for pk, title in active.order_by("pk").select_for_update().values_list("pk", "title")
    ]
    active.update(payment_term=customer.payment_term, payment_days=customer.payment_days, updated_at=at)
    return named
