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


class NumbersTaken(Refusal):
    """The department has invoices with these numbers already."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        self.numbers = numbers
        super().__init__(numbers)


class NoRecipient(Refusal):
    """There is no address to send it to."""


class AlreadyDelivered(Refusal):
    """It left as an electronic invoice already, or perhaps did: it does so once."""


class NotDeliverable(Refusal):
    """The receiver's rules would refuse it as an electronic invoice; `faults` says why, in sentences."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(faults)


class DecidedAlready(Refusal):
    """Somebody else has just said what became of this delivery, or it is known."""
