"""Who reads without logging in: from where, and whether it is a person at all."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from comptoir.web.clock import now

PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def address_of(request: HttpRequest) -> str | None:
    """The visitor's IP address; None when it cannot be told. Behind a proxy (BEHIND_PROXY) it is what that one says."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def is_read(request: HttpRequest) -> bool:
    """Whether somebody looks at the page, rather than a program that fetches it beforehand or only asks whether it is there."""
    fetched = any(request.headers.get(name, "").lower().startswith("pre") for name in PREFETCH_HEADERS)
    return request.method == "GET" and not fetched


def tries_too_often(request: HttpRequest, what: str, *, at_most: int) -> bool:
    """Count one more try of `what`; whether that makes more than `at_most` in this minute from this address."""
    key = f"tries:{what}:{int(now(request).timestamp()) // 60}:{address_of(request)}"
    cache.add(key, 0, timeout=120)
    try:
        return int(cache.incr(key)) > at_most
    except ValueError:  # swept away between the two
        return False
