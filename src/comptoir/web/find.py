"""Finding rows behind the walls between accounts (G6)."""

import uuid
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

M = TypeVar("M", bound=Model)


def own(request: HttpRequest, rows: type[M] | QuerySet[M], id: uuid.UUID | str) -> M:
    """The row `id` of the user's account; a foreign id answers like a missing one: Http404.

    `rows` is a model, or a QuerySet of one when the view needs it narrower or with its relations.
    """
    model: Any = rows
    queryset: Any = model.objects.all() if isinstance(rows, type) else rows
    try:
        return queryset.filter(account=request.user.account).get(pk=id)
    except (queryset.model.DoesNotExist, ValidationError, ValueError):
        raise Http404 from None


def named(request: HttpRequest, rows: type[M] | QuerySet[M], name: str) -> M | None:
    """The row that `?name=` in the address names, as `own` finds it; None when it names none."""
    id = request.GET.get(name)
    return own(request, rows, id) if id else None
