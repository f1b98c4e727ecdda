"""Small files are worked through while the person waits."""

from django.http import HttpRequest
from django.utils import timezone

from comptoir.transfer.importing import working
from comptoir.transfer.models import Import


def at_once(request: HttpRequest, importing: Import) -> None:
    """Do what was asked now when it is little; the worker does the rest."""
    if importing.rows <= working.SMALL:
        working.work_on(importing, clock=timezone.now)
