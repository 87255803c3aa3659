import os
import re
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

import polib

# Written anew by every run, and no reason to commit.
VOLATILE = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|X-Generator):.*\n', re.MULTILINE)


class Command(BaseCommand):
    """The compiled catalogues are committed: a site starts without gettext's tools."""

    help = "Bring the message catalogues up to date and compile them."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing, name what is out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        catalogues = sorted(
            path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("django.po")
        )
        if not catalogues:
            return
        if not shutil.which("xgettext"):
            self.missing_tools()
            return
        before = {path: path.read_bytes() for path in catalogues}
        try:
            extract()
            if options["check"]:
                check(before)
            else:
                for path in catalogues:
                    compiled(path).write_bytes(polib.pofile(str(path)).to_binary())
        finally:
            if options["check"]:
                for path, content in before.items():
                    path.write_bytes(content)

    def missing_tools(self) -> None:
        line = "未安装 gettext，跳过词条检查（apt install gettext）。 | gettext is not installed: skipped."
        if os.environ.get("CI"):
            raise CommandError(line)
        self.stderr.write(line)


def compiled(catalogue: Path) -> Path:
    return catalogue.with_suffix(".mo")


def extract() -> None:
    call_command(
        "makemessages",
        all=True,
        no_location=True,
        no_wrap=True,
        no_obsolete=True,
        ignore_patterns=[".venv", "var", "tests", "node_modules"],
        verbosity=0,
    )


def check(before: dict[Path, bytes]) -> None:
    problems = []
    for path, content in before.items():
        now = path.read_bytes()
        if VOLATILE.sub(b"", now) != VOLATILE.sub(b"", content):
            problems.append(f"{path}: messages were added or removed since `make messages`")
        old = polib.pofile(content.decode())
        problems += [f"{path}: fuzzy: {entry.msgid}" for entry in old.fuzzy_entries()]
        target = compiled(path)
        if not target.exists() or target.read_bytes() != old.to_binary():
            problems.append(f"{target} is not what `make messages` makes of {path.name}")
    if problems:
        raise CommandError("\n".join(problems))
