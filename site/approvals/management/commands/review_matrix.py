"""Writes the table of roles and actions into ``docs``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from approvals.matrix import table

HEAD = """# 三审三校：谁能做什么

由 `manage.py review_matrix` 从 `site/approvals/matrix.py` 生成，不要手改。
`tests/approvals/test_matrix.py` 用同一份数据逐格试过每个操作。

代审人要在初审、复审、终审或总编组里，由别人安排，代的那一级记作“代某某”；分级不兼的规则照旧。

"""


class Command(BaseCommand):
    help = "Write docs/review-roles.md; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail if the file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "review-roles.md"
        text = f"{HEAD}{table()}\n"
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/review-roles.md is out of date: run manage.py review_matrix.")
