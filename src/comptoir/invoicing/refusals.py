"""Why a verb on an invoice was refused. Each door turns these facts into words in one place."""

import datetime as dt
from decimal import Decimal


class Refusal(Exception):
    """A verb on an invoice was refused; nothing was changed."""


class NotADraft(Refusal):
    """The invoice is booked, so its content never changes any more (G7)."""


class NotBooked(Refusal):
    """The invoice is a draft, which nobody can pay or credit yet."""


class AlreadyBooked(Refusal):
    """The invoice has its number already."""


class NothingToBook(Refusal):
    """The draft has no lines."""


class NegativeTotal(Refusal):
    """The draft comes to less than nothing: money is given back with a credit note, never with an invoice."""


class EarlierThanLast(Refusal):
    """The date lies before that of the last document in the series, whose numbers must follow the calendar."""

    def __init__(self, last_number: str, last_date: dt.date) -> None:
        self.last_number = last_number
        self.last_date = last_date
        super().__init__(last_number, last_date)


class ChangedMeanwhile(Refusal):
    """Somebody else edited the draft after it was read."""


class ForeignTaxRate(Refusal):
    """A line's VAT rate belongs to another department."""


class ForeignProduct(Refusal):
    """A line's product belongs to another account."""


class FieldsAtFault(Refusal):
    """What was said cannot be kept: `faults` has a sentence for each field, "lines.2.quantity" for those of lines."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(faults)


class DiscountTooLarge(Refusal):
    """The discounts on the document are less than nothing or more than everything."""


class AmountTooLarge(Refusal):
    """The document comes to more than can be kept."""


class NothingDue(Refusal):
    """Everything was paid or credited already."""


class NotAnAmount(Refusal):
    """A payment must be more than zero, in whole minor units of its currency."""


class MoreThanDue(Refusal):
    """The payment exceeds what is due."""

    def __init__(self, due: Decimal, currency: str) -> None:
        self.due = due
        self.currency = currency
        super().__init__(due, currency)


class PaidInTheFuture(Refusal):
    """Money cannot have come in on a day that has not come."""


class NothingToCredit(Refusal):
    """The invoice was credited in full, or came to nothing."""


class NothingTakenBack(Refusal):
    """The lines of the credit note come to nothing, or to less."""


class MoreThanLeft(Refusal):
    """The credit note takes back more than earlier ones left of the invoice: of a line, of a VAT rate or of all of it."""

    def __init__(self, left: Decimal, currency: str, *, line: str = "", rate: Decimal | None = None) -> None:
        self.left = left
        self.currency = currency
        self.line = line
        self.rate = rate
        super().__init__(left, currency, line, rate)


class EarlierThanInvoice(Refusal):
    """The credit note is dated before the invoice that it takes back."""

    def __init__(self, invoice_date: dt.date) -> None:
        self.invoice_date = invoice_date
        super().__init__(invoice_date)


class NumbersTaken(Refusal):
    """The department has invoices with these numbers already."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        self.numbers = numbers
        super().__init__(numbers)


class NotTheLast(Refusal):
    """Another document of the series came after it: without this one, its number would be missing."""

    def __init__(self, last_number: str) -> None:
        self.last_number = last_number
        super().__init__(last_number)


class PaidOrCredited(Refusal):
    """Something was paid or credited of it, so it stays as what that belongs to."""


class WasSent(Refusal):
    """The customer has it, or a reminder of it, or perhaps: it can only be corrected."""


class BookedElsewhere(Refusal):
    """It was imported: no series of ours gave it its number."""


class MadeBySubscription(Refusal):
    """A subscription billed a period with it, and would not bill that again."""


class NoRecipient(Refusal):
    """There is no address to send it to."""


class SentElsewhere(Refusal):
    """It was booked elsewhere, and only there is the document to send."""


class AlreadyDelivered(Refusal):
    """It left as an electronic invoice already, or perhaps did: it does so once."""


class NotDeliverable(Refusal):
    """The receiver's rules would refuse it as an electronic invoice; `faults` says why, in sentences."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(faults)


class DecidedAlready(Refusal):
    """Somebody else has just said what became of this delivery, or it is known."""
