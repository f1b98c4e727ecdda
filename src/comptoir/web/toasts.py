"""Short messages about what just happened, kept until the next page is shown."""

from django.contrib import messages
from django.http import HttpRequest


def toast(request: HttpRequest, text: str, *, undo_url: str | None = None, warning: bool = False) -> None:
    """Say `text` on this page or the one that a redirect leads to.

    `undo_url` adds a button "Undo" that posts to it. Without JavaScript the message stands at the top of the page.
    """
    level = messages.WARNING if warning else messages.SUCCESS
    messages.add_message(request, level, text, extra_tags=undo_url or "")
