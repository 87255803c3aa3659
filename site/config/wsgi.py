"""The server's entry."""

import os
import sys
from pathlib import Path

_root = Path(__file__).resolve().parents[2]
for _path in (str(_root), str(_root / "site")):
    if _path not in sys.path:
        sys.path.append(_path)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from core import catalogues, static_addresses  # noqa: E402
from search.door import embedded  # noqa: E402
from search.suggest import warm_up  # noqa: E402

catalogues.keep_at_hand()
static_addresses.keep_at_hand()
warm_up(lambda: embedded().folder)
