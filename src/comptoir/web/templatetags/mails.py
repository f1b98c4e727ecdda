"""Words about the mails that documents leave with."""

from django import template

from comptoir.invoicing.models import MailKind
from comptoir.web.context import LANGUAGE_NAMES

register = template.Library()


@register.filter
def mail_kind(kind: str) -> str:
    """What the mail is about, in words."""
    return str(MailKind(kind).label)


@register.filter
def language_called(code: str) -> str:
    """A language by the name it gives itself."""
    return LANGUAGE_NAMES.get(code, code)
