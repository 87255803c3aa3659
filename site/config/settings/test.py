"""The tests: quick, quiet, nothing outside the test folder."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.environment import env
from config.settings.base import *  # noqa: F403

HONGFAN_ENVIRONMENT = "test"
HONGFAN_ICP = "none"
HONGFAN_HOME = Path(tempfile.mkdtemp(prefix="hongfan-test-"))
atexit.register(shutil.rmtree, HONGFAN_HOME, ignore_errors=True)
MEDIA_ROOT = HONGFAN_HOME / "media"
STATIC_ROOT = HONGFAN_HOME / "static"

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

DATABASES: dict[str, dict[str, object]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "TEST": {"NAME": str(HONGFAN_HOME / "test.sqlite3")},
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    }
}
if env.text("HONGFAN_TEST_DATABASE_URL"):
    DATABASES = {"default": env.database("HONGFAN_TEST_DATABASE_URL")}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
HONGFAN_SERVE_MEDIA = True
# Tests write what was asked themselves: a thread would outlive its test.
HONGFAN_SEARCH_COUNT_EVERY = 0
# The fuzz test logs in many times from one address.
AXES_ENABLED = False
env.check()
