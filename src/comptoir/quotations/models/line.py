"""What a quotation offers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.invoicing.models import Line
from comptoir.quotations.models.quotation import Quotation
from comptoir.subscriptions.models import PERIODS, Unit


class QuotationLine(Line):
    """A line that is charged once, or again each cycle; an optional one counts when the customer chooses it."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="lines")
    unit = models.CharField(_("Cycle"), max_length=5, choices=Unit.choices, blank=True)
    """Of its periodicity; empty: one-off."""
    period = models.PositiveSmallIntegerField(null=True, blank=True)
    is_optional = models.BooleanField(_("Optional"), default=False)
    is_chosen = models.BooleanField(default=False)
    """Whether the customer chose it, if it is optional. Written by the acceptance."""

    class Meta(Line.Meta):
        constraints = [
            models.UniqueConstraint("quotation", "position", name="quotation_line_position_once"),
            models.CheckConstraint(
                name="quotation_line_cycle_known",
                condition=Q(unit="", period__isnull=True)
                | Q(unit="week", period__in=PERIODS["week"])
                | Q(unit="month", period__in=PERIODS["month"])
                | Q(unit="year", period__in=PERIODS["year"]),
            ),
            models.CheckConstraint(
                name="quotation_line_chosen_if_optional", condition=Q(is_chosen=False) | Q(is_optional=True)
            ),
        ]

    @property
    def is_recurring(self) -> bool:
        """Whether it is charged again each cycle."""
        return bool(self.unit)

    @property
    def counts(self) -> bool:
        """Whether it belongs to what was offered for sure, or chosen."""
        return not self.is_optional or self.is_chosen
