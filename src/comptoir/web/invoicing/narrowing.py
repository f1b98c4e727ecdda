"""What the list of invoices can be narrowed to besides its tab: what the figures of the receivables lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from comptoir.accounts.models import Department
from comptoir.core.money import CURRENCIES, rounded
from comptoir.customers.models import Customer
from comptoir.invoicing.ages import BY_KEY
from comptoir.invoicing.models import InvoiceQuerySet
from comptoir.invoicing.receivables import HELD, of_age
from comptoir.web import speech
from comptoir.web.clock import today
from comptoir.web.find import named
from comptoir.web.receivables.ages import LABELS

HELD_LABELS = {"yes": gettext_lazy("On hold"), "no": gettext_lazy("Not on hold")}


@dataclass(frozen=True)
class Narrowing:
    """The age, hold, currency, department and customer in the address; what means nothing is left out.

    A department or a customer of another account is missing: Http404.
    """

    request: HttpRequest

    @cached_property
    def department(self) -> Department | None:
        """Whose invoices."""
        return named(self.request, Department, "department")

    @cached_property
    def customer(self) -> Customer | None:
        """To whom."""
        return named(self.request, Customer, "customer")

    @cached_property
    def kept(self) -> dict[str, str]:
        """As it stands in an address."""
        known: Mapping[str, Any] = {"age": BY_KEY, "held": HELD_LABELS, "currency": CURRENCIES}
        asked = {name: self.request.GET.get(name, "") for name in known}
        kept = {name: value for name, value in asked.items() if value in known[name]}
        things = {"department": self.department, "customer": self.customer}
        return kept | {name: str(thing.pk) for name, thing in things.items() if thing}

    def rows(self, invoices: InvoiceQuerySet) -> InvoiceQuerySet:
        """Those of `invoices` that it lets through."""
        kept = self.kept
        if "age" in kept:
            invoices = of_age(invoices, BY_KEY[kept["age"]], on=today(self.request))
        if "held" in kept:
            invoices = invoices.filter(HELD if kept["held"] == "yes" else ~HELD)
        if "currency" in kept:
            invoices = invoices.filter(currency=kept["currency"])
        if self.department:
            invoices = invoices.filter(department=self.department)
        return invoices.filter(customer=self.customer) if self.customer else invoices

    def words(self) -> list[str]:
        """What it says, one thing at a time."""
        kept = self.kept
        words = [
            LABELS.get(kept.get("age", "")),
            HELD_LABELS.get(kept.get("held", "")),
            kept.get("currency"),
            self.department and self.department.name,
            self.customer and self.customer.name,
        ]
        return [str(word) for word in words if word]


def due_altogether(invoices: InvoiceQuerySet) -> str:
    """What is due on all of `invoices`, each currency for itself: `€ 1,210.00 · $ 300.00`."""
    sums = invoices.outstanding().order_by().values_list("currency").annotate(Sum("due")).order_by("currency")
    amounts = [speech.money(rounded(amount, currency), currency) for currency, amount in sums]
    return " · ".join(amounts)
