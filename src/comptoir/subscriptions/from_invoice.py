"""What a subscription takes over from an invoice that is to come again and again."""

from comptoir.accounts.models import Department
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.records import EditedFields

SAME_NAME = (
    "for_attention_of_name",
    "payment_term",
    "payment_days",
    "currency",
    "purchase_order_number",
    "expected_payment_method",
    "discounts",
)


def fields_of(invoice: Invoice) -> EditedFields:
    """What is said of a subscription like `invoice`: for whom, the conditions, and a title after its first line.

    Of an invoice that a subscription made, the title and the note are the subscription's: the invoice's own note says
    which period it was for. An archived department is left out. When it begins and its cycle is for a person to say.
    """
    made_by = invoice.billed_periods.select_related("subscription").first()
    first = invoice.lines.order_by("position").first()
    like: EditedFields = {name: getattr(invoice, name) for name in SAME_NAME}  # type: ignore[assignment]
    like["customer"] = invoice.customer
    like["title"] = made_by.subscription.title if made_by else first.description[:200] if first else ""
    like["note"] = made_by.subscription.note if made_by else invoice.note
    if invoice.department.status == Department.Status.ACTIVE:
        like["department"] = invoice.department
    return like
