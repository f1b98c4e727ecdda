"""Imports: which file was brought, how its columns were understood, what became of it, and which rows it made."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


class ImportKind(models.TextChoices):
    """What the rows of a file are."""

    CUSTOMERS = "customers", _("Contacts and companies")
    INVOICES = "invoices", _("Invoices")


class ImportState(models.TextChoices):
    """How far an import is. The three in the middle of something wait for somebody to claim them, or are claimed."""

    UPLOADED = "uploaded", _("Columns to choose")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class ImportQuerySet(OwnedQuerySet):
    """Imports, in the words of whoever works on them."""

    def under_way(self) -> "ImportQuerySet":
        """Those that are to be worked on, claimed or not."""
        return self.filter(state__in=[ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING])

    def waiting(self) -> "ImportQuerySet":
        """Those that nobody has claimed yet, the oldest request first."""
        return self.under_way().filter(claim__isnull=True).order_by("asked_at", "pk")


class Import(models.Model):
    """One file on its way into the account: all of its rows or none.

    uploaded → checking → checked → running → done or failed; done → undoing → undone. Whoever works on it bears a
    `claim`; work that ends without it ends without effect, so that two can never both succeed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    name = models.CharField(_("File"), max_length=200)
    """As whoever brought it calls the file."""
    content = models.FileField(max_length=200)
    encoding = models.CharField(max_length=20, blank=True)
    separator = models.CharField(max_length=1, blank=True)
    """Both empty: a workbook."""
    columns = models.JSONField(default=list)
    """[{"name", "samples", "dates": possible ways to read them, "signs": possible decimal signs}] as `formats` found them."""
    mapping = models.JSONField(default=dict)
    """Which column holds which field: {"name": "Client"}."""
    formats = models.JSONField(default=dict)
    """How a column is read: {"Invoice date": "D/M/YYYY", "Total": "comma"}."""
    options = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    """Rows that were done in the present work."""
    totals = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    """The first of them: [{"row", "column", "sentence"}]."""
    problem_count = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    """When the present work was asked for."""
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    """The last sign of life of whoever works on it."""
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="import_kind_known", condition=Q(kind__in=ImportKind.values)),
            models.CheckConstraint(name="import_state_known", condition=Q(state__in=ImportState.values)),
        ]
        indexes = [
            models.Index(fields=["account", "-uploaded_at", "-id"], name="import_newest"),
            models.Index(
                fields=["asked_at", "id"],
                name="import_under_way",
                condition=Q(state__in=["checking", "running", "undoing"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def right(self) -> Right:
        """What whoever imports it must be allowed to change."""
        return Right.INVOICES if self.kind == ImportKind.INVOICES else Right.CUSTOMERS

    @property
    def is_under_way(self) -> bool:
        """Somebody works on it, or will."""
        return self.state in (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)

    @property
    def is_workbook(self) -> bool:
        """Whether the file is an .xlsx rather than text."""
        return not self.encoding

    def column(self, name: str) -> dict[str, Any]:
        """What was found out about the column `name`."""
        found: dict[str, Any] = next(each for each in self.columns if each["name"] == name)
        return found


class ImportedRow(models.Model):
    """What one row of a file made, so that it can be taken back."""

    class Made(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        EDIT = "edit", _("Change of a customer")
        INVOICE = "invoice", _("Invoice")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="made")
    row = models.PositiveIntegerField()
    made = models.CharField(max_length=10, choices=Made.choices)
    subject_id = models.UUIDField()
    before = models.JSONField(null=True)
    """Of a customer that was changed: what it was."""

    class Meta:
        indexes = [models.Index(fields=["of_import", "made", "row"], name="imported_row_of_import")]

    def __str__(self) -> str:
        return f"{self.row}: {self.made}"


class ColumnMapping(models.Model):
    """How an account last understood files with these columns."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    header = models.CharField(max_length=64)
    """A digest of the names of the columns, whatever their order."""
    mapping = models.JSONField(default=dict)
    formats = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("account", "kind", "header", name="column_mapping_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {len(self.mapping)}"
