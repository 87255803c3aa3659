"""In the place of Wagtail's command, which stops at the first refusal."""

from typing import Any

from django.core.management.base import CommandError

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from core.publication import publish_and_expire


class Command(WagtailCommand):
    help = (
        "Take down what has expired and publish what is due, each for itself, as the worker does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        report = publish_and_expire()
        for label in report.published:
            self.stdout.write(f"published: {label}")
        for label in report.expired:
            self.stdout.write(f"taken down: {label}")
        for label, reason in report.refused.items():
            self.stderr.write(f"refused: {label}: {reason}")
        if report.refused:
            raise CommandError("Some of what is due was refused, see above.", returncode=1)
