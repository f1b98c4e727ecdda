"""What an electronic invoice says, in the terms of EN 16931 and before any syntax."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from comptoir.invoicing.einvoice.identifiers import Identifier


@dataclass(frozen=True)
class Place:
    """An address. What is not known is an empty text."""

    addressee: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True)
class Trader:
    """The seller (BG-4) or the buyer (BG-7)."""

    name: str
    place: Place
    address: Identifier | None = None
    """On the network (BT-34, BT-49)."""
    register_number: Identifier | None = None
    """BT-30, BT-47."""
    identifier: str = ""
    """BT-29, where nothing else says who it is."""
    vat_number: str = ""
    """BT-31, BT-48: compact."""
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Means:
    """How it is to be paid (BG-16): the code, in words where the code does not say it, and the account for transfers."""

    code: str
    words: str = ""
    reference: str = ""
    iban: str = ""
    bic: str = ""

    @property
    def is_transfer(self) -> bool:
        """By credit transfer, to an account."""
        return self.code in ("30", "58")


@dataclass(frozen=True)
class Adjustment:
    """What is taken off a line or a document, or added to a line: an allowance (BG-20, BG-27), a charge (BG-28).

    `percentage` and `base` are both known or both None: receivers multiply them, to within two cents.
    """

    amount: Decimal
    reason: str
    percentage: Decimal | None = None
    base: Decimal | None = None
    is_charge: bool = False
    category: str = ""
    rate: Decimal = Decimal(0)


@dataclass(frozen=True)
class Tax:
    """The VAT of one category and rate (BG-23)."""

    category: str
    rate: Decimal
    taxable: Decimal
    tax: Decimal
    mention: str = ""
    code: str = ""
    """Why none is charged: in words (BT-120) and as a code (BT-121)."""


@dataclass(frozen=True)
class BilledLine:
    """One line (BG-25). The price is never negative, the quantity may be."""

    number: int
    name: str
    description: str
    note: str
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal
    category: str
    rate: Decimal
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True)
class Sums:
    """The totals (BG-22)."""

    lines: Decimal
    discounted: Decimal
    tax_exclusive: Decimal
    tax: Decimal
    tax_inclusive: Decimal


@dataclass(frozen=True)
class Preceding:
    """The invoice that a credit note takes back (BG-3)."""

    number: str
    issued_on: dt.date | None


@dataclass(frozen=True)
class Bill:
    """A whole invoice or credit note. Of a draft, number and dates are missing."""

    is_credit_note: bool
    number: str
    issued_on: dt.date | None
    due_on: dt.date | None
    delivered_on: dt.date | None
    currency: str
    note: str
    terms: str
    buyer_reference: str
    order_number: str
    preceding: Preceding | None
    seller: Trader
    buyer: Trader
    deliver_to: Place
    means: Means | None
    allowances: tuple[Adjustment, ...]
    taxes: tuple[Tax, ...]
    sums: Sums
    lines: tuple[BilledLine, ...]

    @property
    def categories(self) -> set[str]:
        """The VAT categories that occur."""
        return {line.category for line in self.lines}

    @property
    def is_outside_scope(self) -> bool:
        """Nothing of it is subject to VAT, so that no VAT number may be told (BR-O-02)."""
        return bool(self.lines) and self.categories == {"O"}
