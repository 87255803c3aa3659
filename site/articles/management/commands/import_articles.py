"""``manage.py import_articles FILE.jsonl --section news``: articles from a file.

Ends with 0 when every row is in, 1 when some rows were refused (the rest is in), 2 when the
import could not start, 130 when it was interrupted. Interrupted or corrected: run it again.
"""

import datetime
import resource
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail.models import Page

from accounts.models import User
from articles.importing.approval import ImportApproval
from articles.importing.importer import Importer, Options
from articles.importing.progress import ProgressBar
from articles.importing.report import Report
from articles.importing.rows import BadRow, UnreadableFile
from articles.importing.sections import NoSuchSection, find_section
from articles.importing.values import read_date
from articles.models import ArticleIndexPage
from core.statistics import refresh_statistics

COULD_NOT_START = 2
INTERRUPTED = 130
# Remarks about rows that were imported all the same; the report file has them all.
NOTES_SHOWN = 50


def keep_memory_flat() -> None:
    """SQLite keeps what was read and written in memory, up to some hundred MB for the web site's
    sake; an import goes through once and gains nothing by it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute("PRAGMA cache_size=-16000")


class Command(BaseCommand):
    help = (
        "从 JSON Lines 文件导入稿件：每行一个对象，字段有 id、title、body（纯文本或 HTML）、date、"
        "source、topics、summary、author、original_url、branch。再次运行只更新变了的，不会重复。"
        "不加 --approved-by 导入为草稿。"
        "退出码：0 全部导入，1 有的行未导入，2 没能开始，130 被中断。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="JSON Lines 文件，UTF-8 编码")
        parser.add_argument(
            "--section", required=True, metavar="NAME", help="导入到哪个栏目：news 或 /news/"
        )
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="把逐行的问题存成 CSV，表格软件可以打开"
        )
        approval = parser.add_argument_group("批准发布（在别处已经公开发布过的稿件）")
        approval.add_argument("--approved-by", metavar="USER", help="由谁批准；要有发布权限")
        approval.add_argument("--reason", default="", help="批准的理由，会记入日志")
        missing = parser.add_argument_group("文件里没有的内容")
        missing.add_argument(
            "--default-date", metavar="DATE", help="没有日期的行用这一天（默认今天）"
        )
        missing.add_argument(
            "--create-sources",
            nargs="?",
            const="reprint",
            default="reprint",
            choices=["reprint", "own", "none"],
            help="名单里没有的来源：reprint 作为转载来源加进名单（默认），own 作为本单位，none 不导入",
        )
        missing.add_argument(
            "--title-from-body", action="store_true", help="没有标题的行用正文第一句"
        )
        again = parser.add_argument_group("再次导入")
        again.add_argument(
            "--feed", metavar="NAME", help="编号是谁家的；不同来源的编号会重复时要写（默认按栏目）"
        )
        again.add_argument(
            "--overwrite",
            action="store_true",
            help="导入后有人改过的稿件也更新（旧版本留在历史里）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        section = self._section(options["section"])
        rules = Options(
            feed=(options["feed"] or f"section-{section.pk}")[:60],
            default_date=self._date(options["default_date"]),
            approval=self._approval(section, options["approved_by"], options["reason"].strip()),
            new_sources=options["create_sources"],
            title_from_body=options["title_from_body"],
            overwrite=options["overwrite"],
            dry_run=options["dry_run"],
        )
        keep_memory_flat()
        report = Report()
        started = time.monotonic()
        is_interrupted = False
        try:
            self._run(Importer(section, rules, report), options["file"], report)
        except KeyboardInterrupt:
            is_interrupted = True
        except UnreadableFile as error:
            raise CommandError(
                _("读不了 %(file)s：%(why)s") % {"file": options["file"], "why": error},
                returncode=COULD_NOT_START,
            ) from error
        except Page.DoesNotExist as error:
            raise CommandError(_("栏目在导入时被删除了。"), returncode=COULD_NOT_START) from error
        if (report.created or report.updated) and not rules.dry_run:
            refresh_statistics()
        self._sum_up(report, time.monotonic() - started, rules.dry_run)
        if options["report"]:
            self._save_report(report, options["report"])
        if is_interrupted:
            self.stdout.write(_("已中断。用同样的命令再运行一次，会接着导入。"))
            sys.exit(INTERRUPTED)
        if report.refused:
            sys.exit(1)

    # What was asked for

    def _section(self, name: str) -> ArticleIndexPage:
        try:
            return find_section(name)
        except NoSuchSection as error:
            raise CommandError(str(error), returncode=COULD_NOT_START) from error

    def _date(self, text: str | None) -> datetime.date:
        try:
            return read_date(text) or timezone.localdate()
        except BadRow as error:
            raise CommandError(f"--default-date：{error}", returncode=COULD_NOT_START) from error

    def _approval(
        self, section: ArticleIndexPage, username: str | None, reason: str
    ) -> ImportApproval | None:
        if username is None:
            if reason:
                raise CommandError(
                    _("--reason 要和 --approved-by 一起用。"), returncode=COULD_NOT_START
                )
            return None
        if not reason:
            raise CommandError(
                _("用 --reason 写明为什么不经审稿就发布。"), returncode=COULD_NOT_START
            )
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(
                _("没有用户“%(name)s”，或已停用。") % {"name": username},
                returncode=COULD_NOT_START,
            )
        approval = ImportApproval(user, reason)
        if not approval.may_publish_below(section):
            raise CommandError(
                _("用户“%(name)s”在这个栏目没有发布权限。") % {"name": username},
                returncode=COULD_NOT_START,
            )
        return approval

    # What is said

    def _run(self, importer: Importer, path: Path, report: Report) -> None:
        size = path.stat().st_size if path.is_file() else 0
        bar = ProgressBar(sys.stderr, size, _("行"))
        shown = notes = 0

        def progress(position: int, report: Report) -> None:
            nonlocal shown, notes
            bar.clear()
            for remark in report.remarks[shown:]:
                notes += not remark.refused
                if remark.refused or notes <= NOTES_SHOWN:
                    self.stdout.write(str(remark))
            shown = len(report.remarks)
            bar.show(position, report.rows)

        try:
            importer.run(path, progress)
        finally:
            bar.clear()
        if notes > NOTES_SHOWN:
            self.stdout.write(
                _("另有 %(count)d 条“注意”，用 --report 可以全部存下。")
                % {"count": notes - NOTES_SHOWN}
            )

    def _sum_up(self, report: Report, seconds: float, is_dry_run: bool) -> None:
        if report.ignored_fields:
            names = "、".join(f"{name}×{n}" for name, n in report.ignored_fields.most_common(10))
            self.stdout.write(_("没有用到的字段：%(names)s") % {"names": names})
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        written = report.created + report.updated
        self.stdout.write(
            _(
                "%(start)s%(rows)s 行：新建 %(created)s，更新 %(updated)s，未变 %(unchanged)s，"
                "未导入 %(refused)s。用时 %(seconds).1f 秒，每秒 %(rate)s 篇，内存最高 %(peak)d MB。"
            )
            % {
                "start": _("（只检查，没有写入）") if is_dry_run else "",
                "rows": f"{report.rows:,}",
                "created": f"{report.created:,}",
                "updated": f"{report.updated:,}",
                "unchanged": f"{report.unchanged:,}",
                "refused": f"{report.refused:,}",
                "seconds": seconds,
                "rate": f"{written / max(seconds, 0.001):,.0f}",
                "peak": peak,
            }
        )

    def _save_report(self, report: Report, path: Path) -> None:
        try:
            report.write_csv(path)
        except OSError as error:
            raise CommandError(
                _("写不了 %(file)s：%(why)s") % {"file": path, "why": error.strerror or error}
            ) from error
