"""Which slot of which nightly job was taken, so that any number of workers may tick."""

from django.db import models

from comptoir.accounts.models import Account
from comptoir.core.ids import new_id


class Tick(models.Model):
    """One run of a job for an account and a day. The unique key lets one worker take it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    job = models.CharField(max_length=20)
    on = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("account", "job", "on", name="tick_once")]

    def __str__(self) -> str:
        return f"{self.job} on {self.on}"
