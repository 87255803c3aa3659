"""The settings of one machine: its folder."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def manage(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HONGFAN_")}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env={**environ, "HONGFAN_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    done = manage(
        home, "shell", "--no-imports", "-c", "from django.db import connection as c; c.cursor()"
    )
    assert done.returncode == 0, done.stderr
    assert (home / "hongfan.sqlite3").exists()


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = manage(tmp_path / "file" / "home", "diffsettings")
    assert done.returncode == 1
    assert done.stderr.startswith("✗ 文件夹")
    assert "Traceback" not in done.stderr
