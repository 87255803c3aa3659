"""Fills an empty site with the demo of a fictional town; see ``home.demo``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.demo.people import logins
from home.demo.seeding import NotOurs, seed
from home.models import HomePage
from search.jobs import build_first


class Command(BaseCommand):
    help = "Put the demo site into an empty site. Idempotent; an interrupted run is completed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="also beside content of your own, or in production (the passwords are public)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seeded = seed(force=options["force"])
        except HomePage.DoesNotExist as error:
            raise CommandError("网站还没有建立，请先运行 manage.py setup_site。") from error
        except NotOurs as error:
            raise CommandError(f"没有放入示例内容：{error} 确实要放，请加 --force。") from error
        # Else the first who search would be told to wait for the worker.
        build_first()
        if options["verbosity"]:
            self._report(seeded.pages, seeded.translations)

    def _report(self, pages: int, translations: int) -> None:
        if pages or translations:
            self.stdout.write(f"示例内容已放入：{pages} 个页面，{translations} 个译文。")
        else:
            self.stdout.write("示例内容已经齐全，没有改动。")
        for login in logins():
            self.stdout.write(f"  {login['username']}  {login['password']}  {login['role']}")
