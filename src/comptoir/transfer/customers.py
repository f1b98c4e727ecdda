"""Contacts and companies, as rows of a spreadsheet."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from comptoir.customers.models import Address, AddressType, Customer
from comptoir.transfer.columns import Column, Sheet


def _home(customer: Customer) -> Address:
    return next((a for a in customer.addresses.all() if a.type == AddressType.PRIMARY), Address())


def _tags(customer: Customer) -> str:
    return ", ".join(sorted(tag.name for tag in customer.tags.all()))


def _ordered(customers: Any) -> Any:
    found = customers.order_by("sort_name", "pk").select_related("responsible_user")
    return found.prefetch_related("addresses", "tags")


CUSTOMERS = Sheet(
    (
        Column(_("Id"), "pk"),
        Column(_("Type"), "kind"),
        Column(_("Name"), "name"),
        Column(_("First name"), "first_name"),
        Column(_("Last name"), "last_name"),
        Column(_("VAT number"), "vat_number"),
        Column(_("E-mail"), "email"),
        Column(_("E-mail for invoices"), "invoicing_email"),
        Column(_("Telephone"), "phone"),
        Column(_("Website"), "website"),
        Column(_("Street and number"), lambda customer: _home(customer).line_1),
        Column(_("Postal code"), lambda customer: _home(customer).postal_code),
        Column(_("City"), lambda customer: _home(customer).city),
        Column(_("Country"), lambda customer: _home(customer).country),
        Column(_("Language"), "language"),
        Column(_("Tags"), _tags),
        Column(_("Account manager"), "responsible_user.name"),
        Column(_("Payment term"), "payment_term"),
        Column(_("Payment days"), "payment_days"),
        Column(_("IBAN"), "iban"),
        Column(_("Added on"), "added_at"),
        Column(_("Deactivated on"), "deactivated_at"),
        Column(_("Reason of deactivation"), "deactivation_reason"),
        Column(_("Remarks"), "remarks"),
    ),
    ordered=_ordered,
)
