"""Contacts, companies, what joins them and what describes them."""

from comptoir.customers.models.address import Address, AddressType
from comptoir.customers.models.customer import Customer, CustomerQuerySet, Gender, Kind, Reason
from comptoir.customers.models.link import Link
from comptoir.customers.models.merged import MergedCustomer
from comptoir.customers.models.tag import Tag

__all__ = [
    "Address",
    "AddressType",
    "Customer",
    "CustomerQuerySet",
    "Gender",
    "Kind",
    "Link",
    "MergedCustomer",
    "Reason",
    "Tag",
]
