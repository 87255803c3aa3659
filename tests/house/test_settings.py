"""The effective settings: what Django really uses, not what a file seems to say.

Django and Wagtail pass over a key they don't know, so a setting may be dead without anyone
noticing; and an environment may replace what another one set.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from django.conf import global_settings

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = {
    "dev": {},
    "production": {
        "HONGFAN_SECRET_KEY": "x" * 60,
        "HONGFAN_HOSTS": "dang.example.cn",
        "HONGFAN_DATABASE_URL": "postgres://u:p@localhost/hongfan",
        "HONGFAN_ICP": "none",
    },
}
OURS = [
    "core",
    "accounts",
    "assets",
    "topics",
    "approvals",
    "articles",
    "home",
    "news",
    "learning",
    "search",
]
THIRD_PARTY = [
    "django.core.mail",
    "wagtail",
    "wagtail_localize",
    "wagtailmedia",
    "axes",
    "csp",
    "whitenoise",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
]
MODELS = ["accounts.User", "assets.Image", "assets.Document", "assets.Media"]
PROBE = """
import json, django
from django.conf import settings
django.setup()
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.files.storage import storages
from django.core.mail import get_connection
from django.db import connection
from django.template import engines
from django_tasks import task_backends
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtailmedia.models import get_media_model
def name(thing):
    return type(thing).__module__ + "." + type(thing).__qualname__
models = get_user_model(), get_image_model(), get_document_model(), get_media_model()
print(json.dumps({
    "uploads": name(storages["default"]),
    "static": name(storages["staticfiles"]),
    "cache": name(caches["default"]),
    "mail": name(get_connection()),
    "tasks": name(task_backends["default"]),
    "database": connection.vendor,
    "models": [model._meta.label for model in models],
    "template loader": name(engines["django"].engine.template_loaders[0]),
    "debug": settings.DEBUG,
    "names": [key for key in dir(settings) if key.isupper() and settings.is_overridden(key)],
}))
"""


@cache
def effective(environment: str) -> dict:
    return json.loads(run(environment, PROBE, "/nonexistent/hongfan"))


def run(environment: str, script: str, home: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": f"config.settings.{environment}",
            "HONGFAN_HOME": home,
            **ENVIRONMENTS[environment],
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_embedded_site():
    assert {key: value for key, value in effective("dev").items() if key != "names"} == {
        "uploads": "django.core.files.storage.filesystem.FileSystemStorage",
        "static": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "cache": "django.core.cache.backends.locmem.LocMemCache",
        "mail": "django.core.mail.backends.filebased.EmailBackend",
        "tasks": "django_tasks_db.backend.DatabaseBackend",
        "database": "sqlite",
        "models": MODELS,
        "template loader": "django.template.loaders.cached.Loader",
        "debug": False,
    }


def test_production():
    assert {key: value for key, value in effective("production").items() if key != "names"} == {
        "uploads": "django.core.files.storage.filesystem.FileSystemStorage",
        "static": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "cache": "django.core.cache.backends.locmem.LocMemCache",
        "mail": "django.core.mail.backends.filebased.EmailBackend",
        "tasks": "django_tasks_db.backend.DatabaseBackend",
        "database": "postgresql",
        "models": MODELS,
        "template loader": "django.template.loaders.cached.Loader",
        "debug": False,
    }


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_setting_is_known_to_somebody(environment):
    ours = re.compile(r"HONGFAN_|BASE_DIR$")
    names = {name for name in effective(environment)["names"] if not ours.match(name)}

    unknown = names - {name for name in dir(global_settings) if name.isupper()} - known_words()

    assert unknown == set()


@cache
def known_words() -> set[str]:
    """Every upper-case word in sources that may read a setting."""
    words: set[str] = set()
    for package in THIRD_PARTY:
        words |= words_of(package, r"\b[A-Z][A-Z0-9_]{3,}\b")
    # These two add their prefix in code.
    words |= {f"{prefix}_{word}" for word in words for prefix in ("AXES", "WHITENOISE")}
    for package in OURS:
        words |= words_of(package, r"settings\.([A-Z_]+)")
    return words


def words_of(package: str, pattern: str) -> set[str]:
    spec = importlib.util.find_spec(package)
    assert spec and spec.origin, package
    files = Path(spec.origin).parent.rglob("*.py")
    return {word for path in files for word in re.findall(pattern, path.read_text("utf-8"))}


def test_the_embedded_database_lets_readers_and_a_writer_work_at_once(tmp_path):
    script = (
        "import django; django.setup(); from django.db import connection as c; k = c.cursor();"
        "print([k.execute(f'PRAGMA {p}').fetchone()[0] for p in"
        " ('journal_mode', 'busy_timeout', 'foreign_keys')], c.transaction_mode)"
    )
    assert run("dev", script, str(tmp_path)) == "['wal', 20000, 1] IMMEDIATE\n"
