"""Which module an address belongs to: the one place that decides what a hidden module takes along."""

from comptoir.accounts.rights import Right

BEGINNINGS = {
    "/invoices/": Right.INVOICES,
    "/reminders/": Right.INVOICES,
    "/subscriptions/": Right.SUBSCRIPTIONS,
    "/deals/": Right.DEALS,
    "/quotations/": Right.DEALS,
}


def module_of(path: str) -> Right | None:
    """The module of the page at `path`; None for what everybody in an account sees."""
    return next((module for beginning, module in BEGINNINGS.items() if path.startswith(beginning)), None)
