"""The product's settings with what tests need: a fast hasher, files in a throw-away folder."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("PEERSTOETTE_ENV", "development")
# Playwright's synchronous interface runs inside an event loop
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from peerstoette.settings import *  # noqa: E402, F403
from peerstoette.settings import DATABASES  # noqa: E402

DEBUG = False
# Tests read the message ids. The Danish wording is proved by test_translations and in the browser.
LOCALE_PATHS = []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FOLDER = tempfile.TemporaryDirectory(prefix="peerstoette-test-")  # gone when the run ends
MEDIA_ROOT, STATIC_ROOT = os.path.join(FOLDER.name, "media"), os.path.join(FOLDER.name, "static")
os.mkdir(MEDIA_ROOT)
os.mkdir(STATIC_ROOT)
TRAIL_ANCHORS = Path(FOLDER.name, "anchors.txt")
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # what a test commits need not outlive a power cut
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # a file: the browser's server runs in a thread of its own, and so do the concurrency proofs
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(FOLDER.name, "test.sqlite3")}
