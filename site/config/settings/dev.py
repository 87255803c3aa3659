"""The site on one machine with its embedded database: what ``make run`` starts.

Nothing here is for the public internet; ``config.settings.production`` is.
"""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.environment import env
from config.settings.base import *  # noqa: F403
from config.settings.base import HONGFAN_HOME

DEBUG = env.flag("HONGFAN_DEBUG")
HONGFAN_ENVIRONMENT = "dev"
HONGFAN_ICP = "none"


def _secret_key() -> str:
    """A key made once and kept beside the database, readable by its owner only."""
    stored = HONGFAN_HOME / "secret_key"
    if stored.exists():
        return stored.read_text().strip()
    # No folder yet (a check, a build): a key for this process only.
    return secrets.token_urlsafe(50)


SECRET_KEY = env.text("HONGFAN_SECRET_KEY") or _secret_key()
ALLOWED_HOSTS = ["*"] if DEBUG else ["localhost", "127.0.0.1", "[::1]", *env.words("HONGFAN_HOSTS")]


def _embedded_database() -> Path:
    """SQLite makes the file, not the folder it lies in."""
    try:
        HONGFAN_HOME.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"文件夹 {HONGFAN_HOME} 不能建立（{error.strerror}）。请修改权限，或用 HONGFAN_HOME=… 换一个。"
            " | This folder can't be made: change permissions, or name another with HONGFAN_HOME=…"
        ) from error
    return HONGFAN_HOME / "hongfan.sqlite3"


DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _embedded_database(),
        # Opening a database means reading its whole schema: 15 ms that a request need not pay.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Writers wait for each other instead of failing when a read turns into a write.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
}
if env.text("HONGFAN_DATABASE_URL"):
    DATABASES = {"default": env.database("HONGFAN_DATABASE_URL")}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Static files straight from the source folders: no build step between clone and site.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]
HONGFAN_SERVE_MEDIA = True

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HONGFAN_HOME / "mail"

WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{env.number('PORT', 8000)}"
env.check()
