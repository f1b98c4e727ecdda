"""A setting that names no way out is said when Comptoir starts, not when somebody sends."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from comptoir.invoicing.einvoice.transports import UnknownEinvoiceUrl, electronic


@register()
def einvoice_url(**_kwargs: Any) -> list[CheckMessage]:
    """EINVOICE_URL is understood."""
    try:
        electronic(settings.EINVOICE_URL)
    except UnknownEinvoiceUrl as error:
        return [Error(str(error), id="comptoir.E001")]
    return []
