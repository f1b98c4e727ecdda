"""What every test may ask for, and which tests run where."""

from collections.abc import Iterator
from typing import Any

import django.test
import hypothesis
import pytest
from django.db import connection

from tests.smtp import SmtpSink
from tools import browser, messages

# How long an example takes says more about the machine than about Comptoir.
hypothesis.settings.register_profile("comptoir", deadline=None)
hypothesis.settings.load_profile("comptoir")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # once, not in each of several test processes
        messages.compile_stale()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests in tests/browser, and the quick ones; leave out, and count, what this database cannot show."""
    in_browser = config.rootpath / "tests" / "browser"
    for item in items:
        if item.path.is_relative_to(in_browser):
            item.add_marker("browser")
        if not any(item.get_closest_marker(name) for name in ("browser", "postgres", "slow")):
            item.add_marker("quick")
    if connection.vendor == "postgresql":
        # What asks no database was shown by the run on SQLite.
        left_out = {item for item in items if not _asks_the_database(item)}
    else:
        left_out = {item for item in items if item.get_closest_marker("postgres")}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    is_case = issubclass(getattr(item, "cls", None) or object, django.test.TestCase)
    return is_case or bool(item.get_closest_marker("django_db")) or bool({"db", "transactional_db"} & set(fixtures))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's, with our Chromium."""
    return {**browser_type_launch_args, **browser.launch_arguments()}


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[SmtpSink]:
    """A mail server that keeps what it is sent; Comptoir's mail goes there."""
    with SmtpSink() as sink:
        settings.EMAIL_URL = sink.url
        yield sink


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents to send that take no time to make, where a test is about their way and not about them."""
    from comptoir.invoicing import delivery_claims
    from tests.invoicing.papers import files_of

    monkeypatch.setattr(delivery_claims, "attachments_of", files_of)
