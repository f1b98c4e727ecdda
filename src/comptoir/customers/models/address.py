"""Where a customer is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.core.ids import new_id
from comptoir.customers.models.customer import Customer


class AddressType(models.TextChoices):
    """What an address is for."""

    PRIMARY = "primary", _("Primary")
    INVOICING = "invoicing", _("Invoicing")
    DELIVERY = "delivery", _("Delivery")
    VISITING = "visiting", _("Visiting")


class Address(models.Model):
    """One address of a customer, one of each type. Replaced as a whole by the verb that edits the customer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    type = models.CharField(max_length=10, choices=AddressType.choices)
    addressee = models.CharField(_("Addressee"), max_length=200, blank=True)
    line_1 = models.CharField(_("Street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    city = models.CharField(_("City"), max_length=100, blank=True)
    country = models.CharField(_("Country"), max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint("customer", "type", name="address_one_of_a_type")]
        indexes = [models.Index(fields=["country", "type", "customer"], name="address_by_country")]

    def __str__(self) -> str:
        return ", ".join(
            part for part in (self.line_1, f"{self.postal_code} {self.city}".strip(), self.country) if part
        )
