"""What an account has bought: its plan, and the modules that come with it (R8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Plan(models.TextChoices):
    """The three plans, smallest first."""

    GO = "go", "GO"
    MOVE = "move", "MOVE"
    BOOST = "boost", "BOOST"


class Module(models.TextChoices):
    """A part of Comptoir that not every plan has."""

    SUBSCRIPTIONS = "subscriptions", _("Subscriptions")


MODULES: dict[str, frozenset[str]] = {
    Plan.GO: frozenset(),
    Plan.MOVE: frozenset({Module.SUBSCRIPTIONS}),
    Plan.BOOST: frozenset({Module.SUBSCRIPTIONS}),
}
