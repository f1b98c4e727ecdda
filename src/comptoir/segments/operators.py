"""How a rule compares."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Operator(models.TextChoices):
    """What stands between a rule's field and its value, as in "Active equals no"."""

    EQUALS = "equals", _("equals")
    IS_NOT = "is_not", _("is not")
    CONTAINS = "contains", _("contains")
    STARTS_WITH = "starts_with", _("starts with")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    MORE_THAN = "more_than", _("more than")
    LESS_THAN = "less_than", _("less than")
    BEFORE = "before", _("before")
    AFTER = "after", _("after")
    MORE_THAN_DAYS_AGO = "more_than_days_ago", pgettext_lazy("followed by: 90 days ago", "more than")
    LESS_THAN_DAYS_AGO = "less_than_days_ago", pgettext_lazy("followed by: 90 days ago", "less than")
    IN_THE_NEXT_DAYS = "in_the_next_days", pgettext_lazy("followed by: 30 days", "in the next")
    IN_MORE_THAN_DAYS = "in_more_than_days", pgettext_lazy("followed by: 30 days", "in more than")
    IS_EMPTY = "is_empty", _("is empty")
    IS_FILLED = "is_filled", _("is filled in")


class Entry(models.TextChoices):
    """With what a value is entered."""

    NOTHING = "nothing"
    CHOICE = "choice"
    TEXT = "text"
    AMOUNT = "amount"
    NUMBER = "number"
    DAYS = "days"
    DAYS_AGO = "days_ago"
    DATE = "date"


EMPTINESS = (Operator.IS_EMPTY, Operator.IS_FILLED)
"""What can be asked of anything that may be missing."""
