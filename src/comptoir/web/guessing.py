"""Guessing secret addresses is slowed down: who missed too often gets no answer for the rest of the minute, whatever they
ask for.
"""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from comptoir.web.clock import now

MISSES = 30
"""In a minute, from one address."""


def has_missed_too_often(request: HttpRequest) -> bool:
    """Whether so many unknown addresses were asked for in this minute from where the request comes."""
    return _misses(request) >= MISSES


def missed(request: HttpRequest) -> None:
    """Note that the address asked for is unknown."""
    cache.set(_key(request), _misses(request) + 1, timeout=60)


def _misses(request: HttpRequest) -> int:
    return int(cache.get(_key(request), 0))


def _key(request: HttpRequest) -> str:
    return f"missed:{get_adapter().get_client_ip(request)}:{now(request):%H%M}"
