"""What can be asked of the customer of an invoice, a subscription or a deal."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from comptoir.customers.models import Customer
from comptoir.segments.asked import Asked
from comptoir.segments.fields import customers
from comptoir.segments.kinds import Field
from comptoir.segments.operators import Entry, Operator

REACHED = (
    "active",
    "kind",
    "name",
    "tag",
    "country",
    "language",
    "account_manager",
    "deactivated_on",
    "deactivation_reason",
)
"""The customers' own facts; what is reckoned from their documents is asked of the documents themselves."""

BEGINS = "customer_"


@dataclass(frozen=True, kw_only=True)
class OfCustomer(Field):
    """A field of the customer, asked of what belongs to it."""

    its: Field

    @property
    def operators(self) -> tuple[Operator, ...]:
        return self.its.operators

    def entry(self, operator: Operator) -> Entry:
        return self.its.entry(operator)

    def choices(self, asked: Asked) -> dict[str, str]:
        return self.its.choices(asked)

    def offered(self, asked: Asked) -> dict[str, str]:
        return self.its.offered(asked)

    def value(self, text: str, *, operator: Operator, asked: Asked) -> Any:
        return self.its.value(text, operator=operator, asked=asked)

    def condition(self, operator: Operator, value: Any, *, asked: Asked) -> Q:
        customers = Customer.objects.of(asked.account).filter(self.its.condition(operator, value, asked=asked))
        return Q(customer__in=customers.order_by().values("pk"))


def of_customer(field: Field) -> OfCustomer:
    """`field`, asked of what belongs to the customer."""
    return OfCustomer(
        f"{BEGINS}{field.name}",
        format_lazy(_("Customer: {field}"), field=field.label),
        module=field.module,
        part=field.part,
        heading=_("The customer"),
        its=field,
    )


OF_CUSTOMER = tuple(of_customer(field) for field in customers.FIELDS if field.name in REACHED)
