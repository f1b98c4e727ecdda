"""Who looks, and when: a Tuesday in November 2026, half past ten."""

from tests.web.today.conftest import _now, sofie

__all__ = ["_now", "sofie"]
