from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines


class Command(BaseCommand):
    help = "Compile every template of the house; names all that don't."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = []
        names = list(template_names())
        for engine, name in names:
            try:
                engines[engine].get_template(name)
            except (TemplateSyntaxError, TemplateDoesNotExist) as error:
                problems.append(f"{name}: {type(error).__name__}: {error}")
        if problems:
            raise CommandError("\n".join(problems))
        if options["verbosity"]:
            self.stdout.write(f"{len(names)} templates compile.")


def template_names() -> Iterator[tuple[str, str]]:
    """(engine, template): each file as each engine finds it."""
    for engine, options in engines.templates.items():
        for directory in options["DIRS"]:
            folder = Path(str(directory))
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    yield engine, path.relative_to(folder).as_posix()
