from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from offline.icons import ICONS, draw


class Command(BaseCommand):
    help = "Draw the icons for home screens and share cards anew, into the static files."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "site" / "static" / "hongfan" / "icons"
        for icon in ICONS:
            path = folder / f"{icon.name}.png"
            draw(icon).save(path, optimize=True)
            self.stdout.write(f"{path.name} {path.stat().st_size}")
