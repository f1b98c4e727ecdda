"""Deals, quotations and subscriptions, as rows of a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from comptoir.subscriptions import movements
from comptoir.transfer.columns import Column, Sheet

DEALS = Sheet(
    (
        Column(_("Id"), "pk"),
        Column(_("Reference"), "reference"),
        Column(_("Title"), "title"),
        Column(_("State"), "status"),
        Column(_("Customer"), "customer.name"),
        Column(_("Contact person"), "contact_person.name"),
        Column(_("Pipeline"), "phase.pipeline.name"),
        Column(_("Phase"), "phase.name"),
        Column(_("Value"), "estimated_value"),
        Column(_("Currency"), "currency"),
        Column(_("Probability in %"), lambda deal: round(deal.estimated_probability * 100)),
        Column(_("Weighted value"), "weighted_value"),
        Column(_("Closing date"), "estimated_closing_date"),
        Column(_("Source"), "source.name"),
        Column(_("Responsible"), "responsible_user.name"),
        Column(_("Purchase order number"), "purchase_order_number"),
        Column(_("Last activity"), "last_activity_on"),
        Column(_("Added on"), "created_at"),
        Column(_("Closed on"), "closed_at"),
        Column(_("Reason for losing"), "lost_reason.name"),
        Column(_("Remark"), "lost_remark"),
        Column(_("Summary"), "summary"),
    ),
    ordered=lambda rows: rows.order_by("-created_at", "-pk").select_related(
        "customer", "contact_person", "phase__pipeline", "source", "responsible_user", "lost_reason"
    ),
)

QUOTATIONS = Sheet(
    (
        Column(_("Id"), "pk"),
        Column(_("Reference"), "reference"),
        Column(_("Name"), "name"),
        Column(_("State"), "status"),
        Column(_("Customer"), "customer.name"),
        Column(_("Deal"), "deal.title"),
        Column(_("Department"), "department.name"),
        Column(_("Date"), "quotation_date"),
        Column(_("Valid until"), "expires_after"),
        Column(_("Currency"), "currency"),
        Column(_("Without VAT"), "tax_exclusive"),
        Column(_("Total"), "tax_inclusive"),
        Column(_("Sent on"), "sent_at"),
        Column(_("Opened on"), "opened_at"),
        Column(_("Answered on"), "answered_at"),
        Column(_("Answered by"), "answered_name"),
        Column(_("Comment"), "answer_comment"),
    ),
    # The secret of its link stays here.
    ordered=lambda rows: (
        rows.order_by("-created_at", "-pk")
        .select_related("customer", "deal", "department")
        .defer("taxes", "recurring", "text", "link_token")
    ),
)

SUBSCRIPTIONS = Sheet(
    (
        Column(_("Id"), "pk"),
        Column(_("Title"), "title"),
        Column(_("Customer"), "customer.name"),
        Column(_("Department"), "department.name"),
        Column(_("Starts on"), "starts_on"),
        Column(_("Ends on"), "ends_on"),
        Column(_("Every"), "period"),
        Column(_("Unit"), "unit"),
        Column(_("Next period"), "next_period_on"),
        Column(_("Next invoice"), "bill_on"),
        Column(_("Paused since"), "paused_at"),
        Column(_("Paused until"), "paused_until"),
        Column(_("Missed periods"), lambda subscription: subscription.missed_periods if subscription.is_paused else ""),
        Column(_("Currency"), "currency"),
        Column(_("Without VAT"), "tax_exclusive"),
        Column(_("Total"), "tax_inclusive"),
        Column(_("Per month, without VAT"), movements.monthly),
        Column(_("Payment term"), "payment_term"),
        Column(_("Payment days"), "payment_days"),
        Column(_("When a period is due"), "generation"),
        Column(_("Purchase order number"), "purchase_order_number"),
        Column(_("Expected payment method"), "expected_payment_method"),
        Column(_("Account manager"), "customer.responsible_user.name"),
        Column(_("Ends for good on"), "deactivates_on"),
        Column(_("Deactivated on"), "deactivated_at"),
        Column(_("Deactivated by"), "deactivated_by.name"),
        Column(_("Reason"), "deactivation_reason"),
    ),
    ordered=lambda rows: (
        rows.order_by("-created_at", "-pk")
        .select_related("customer__responsible_user", "department", "deactivated_by")
        .defer("taxes", "discounts")
    ),
)
