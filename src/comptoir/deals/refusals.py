"""Why something asked of a deal is not done. `str()` is a sentence for people; nothing was changed."""

from django.utils.translation import gettext_lazy as _


class DealRefused(Exception):
    """What was asked of a deal is not possible."""

    sentence = _("This is not possible with this deal.")

    def __str__(self) -> str:
        return str(self.sentence)


class ChangedMeanwhile(DealRefused):
    """Somebody else changed the deal after it was shown for editing."""

    sentence = _("Somebody changed this deal meanwhile. Saving again replaces what they wrote.")


class MovedMeanwhile(DealRefused):
    """Somebody else moved or closed the deal after it was shown; `deal` is as it is now."""

    sentence = _("Somebody moved this deal meanwhile. Please look again.")

    def __init__(self, deal: object) -> None:
        self.deal = deal
        super().__init__(deal)


class NotOpen(DealRefused):
    """A deal that is won or lost is reopened first."""

    sentence = _("This deal is closed. Reopen it first.")


class HasQuotations(DealRefused):
    """Quotations name the deal: what was offered to a customer stays findable."""

    sentence = _("This deal has quotations, so it cannot be deleted. Delete the quotations first, or mark it as lost.")


class SettingRefused(Exception):
    """What was asked of a pipeline, a phase or a word is not possible."""

    sentence = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.sentence)


class DefaultPipeline(SettingRefused):
    """New deals begin in the default pipeline, so there is always one."""

    sentence = _("New deals begin in this pipeline, so it cannot be deleted. Make another one the default first.")


class OnlyPhase(SettingRefused):
    """A pipeline without phases could hold no deal."""

    sentence = _("A pipeline has at least one phase, so its only one cannot be deleted. Add another one first.")


class HasDeals(SettingRefused):
    """There are deals in a phase that is to be deleted, and nobody said where they go."""

    sentence = _("There are deals in this phase. Choose where they go.")


class WordInUse(SettingRefused):
    """Deals bear the word: it can be archived."""

    sentence = _("There are deals that bear it, so it cannot be removed. Archive it instead.")
