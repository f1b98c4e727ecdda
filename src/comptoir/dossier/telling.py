"""What happens to notes and files, on the timeline of their customer and, where they have one, of their deal."""

import datetime as dt
from typing import Any

from comptoir.accounts.models import User
from comptoir.activities.record import record
from comptoir.dossier.models import File, Note


def tell(kind: str, thing: Note | File, *, by: User, at: dt.datetime, **effects: Any) -> None:
    """Write `kind` ("note.added") with the deal as it is called now. Call it in the transaction of what happened."""
    if thing.deal is not None:
        effects["deal"] = thing.deal.in_brief()
    record(kind, account=thing.account, by=by, at=at, subject=thing, customer_id=thing.customer_id, **effects)
