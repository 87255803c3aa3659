"""Makes an empty database into a site; on an existing site, brings roles and workflow up to date."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from approvals.adoption import adopt_what_was_live
from approvals.services import ensure_workflow
from home.setup.roles import ensure_roles
from home.setup.translations import extend_to_translations
from home.setup.tree import ensure_home, ensure_locales, ensure_sections
from search.starter import ensure_words


class Command(BaseCommand):
    help = "Make languages, home page, sections, roles and the review workflow. Idempotent."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        # First of all: what follows writes into the record.
        adopted = adopt_what_was_live()
        home = ensure_home(ensure_locales())
        ensure_sections(home)
        ensure_roles(home)
        ensure_workflow(home)
        extend_to_translations(home)
        ensure_words()
        if adopted:
            self.stdout.write(
                f"启用审稿记录：{adopted.live} 个已发布的页面记入记录；{adopted.reviews} 篇在审稿件"
                f"和 {adopted.schedules} 个定时发布已取消，请重新送审。"
            )
        if options["verbosity"]:
            self.stdout.write("网站已就绪：语言、栏目、角色、三审流程。")
