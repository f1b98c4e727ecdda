"""What a change changed, for the timeline."""

from typing import Any

from django.db import models


def changed(row: models.Model, **facts: Any) -> list[dict[str, Any]]:
    """Set the facts on `row`, unsaved; returns an entry {"field", "old", "new"} for each that differed."""
    changes = []
    for field, new in facts.items():
        old = getattr(row, field)
        if old != new:
            setattr(row, field, new)
            changes.append({"field": field, "old": old, "new": new})
    return changes
