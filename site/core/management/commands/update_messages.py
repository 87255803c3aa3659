import os
import re
import shutil
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

import polib

# Written anew by every run, and no reason to commit.
VOLATILE = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|X-Generator):.*\n', re.MULTILINE)
# Where no messages are, or none that people see.
ELSEWHERE = shutil.ignore_patterns(".*", "__pycache__", "locale", "static", "tests", "var")

Catalogues: TypeAlias = dict[Path, bytes]


class Command(BaseCommand):
    """The compiled catalogues are committed: a site starts without gettext's tools."""

    help = "Bring the message catalogues up to date and compile them."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing, name what is out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.LOCALE_PATHS[0])
        before = {path: path.read_bytes() for path in sorted(folder.rglob("django.po"))}
        if not before:
            return
        if not shutil.which("xgettext"):
            self.missing_tools()
            return
        after = extract(folder)
        if options["check"]:
            check(before, after)
            return
        for path, content in after.items():
            path.write_bytes(content)
            compiled(path).write_bytes(polib.pofile(str(path)).to_binary())

    def missing_tools(self) -> None:
        line = "未安装 gettext，跳过词条检查（apt install gettext）。 | gettext is not installed: skipped."
        if os.environ.get("CI"):
            raise CommandError(line)
        self.stderr.write(line)


def compiled(catalogue: Path) -> Path:
    return catalogue.with_suffix(".mo")


def extract(folder: Path) -> Catalogues:
    """What the catalogues in ``folder`` would be for the sources below the working directory.

    Works on a copy: makemessages writes beside each template while it reads, where linters that
    run at the same time would stumble over it.
    """
    with TemporaryDirectory() as name:
        scratch = Path(name)
        shutil.copytree(Path.cwd(), scratch / "sources", ignore=ELSEWHERE)
        shutil.copytree(folder, scratch / "locale", ignore=shutil.ignore_patterns("*.mo"))
        with chdir(scratch):
            call_command(
                "makemessages",
                all=True,
                no_location=True,
                no_wrap=True,
                no_obsolete=True,
                verbosity=0,
            )
        return {
            folder / path.relative_to(scratch / "locale"): VOLATILE.sub(b"", path.read_bytes())
            for path in sorted((scratch / "locale").rglob("django.po"))
        }


def check(before: Catalogues, after: Catalogues) -> None:
    problems = []
    for path, content in before.items():
        old = polib.pofile(content.decode())
        if names(old) != names(polib.pofile(after[path].decode())):
            problems.append(f"{path}: messages were added or removed since `make messages`")
        problems += [f"{path}: fuzzy: {entry.msgid}" for entry in old.fuzzy_entries()]
        target = compiled(path)
        if not target.exists() or target.read_bytes() != old.to_binary():
            problems.append(f"{target} is not what `make messages` makes of {path.name}")
    if problems:
        raise CommandError("\n".join(problems))


def names(catalogue: polib.POFile) -> set[tuple[str | None, str, str]]:
    """What identifies the entries; their order and flags are up to the version of gettext."""
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue}
