from typing import Any

from django.core.management.base import BaseCommand

from core.serving.orphan import end_with_supervisor
from core.worker import BackgroundWorker


class Command(BaseCommand):
    help = "Run background tasks and periodic jobs (scheduled publication, housekeeping) for ever."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        end_with_supervisor()
        BackgroundWorker().run()
