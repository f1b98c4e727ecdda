"""Who works where."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.customers.models.customer import Customer


class Link(models.Model):
    """A contact's place in a company. Deactivating one side leaves the other as it is (R14)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="company_links")
    company = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_links")
    position = models.CharField(_("Position"), max_length=100, blank=True)
    secondary_position = models.CharField(_("Secondary position"), max_length=100, blank=True)
    division = models.CharField(_("Division"), max_length=100, blank=True)
    decision_maker = models.BooleanField(_("Decision maker"), default=False)
    """Decision makers receive a company's reminders too."""

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("contact", "company", name="link_once"),
            models.CheckConstraint(name="link_between_two", condition=~Q(contact=F("company"))),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} – {self.company_id}"
