"""What holds in every environment. Nothing dangerous has a default here.

One subject a module where a subject is long: see ``config/security.py``, ``config/editor.py``.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config.editor import *  # noqa: F403
from config.environment import env
from config.search import *  # noqa: F403
from config.security import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[3]
# Database, media, search index and other state of this installation.
HONGFAN_HOME = env.folder("HONGFAN_HOME", BASE_DIR / "var")

DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "discovery",
    "feeds",
    "offline",
    "home",
    "news",
    "learning",
    "articles",
    "sharing",
    "search",
    "topics",
    "assets",
    "accounts",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    # After Wagtail's admin: it silences that one's letters, which would come beside its digest.
    "approvals",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.response_headers.ResponseHeadersMiddleware",
    # Before whatever may answer by itself: a redirect and a refused address carry them too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.ContentPolicyMiddleware",
    "core.compression.CompressionMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.CleanPathMiddleware",
    "core.middleware.RequestMemoMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.display.middleware.DisplayMiddleware",
    "approvals.withdrawn.WithdrawnMiddleware",
    "core.middleware.UntranslatedMiddleware",
    "core.broken_input.BrokenInputMiddleware",
    "core.working_pages.WorkingPagesMiddleware",
    "approvals.middleware.RefusalMiddleware",
    "core.redirects.OldAddressMiddleware",
    # Last, as its documentation asks: it turns a lock-out into an answer.
    "axes.middleware.AxesMiddleware",
]


def _templates(name: str, *folders: str) -> dict[str, object]:
    """An engine for one way of showing the site: its own folders first, the rest is shared."""
    return {
        "NAME": name,
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*(BASE_DIR / "templates" / folder for folder in folders), BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site_frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }


# Named in ``core.display``: a template that a mode doesn't have is everybody's.
TEMPLATES = [_templates("django"), _templates("elder", "elder"), _templates("paper", "paper")]

# Languages: the source language has no prefix in its addresses.
LANGUAGE_CODE = "zh-hans"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [
    ("zh-hans", _("简体中文")),
    ("zh-hant", _("繁體中文")),
    ("en", _("English")),
]
# Our own words; then, in the source language, what Wagtail's own catalogues leave in English.
LOCALE_PATHS = [BASE_DIR / "site" / "locale", BASE_DIR / "site" / "locale_wagtail"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
STATIC_ROOT = HONGFAN_HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HONGFAN_HOME / "media"

AUTH_USER_MODEL = "accounts.User"
WAGTAILIMAGES_IMAGE_MODEL = "assets.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "assets.Document"

# Readers of private pages.
WAGTAIL_FRONTEND_LOGIN_TEMPLATE = "pages/core/login.html"
LOGOUT_REDIRECT_URL = "/"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "pages/core/password_required.html"  # noqa: S105

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("HONGFAN_LOG_LEVEL", "WARNING")},
    # A refused log-in or a 404 is an event, not a fault of the site.
    "loggers": {
        "axes": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
        # Search says in one line that Elasticsearch is away; its client in fifty, each time.
        "elastic_transport": {"level": "ERROR"},
    },
}
