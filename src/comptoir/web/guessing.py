"""Guessing secret addresses is slowed down: who missed too often gets no answer for a while, whatever they ask for."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MISSES = 30
WITHIN = 60
"""Seconds."""


def has_missed_too_often(request: HttpRequest) -> bool:
    """Whether as many unknown addresses as are allowed within a minute were asked for from where the request comes."""
    return int(cache.get(_key(request), 0)) >= MISSES


def missed(request: HttpRequest) -> None:
    """Note that the address asked for is unknown."""
    cache.add(_key(request), 0, WITHIN)
    cache.incr(_key(request))


def _key(request: HttpRequest) -> str:
    return f"missed:{get_adapter().get_client_ip(request)}"
