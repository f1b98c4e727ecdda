"""What the list of subscriptions can be narrowed to besides its tab and the words searched for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department, User
from comptoir.customers.models import Customer
from comptoir.subscriptions.models import Generation, SubscriptionQuerySet
from comptoir.web.find import named
from comptoir.web.subscriptions.words import cycle_choices

MINE, NOBODYS = "mine", "nobody"


@dataclass(frozen=True)
class Narrowing:
    """The customer, department, cycle, generation and account manager in the address; what means nothing is left out.

    A customer or department of another account is missing: Http404.
    """

    request: HttpRequest

    @cached_property
    def customer(self) -> Customer | None:
        """Whose."""
        return named(self.request, Customer, "customer")

    @cached_property
    def department(self) -> Department | None:
        """Billed by which."""
        return named(self.request, Department, "department")

    @cached_property
    def choices(self) -> list[dict[str, Any]]:
        """What the list offers to choose: the name of each select, its label, its options and the one chosen. Two queries."""
        offered = [
            ("cycle", _("Billing cycle"), [("", _("Every cycle")), *cycle_choices()]),
            ("generation", _("When a period is due"), [("", _("Draft, book or send")), *Generation.choices]),
            ("who", _("Account manager"), self._managers),
        ]
        departments = list(self.request.user.account.departments.all())
        if len(departments) > 1:
            named_so = [(str(each.pk), each.name) for each in departments]
            offered.insert(0, ("department", _("Department"), [("", _("All departments")), *named_so]))
        return [
            {"name": name, "label": label, "options": options, "chosen": self.request.GET.get(name, "")}
            for name, label, options in offered
        ]

    @cached_property
    def kept(self) -> dict[str, str]:
        """As it stands in an address."""
        things = {"customer": self.customer, "department": self.department}
        kept = {name: str(thing.pk) for name, thing in things.items() if thing}
        known = {each["name"]: dict(each["options"]) for each in self.choices if each["name"] != "department"}
        asked = {name: self.request.GET.get(name, "") for name in known}
        return kept | {name: value for name, value in asked.items() if value and value in known[name]}

    def rows(self, subscriptions: SubscriptionQuerySet) -> SubscriptionQuerySet:
        """Those of `subscriptions` that it lets through."""
        kept = self.kept
        for thing in (self.customer, self.department):
            if thing:
                subscriptions = subscriptions.filter(**{type(thing).__name__.lower(): thing})
        if "cycle" in kept:
            unit, period = kept["cycle"].split()
            subscriptions = subscriptions.filter(unit=unit, period=int(period))
        if "generation" in kept:
            subscriptions = subscriptions.filter(generation=kept["generation"])
        return self._managed(subscriptions)

    def _managed(self, subscriptions: SubscriptionQuerySet) -> SubscriptionQuerySet:
        who = self.kept.get("who")
        if who == NOBODYS:
            return subscriptions.filter(customer__responsible_user__isnull=True)
        if who:
            manager = self.request.user.pk if who == MINE else who
            return subscriptions.filter(customer__responsible_user=manager)
        return subscriptions

    @cached_property
    def _managers(self) -> list[tuple[str, str]]:
        user = self.request.user
        colleagues = [each for each in User.objects.of(user.account) if each.pk != user.pk]
        usual = [("", _("Every account manager")), (MINE, _("My customers")), (NOBODYS, _("Nobody’s customers"))]
        return usual + [(str(each.pk), each.name) for each in colleagues]
