"""What an indexation did, as it leaves."""

from django.utils.translation import gettext_lazy as _

from comptoir.transfer.columns import Column, Sheet

INDEXED = Sheet(
    (
        Column(_("Id"), "subscription.pk"),
        Column(_("Title"), "subscription.title"),
        Column(_("Customer"), "subscription.customer.name"),
        Column(_("Every"), "subscription.period"),
        Column(_("Unit"), "subscription.unit"),
        Column(_("Currency"), "currency"),
        Column(_("Before, without VAT"), "before"),
        Column(_("After, without VAT"), "after"),
        Column(_("Per month before"), "monthly_before"),
        Column(_("Per month after"), "monthly_after"),
        Column(_("First period"), "first_period_on"),
        Column(_("First invoice"), "first_bill_on"),
    ),
    ordered=lambda rows: rows.order_by("subscription__title", "pk").select_related("subscription__customer"),
)
