"""Why something asked of a quotation is not done. `str()` is a sentence for people; nothing was changed."""

from django.utils.translation import gettext_lazy as _

from comptoir.quotations.models import Quotation


class QuotationRefused(Exception):
    """What was asked of a quotation is not possible."""

    sentence = _("This is not possible with this quotation.")

    def __str__(self) -> str:
        return str(self.sentence)


class NotOpen(QuotationRefused):
    """It was answered or closed, so its content never changes any more."""

    sentence = _("This quotation is answered or closed, so it stays as it is. Copy it to make another one.")


class ChangedMeanwhile(QuotationRefused):
    """It is no longer what the person who acts was shown."""

    sentence = _("Somebody changed this quotation meanwhile. Please look again.")


# --- Lines --------------------------------------------------------------------------------------------


class NoLines(QuotationRefused):
    """There is nothing to offer."""

    sentence = _("A quotation needs at least one line.")


class ForeignTaxRate(QuotationRefused):
    """A line's VAT rate belongs to another department."""

    sentence = _("A VAT rate belongs to another department. Choose one of this department.")


class ArchivedTaxRate(QuotationRefused):
    """A line's VAT rate is not used any more."""

    sentence = _("A VAT rate is archived. Choose another one.")


class UnknownCycle(QuotationRefused):
    """A line is charged in a cycle that no subscription knows."""

    sentence = _("A line has a cycle that subscriptions do not have. Choose another one.")


class NegativeTotal(QuotationRefused):
    """What is charged once, or each cycle, may come to less than nothing."""

    sentence = _("The lines come to less than nothing, at least when the customer chooses certain optional ones.")


class AmountTooLarge(QuotationRefused):
    """The lines come to more than can be kept."""

    sentence = _("The amount is too large.")


class DealHasAccepted(QuotationRefused):
    """A deal has one accepted quotation at most."""

    sentence = _("A quotation of this deal is accepted already. Make a new deal to offer more.")


# --- Answers ------------------------------------------------------------------------------------------


class AlreadyAnswered(QuotationRefused):
    """It was accepted or refused before; `quotation` is as it is now."""

    sentence = _("This quotation was answered already.")

    def __init__(self, quotation: Quotation) -> None:
        self.quotation = quotation
        super().__init__(quotation)


class Closed(QuotationRefused):
    """It was withdrawn, or another quotation of its deal was accepted."""

    sentence = _("This quotation is closed: it can no longer be answered.")


class Expired(QuotationRefused):
    """Its last day has passed, and it does not stand any longer."""

    sentence = _("This quotation is no longer valid: its last day has passed.")


class NotAccepted(QuotationRefused):
    """Only what was accepted leads to a subscription."""

    sentence = _("Only an accepted quotation leads to a subscription.")


class NothingRecurring(QuotationRefused):
    """Nothing that was accepted is charged in this cycle."""

    sentence = _("Nothing that was accepted is charged in this cycle.")


# --- Mail ---------------------------------------------------------------------------------------------


class NoRecipient(QuotationRefused):
    """There is no address to send it to."""

    sentence = _("There is no e-mail address to send it to.")
