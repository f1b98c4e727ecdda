"""Acting on many records at once: which ones, what is done with them, and what became of each."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id
from comptoir.segments.models import About as About


class RunState(models.TextChoices):
    """How far a run is. Between two batches a running one may be without a claim: whoever is free goes on."""

    PREPARED = "prepared", _("Not started")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Under way")
    CANCELLED = "cancelled", _("Cancelled")
    DONE = "done", _("Done")


class RowState(models.TextChoices):
    """What became of a row."""

    WAITING = "waiting", _("Not yet")
    DONE = "done", _("Done")
    UNCHANGED = "unchanged", _("Nothing to do")
    REFUSED = "refused", _("Not done")


UNDER_WAY = (RunState.WAITING, RunState.RUNNING)


class BulkRunQuerySet(OwnedQuerySet):
    """Runs, in the words of whoever works on them."""

    def under_way(self) -> "BulkRunQuerySet":
        """Those that are to be worked on, claimed or not."""
        return self.filter(state__in=UNDER_WAY)

    def waiting(self) -> "BulkRunQuerySet":
        """Those that nobody has claimed, the oldest request first."""
        return self.under_way().filter(claim__isnull=True).order_by("asked_at", "pk")


LONGEST_ADDRESS = 2000


class BulkRun(models.Model):
    """A verb on a fixed list of records: prepared → waiting → running → done, or cancelled and perhaps resumed.

    Whoever works on it bears a `claim`, which every batch asks for in its own transaction; so does cancelling, and none
    of them can miss the other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    about = models.CharField(max_length=20, choices=About.choices)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.PREPARED)
    came_from = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    """The address of the list that its rows were chosen from, as it was narrowed; empty: from elsewhere."""
    options = models.JSONField(default=dict)
    """What the verb was told: {"tags": ["late"]}."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    """Who prepared it; once it was started, who did so, and in whose name it is done."""
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    """The last sign of life of whoever works on it."""
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    """Rows that are to be done: those that nobody left out."""
    progress = models.PositiveIntegerField(default=0)
    """Rows that have their result."""

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="bulk_run_state_known", condition=Q(state__in=RunState.values)),
            models.CheckConstraint(name="bulk_run_about_known", condition=Q(about__in=About.values)),
        ]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="bulk_run_newest"),
            models.Index(
                fields=["asked_at", "id"],
                name="bulk_run_under_way",
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.total}"

    @property
    def is_prepared(self) -> bool:
        """Nothing was done yet: rows can be left out, and it can be started."""
        return self.state == RunState.PREPARED

    @property
    def is_under_way(self) -> bool:
        """Somebody works on it, or will."""
        return self.state in UNDER_WAY


class BulkRow(models.Model):
    """A record of a run, by the name it bore when it was prepared, and what became of it.

    It refers to the record by id, not by foreign key: what was done stays said when the record is gone.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    record_id = models.UUIDField()
    name = models.CharField(max_length=250)
    left_out = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.WAITING)
    said = models.JSONField(default=dict)
    """What became of it, in facts that the pages put into words: {"code": "tagged", …}."""

    class Meta:
        constraints = [
            models.UniqueConstraint("run", "record_id", name="bulk_row_once"),
            models.CheckConstraint(name="bulk_row_state_known", condition=Q(state__in=RowState.values)),
        ]
        indexes = [
            models.Index(fields=["run", "position"], name="bulk_row_in_order"),
            models.Index(fields=["run", "state", "left_out", "position"], name="bulk_row_by_state"),
        ]

    def __str__(self) -> str:
        return self.name

    def done(self, code: str, **facts: Any) -> None:
        """Note that it was done, unsaved; the run writes it with the effects."""
        self._say(RowState.DONE, code, facts)

    def unchanged(self, code: str, **facts: Any) -> None:
        """Note that there was nothing to do."""
        self._say(RowState.UNCHANGED, code, facts)

    def refuse(self, code: str, **facts: Any) -> None:
        """Note that it was not done."""
        self._say(RowState.REFUSED, code, facts)

    def _say(self, state: RowState, code: str, facts: dict[str, Any]) -> None:
        self.state, self.said = state, {"code": code, **facts}
