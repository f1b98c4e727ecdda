"""Comptoir's settings as the tests want them: data in a folder thrown away afterwards, nothing of the machine's own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # one of several test processes: a folder inside the first one's
    var = Path(os.environ["COMPTOIR_VAR"]) / worker
else:
    var = Path(tempfile.mkdtemp(prefix="comptoir-tests-"))
    atexit.register(shutil.rmtree, var, ignore_errors=True)
(var / "static").mkdir(parents=True)

os.environ["COMPTOIR_VAR"] = str(var)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the tests
for variable in (
    "SECRET_KEY",
    "EMAIL_URL",
    "EINVOICE_URL",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "BEHIND_PROXY",
    "DEBUG",
):
    os.environ.pop(variable, None)

from comptoir.config.settings import *  # noqa: E402, F403
from comptoir.config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; the real one is slow on purpose

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that the threads of a live server see what a test has committed.
    DATABASES["default"]["TEST"] = {"NAME": str(var / "tests.sqlite3")}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # a connection left open would keep the test database from being dropped
