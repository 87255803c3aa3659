"""The site with Wagtail's own search instead of ours, for comparison in ``make bench-search``."""

from pathlib import Path

from config.settings.dev import *  # noqa: F403
from config.settings.dev import TEMPLATES

ROOT_URLCONF = "tests.support.bench.stock_urls"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}
}
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]
