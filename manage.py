#!/usr/bin/env python
"""Django's command line. The only script: it puts the source root ``site/`` on the path."""

import os
import sys
from pathlib import Path


def main() -> None:
    sys.path.append(str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if sys.argv[1:2] in (["serve"], ["web"]):
        # They start the processes that need Django, and answer sooner without it.
        from core.serving.cli import main as start

        sys.exit(start(sys.argv[1:]))
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # The operator's matter, not a fault of the code: the message says all.
        sys.exit(f"✗ {error}")


if __name__ == "__main__":
    main()
