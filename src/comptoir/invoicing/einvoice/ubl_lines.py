"""The lines of an invoice or a credit note in UBL."""

from comptoir.invoicing.einvoice.bill import Bill, BilledLine
from comptoir.invoicing.einvoice.ubl_words import CAC, CBC, adjustment, category, money
from comptoir.invoicing.einvoice.writing import number
from comptoir.invoicing.einvoice.xml import Element


def line(of: BilledLine, bill: Bill) -> Element:
    """One line, in the order of the schema."""
    kind, quantity = (
        ("CreditNoteLine", "CreditedQuantity") if bill.is_credit_note else ("InvoiceLine", "InvoicedQuantity")
    )
    return CAC(
        kind,
        CBC("ID", str(of.number)),
        CBC("Note", of.note),
        CBC(quantity, number(of.quantity), unitCode=of.unit),
        money("LineExtensionAmount", of.amount, bill.currency),
        *(adjustment(each, bill.currency) for each in of.adjustments),
        CAC(
            "Item",
            CBC("Description", of.description),
            CBC("Name", of.name),
            category("ClassifiedTaxCategory", of.category, of.rate),
        ),
        CAC("Price", CBC("PriceAmount", number(of.price), currencyID=bill.currency)),
    )
