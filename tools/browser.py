"""The Chromium of the browser tests: the system's where there is one, else Playwright's own.

`python -m tools.browser` starts it once and fails where it cannot.
"""

import shutil
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def launch_arguments() -> dict[str, Any]:
    """What Playwright's `launch` is given."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return {"args": list(FLAGS), **({"executable_path": found} if found else {})}


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        print(f"Chromium {browser.version}")
        browser.close()
