"""Checks the record of reviews against itself and against what readers see."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from approvals.models import Entry, Manuscript
from approvals.verification import problems


class Command(BaseCommand):
    help = "Check hash chains, contents and every live page against the record of reviews."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for line in problems():
            found += 1
            self.stderr.write(line)
        if found:
            raise CommandError(f"审稿记录有 {found} 处不符，见上。", returncode=1)
        if options["verbosity"]:
            manuscripts, entries = Manuscript.objects.count(), Entry.objects.count()
            self.stdout.write(f"审稿记录完整：{manuscripts} 篇稿件，{entries} 条记录。")
