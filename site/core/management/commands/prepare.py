"""The supervisor's first child: brings the database up to date, and says what went wrong."""

import os
import sys
import traceback
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from core.serving.messages import complain
from core.serving.options import Options
from core.serving.orphan import end_with_supervisor
from core.serving.preparation import prepare


class Command(BaseCommand):
    help = "Migrate, set the site up and, on a first start, add the demo content."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        end_with_supervisor()
        home = Path(settings.HONGFAN_HOME)
        try:
            prepare(home, demo=Options.read(os.environ).demo)
        except DatabaseError as error:
            log = keep_traceback(home)
            complain(
                f"数据库不能用（{error}）。请检查磁盘空间、权限和数据库服务后再运行 make run（详见 {log}）。"
                f" | The database can't be used: check disk, permissions and database server, then "
                f"run make run again (details: {log})."
            )
            sys.exit(1)
        except Exception as error:  # noqa: BLE001 - reported, with the whole story in a file
            log = keep_traceback(home)
            complain(
                f"准备网站时出错（{type(error).__name__}：{error}）。再次运行 make run 会接着做（详见 {log}）。"
                f" | Preparing the site failed; run make run again to go on (details: {log})."
            )
            sys.exit(1)


def keep_traceback(home: Path) -> Path:
    path = home / "prepare.log"
    path.write_text(traceback.format_exc(), encoding="utf-8")
    return path
