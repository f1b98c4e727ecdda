"""The address at which a calendar program finds a user's follow-ups."""

import secrets

from django.db import models

from comptoir.accounts.models import Account, User
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.core.ids import new_id


def new_token() -> str:
    """The secret part of the address: 256 random bits."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """A user's calendar, for whoever knows its secret address. Revoking it removes the row: the address is then unknown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=43, default=new_token, unique=True, editable=False)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
