"""Users come, change and leave; the timeline of the account keeps what was done."""

import datetime as dt

from django.db import transaction

from comptoir.accounts.models import User
from comptoir.activities.record import record


def choose_language(user: User, language: str, *, by: User, at: dt.datetime) -> None:
    """Speak `language` to `user` from now on."""
    if user.language == language:
        return
    with transaction.atomic():
        before, user.language = user.language, language
        user.save(update_fields=["language"])
        record("user.changed", account=user.account, by=by, at=at, subject=user, language=[before, language])
