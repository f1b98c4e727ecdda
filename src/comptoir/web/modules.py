"""Which module an address belongs to: the one place that decides what a hidden module takes along."""

from django.http import HttpRequest

from comptoir.accounts.rights import Right

BEGINNINGS = {
    "/invoices/": Right.INVOICES,
    "/reminders/": Right.INVOICES,
    "/subscriptions/": Right.SUBSCRIPTIONS,
    "/deals/": Right.DEALS,
    "/quotations/": Right.DEALS,
}


def module_asked(request: HttpRequest) -> Right | None:
    """The module that a request is about: by its address, or by the deal that a form shall begin with (`?deal=`)."""
    return module_of(request.path_info) or (Right.DEALS if request.GET.get("deal") else None)


def module_of(path: str) -> Right | None:
    """The module of the page at `path`; None for what everybody in an account sees."""
    return next((module for beginning, module in BEGINNINGS.items() if path.startswith(beginning)), None)
