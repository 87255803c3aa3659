"""Listed by ``manage.py help``; ``manage.py`` itself takes this road before it loads Django."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.serving import cli


class Command(BaseCommand):
    help = cli.WEB
    requires_system_checks = []

    def run_from_argv(self, argv: list[str]) -> None:
        sys.exit(cli.main(argv[1:]))

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(cli.main(["web"]))
