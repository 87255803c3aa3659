from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template


class Command(BaseCommand):
    help = "Compile every template of the house; names all that don't."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = []
        names = list(template_names())
        for name in names:
            try:
                get_template(name)
            except (TemplateSyntaxError, TemplateDoesNotExist) as error:
                problems.append(f"{name}: {type(error).__name__}: {error}")
        if problems:
            raise CommandError("\n".join(problems))
        if options["verbosity"]:
            self.stdout.write(f"{len(names)} templates compile.")


def template_names() -> Iterator[str]:
    for engine in settings.TEMPLATES:
        for name in engine["DIRS"]:
            folder = Path(str(name))
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    yield path.relative_to(folder).as_posix()
