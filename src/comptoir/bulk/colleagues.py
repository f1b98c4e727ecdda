"""The colleague that a run names."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.bulk.models import BulkRun


def colleague(run: BulkRun, id: Any, *, field: str) -> User | None:
    """The active user of the run's account with this id; None for none. Raises ValidationError for the `field`."""
    if not id:
        return None
    found = User.objects.active(run.account).filter(pk=id).first()
    if found is None:
        raise ValidationError({field: _("Choose one from the list.")})
    return found
