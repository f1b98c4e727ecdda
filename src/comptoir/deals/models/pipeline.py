"""The way of a deal: a pipeline of phases, in order."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class Unit(models.TextChoices):
    """What the time until a deal needs attention is counted in, as the public API names it."""

    DAYS = "days", _("Days")
    WEEKS = "weeks", _("Weeks")


class Pipeline(models.Model):
    """Phases that deals of one sort pass through. An account has one default pipeline."""

    name_taken = _("There is a pipeline of this name already. Choose another name.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    is_default = models.BooleanField(_("Default"), default=False)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-is_default", "name", "pk")
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="pipeline_name_once"),
            models.UniqueConstraint("account", condition=Q(is_default=True), name="pipeline_one_default"),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A step of a pipeline. A deal that rests in it longer than `attention_after` asks for attention."""

    name_taken = _("This pipeline has a phase of this name already. Choose another name.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(_("Name"), max_length=100)
    position = models.PositiveSmallIntegerField()
    """Counted from 1; the verbs that reorder keep it without gaps."""
    probability = models.DecimalField(
        _("Probability"),
        max_digits=5,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    """From 0 to 1: what a deal's own `estimated_probability` becomes when it enters the phase."""
    attention_after = models.PositiveSmallIntegerField(_("Needs attention after"), default=14)
    attention_unit = models.CharField(max_length=5, choices=Unit.choices, default=Unit.DAYS)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint("pipeline", Lower("name"), name="phase_name_once"),
            models.CheckConstraint(name="phase_probability_of_one", condition=Q(probability__range=(0, 1))),
            models.CheckConstraint(name="phase_attention_after_a_day_or_more", condition=Q(attention_after__gte=1)),
            models.CheckConstraint(name="phase_attention_unit_known", condition=Q(attention_unit__in=Unit.values)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def attention_days(self) -> int:
        """After how many days without activity a deal in it needs attention."""
        return self.attention_after * (7 if self.attention_unit == Unit.WEEKS else 1)
