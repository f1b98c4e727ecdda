"""Where the next document number comes from."""

from django.db import models

from comptoir.accounts.models import Department
from comptoir.core.ids import new_id


class NumberSeries(models.Model):
    """The last number given in one fiscal year of a department. Written under the department's row lock (G5)."""

    class Document(models.TextChoices):
        INVOICE = "invoice"
        CREDIT_NOTE = "credit_note"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=12, choices=Document.choices)
    fiscal_year = models.PositiveSmallIntegerField()
    first_number = models.PositiveIntegerField(default=1)
    """Where it begins: chosen before the first document of the year, fixed from then on."""
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "number series"
        constraints = [models.UniqueConstraint("department", "document", "fiscal_year", name="series_once")]

    def __str__(self) -> str:
        return f"{self.document} {self.fiscal_year}: {self.last_number}"
