"""Makes an empty database into a site; on an existing site, brings roles and workflow up to date."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from approvals.services import ensure_workflow
from home.setup.roles import ensure_roles
from home.setup.translations import extend_to_translations
from home.setup.tree import ensure_home, ensure_locales, ensure_sections
from search.starter import ensure_words


class Command(BaseCommand):
    help = "Make languages, home page, sections, roles and the review workflow. Idempotent."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        home = ensure_home(ensure_locales())
        ensure_sections(home)
        ensure_roles(home)
        ensure_workflow(home)
        extend_to_translations(home)
        ensure_words()
        if options["verbosity"]:
            self.stdout.write("网站已就绪：语言、栏目、角色、三审流程。")
