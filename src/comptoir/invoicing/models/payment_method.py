"""How a customer is expected to pay."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExpectedPaymentMethod(models.TextChoices):
    """As the public API names them."""

    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    SEPA_DIRECT_DEBIT = "sepa_direct_debit", _("SEPA direct debit")
    DIRECT_DEBIT = "direct_debit", _("Direct debit")
    CREDIT_CARD = "credit_card", _("Credit card")
    PAYMENT_CARD = "payment_card", _("Payment card")
    CASH = "cash", _("Cash")
    CHEQUE = "cheque", _("Cheque")
    BANKERS_DRAFT = "bankers_draft", _("Banker's draft")
