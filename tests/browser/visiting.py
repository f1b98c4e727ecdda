"""How browser tests come in and look around."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
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
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']} ({fault['impact']}): {fault['nodes'][0]['html']}" for fault in found]
