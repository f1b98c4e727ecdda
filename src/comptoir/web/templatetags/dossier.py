"""Words about notes and files: links in what people write, and a sign for each kind of file."""

from django import template
from django.utils.html import Urlizer, linebreaks
from django.utils.safestring import SafeString, mark_safe

from comptoir.dossier.models import File
from comptoir.web.templatetags.comptoir import icon

register = template.Library()

LONG, MANY_LINES = 900, 14


class _Links(Urlizer):
    """Addresses in a text become links that open beside Comptoir and tell the other side nothing."""

    url_template = '<a href="{href}" target="_blank" rel="nofollow noopener noreferrer">{url}</a>'


@register.filter
def with_links(text: str) -> SafeString:
    """Plain text as HTML: everything escaped, line breaks kept, addresses clickable."""
    return mark_safe(linebreaks(mark_safe(_Links()(text, autoescape=True))))


@register.filter
def is_long(text: str) -> bool:
    """Whether a note is folded up until somebody wants all of it."""
    return len(text) > LONG or text.count("\n") > MANY_LINES


@register.simple_tag
def file_icon(file: File) -> SafeString:
    """A sign for the kind of file."""
    family = file.mime_type.partition("/")[0]
    signs = {
        "image": "file-image",
        "message": "mail",
        "application/zip": "file-archive",
        "text/csv": "file-spreadsheet",
    }
    sheets = ("sheet", "spreadsheet")
    if file.mime_type.endswith(sheets):
        return icon("file-spreadsheet", 16)
    return icon(signs.get(file.mime_type) or signs.get(family) or "file-text", 16)
