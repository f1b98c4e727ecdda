"""Whether a reminder has somewhere to go: an e-mail address, or one that a letter can be posted to."""

from collections.abc import Sequence

from babel import Locale

from comptoir.invoicing.models import Channel, Invoice
from comptoir.invoicing.parties import buyer_of
from comptoir.invoicing.recipients import recipients_of


class Reach:
    """Where the reminders of these invoices can go. Two queries; give them with `customer__addresses` at hand."""

    def __init__(self, invoices: Sequence[Invoice]) -> None:
        self.invoices = invoices
        self.recipients = recipients_of(invoices)

    def has(self, invoice: Invoice, channel: str) -> bool:
        """Whether `invoice` can be reminded this way."""
        return has_postal_address(invoice) if channel == Channel.LETTER else bool(self.recipients[invoice.id])


def has_postal_address(invoice: Invoice) -> bool:
    """Whether a letter would arrive: there is a street and a place."""
    buyer = buyer_of(invoice)
    return bool(buyer.line_1.strip() and (buyer.city.strip() or buyer.postal_code.strip()))


def postal_address(invoice: Invoice) -> list[str]:
    """The lines of the envelope, the name first, as the letter bears them."""
    buyer = buyer_of(invoice)
    lines = [buyer.name, buyer.addressee, buyer.line_1, f"{buyer.postal_code} {buyer.city}"]
    if buyer.country and buyer.country != invoice.department.country:
        lines.append(str(Locale(invoice.customer.language).territories.get(buyer.country, buyer.country)))
    return [line.strip() for line in lines if line.strip()]
