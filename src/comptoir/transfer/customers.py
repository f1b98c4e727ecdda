"""Customers out of Comptoir, as rows of a spreadsheet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from comptoir.accounts.models import Account
from comptoir.customers.models import Address, AddressType, Customer, CustomerQuerySet

CHUNK = 2_000


def header() -> list[str]:
    """The titles of the columns, in the language of the moment: ask before streaming, when it is still the reader's."""
    return [
        _("Id"),
        _("Type"),
        _("Name"),
        _("First name"),
        _("Last name"),
        _("VAT number"),
        _("E-mail"),
        _("E-mail for invoices"),
        _("Telephone"),
        _("Website"),
        _("Street and number"),
        _("Postal code"),
        _("City"),
        _("Country"),
        _("Language"),
        _("Tags"),
        _("Account manager"),
        _("Payment term"),
        _("Payment days"),
        _("IBAN"),
        _("Added on"),
        _("Deactivated on"),
        _("Reason of deactivation"),
        _("Remarks"),
    ]


def rows(customers: CustomerQuerySet, *, account: Account) -> Iterator[list[str]]:
    """One row per customer, by name, read and given chunk by chunk: a million customers need no more memory than 2,000.

    Days are ISO days in the account's time zone; kinds, countries, languages, terms and reasons are codes, the same in
    every language, so that the file can be read back.
    """
    found = customers.order_by("sort_name", "pk").select_related("responsible_user")
    for customer in found.prefetch_related("addresses", "tags").iterator(chunk_size=CHUNK):
        yield _row(customer, account)


def _row(customer: Customer, account: Account) -> list[str]:
    home = next((a for a in customer.addresses.all() if a.type == AddressType.PRIMARY), Address())
    return [
        str(customer.pk),
        customer.kind,
        customer.name,
        customer.first_name,
        customer.last_name,
        customer.vat_number,
        customer.email,
        customer.invoicing_email,
        customer.phone,
        customer.website,
        home.line_1,
        home.postal_code,
        home.city,
        home.country,
        customer.language,
        ", ".join(sorted(tag.name for tag in customer.tags.all())),
        customer.responsible_user.name if customer.responsible_user else "",
        customer.payment_term,
        str(customer.payment_days),
        customer.iban,
        account.day(customer.added_at).isoformat(),
        account.day(customer.deactivated_at).isoformat() if customer.deactivated_at else "",
        customer.deactivation_reason,
        customer.remarks,
    ]
