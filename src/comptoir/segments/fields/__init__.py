"""What segments can ask: one declaration per field, in one list per subject that all pages read."""

from comptoir.segments.asked import Asked
from comptoir.segments.fields import custom, customers, deals, invoices, subscriptions
from comptoir.segments.kinds import Field
from comptoir.segments.models import About

FIELDS: dict[str, tuple[Field, ...]] = {
    About.CUSTOMER: customers.FIELDS,
    About.INVOICE: invoices.FIELDS,
    About.SUBSCRIPTION: subscriptions.FIELDS,
    About.DEAL: deals.FIELDS,
}
BY_NAME = {about: {field.name: field for field in fields} for about, fields in FIELDS.items()}


def all_fields(asked: Asked, about: str) -> list[Field]:
    """Everything that can be asked of `about`, the account's own fields last."""
    return [*FIELDS[about], *custom.all_of(asked, about)]


def find(name: str, *, asked: Asked, about: str) -> Field | None:
    """The field of this name, or None: there is none such (any more)."""
    return BY_NAME[about].get(name) or custom.find(name, asked=asked, about=about)
