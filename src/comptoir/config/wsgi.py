"""The web server's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")
application = get_wsgi_application()

# The first visitor shall not wait until all pages are loaded.
assert get_resolver().url_patterns
# What is there now stays: looking through it for garbage, again and again, would hold a page up now and then.
gc.collect()
gc.freeze()
