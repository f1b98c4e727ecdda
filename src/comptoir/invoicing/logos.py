"""A department's logo, as its documents bear it."""

from comptoir.accounts.models import Department
from comptoir.core.storage import Keeping


def logo_of(department: Department) -> bytes | None:
    """The picture itself, PNG or JPEG; None when there is none, or when its file is no longer there."""
    if not department.logo:
        return None
    try:
        with Keeping().open(department.logo) as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content
