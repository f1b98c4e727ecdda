"""How browser tests come in and look around."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page

from comptoir.accounts.models import User

STILL = """
Promise.all(
  document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
    .map((each) => each.finished.catch(() => null))
).then(() => null)
"""


def let_in(page: Page, live_server: Any, user: User) -> None:
    """Log `user` in without the form, which has its own test."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": live_server.url}]
    )


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is now, once its colours stand still: half faded they have no contrast."""
    page.evaluate(STILL)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((told) => told.violations)")
    return [f"{fault['id']} ({fault['impact']}): {fault['nodes'][0]['html']}" for fault in found]


def faults_in_both_themes(page: Page) -> list[str]:
    """What is wrong with the page as it is now: wide and light, then on a telephone and dark, and whether it fits there."""
    wrong: list[str] = []
    for theme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{theme}, {width} px: {fault}" for fault in faults(page) + wider_than_the_screen(page)]
    return wrong


def wider_than_the_screen(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{width} px wider than the screen"] if width > 0 else []
