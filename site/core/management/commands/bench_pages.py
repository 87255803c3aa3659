"""``make bench-pages``: requests per second and queries of home, a section, an article."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail.models import Page, Site

from core.benchmarks import Measurement, PageMeter
from core.scratch import ScratchSite

ROUNDS = 60


class Command(BaseCommand):
    help = (
        "量首页、栏目、文章的查询数和速度，和一个空的 Django 视图比（同一个进程、同一个处理器）。"
        "默认在临时文件夹里建一个示例网站来量；--here 量 HONGFAN_HOME 里的网站，只读。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--here", action="store_true", help="量现有的网站")
        parser.add_argument("--rounds", type=int, default=ROUNDS, help="每个地址请求多少次")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        rounds = max(options["rounds"], 4)
        if not options["here"]:
            with ScratchSite() as site:
                site.manage("seed_demo")
                flags = ["--json"] if options["json"] else []
                done = site.manage("bench_pages", "--here", "--rounds", str(rounds), *flags)
            self.stdout.write(done.output, ending="")
            return
        meter = PageMeter()
        try:
            measured = {name: meter.measure(path, rounds) for name, path in _addresses().items()}
        except LookupError as error:
            raise CommandError(_("打不开页面：%(why)s") % {"why": error}) from error
        if options["json"]:
            self.stdout.write(json.dumps({name: asdict(one) for name, one in measured.items()}))
        else:
            self._print(measured)

    def _print(self, measured: dict[str, Measurement]) -> None:
        bare = measured["bare"]
        titles = {
            "bare": _("空视图"),
            "home": _("首页"),
            "section": _("栏目"),
            "article": _("文章"),
        }
        columns = [_("查询"), _("冷 ms"), _("热 ms"), _("请求/秒"), _("空视图的几倍"), "KB"]
        self.stdout.write("\t".join([_("页面"), *columns, _("地址")]))
        for name, one in measured.items():
            cells = [
                str(one.queries),
                f"{one.cold:.2f}",
                f"{one.warm:.2f}",
                f"{one.rate:,.0f}",
                f"{one.warm / bare.warm:.1f}",
                f"{one.size / 1024:.0f}",
            ]
            self.stdout.write("\t".join([titles[name], *cells, one.path]))


def _addresses() -> dict[str, str]:
    """A bare view, the home page, its fullest section, and that section's newest article."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        raise CommandError(_("还没有网站。请先运行 make run。"))
    children = site.root_page.get_children().live().public()
    section = children.filter(numchild__gt=0).order_by("-numchild").first()
    article = section and section.get_children().live().public().order_by("-pk").first()
    if section is None or article is None:
        raise CommandError(_("网站里还没有文章。"))
    pages: dict[str, Page] = {"home": site.root_page, "section": section, "article": article}
    addresses = {name: page.get_url() or "/" for name, page in pages.items()}
    return {"bare": reverse("health_live"), **addresses}
