"""``manage.py`` as a script."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_bad_settings_are_told_without_a_traceback(tmp_path):
    done = manage("check", HONGFAN_HOME=str(tmp_path), PORT="eight")
    assert done.returncode == 1
    assert "PORT must be a whole number" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_missing_is_told_once(tmp_path):
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
    done = manage("check", HONGFAN_HOME=str(tmp_path), **settings)
    assert done.returncode == 1
    assert done.stderr.count("HONGFAN_SECRET_KEY is not set") == 1


def test_the_web_server_refuses_bad_settings_in_one_message(tmp_path):
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.production"}
    done = manage("web", HONGFAN_HOME=str(tmp_path), **settings)
    assert done.returncode == 1
    assert done.stderr.startswith("✗ ")
    assert done.stderr.count("HONGFAN_SECRET_KEY is not set") == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert "Worker" not in done.stderr + done.stdout


def test_supervisor_starts_without_django(tmp_path):
    # -S: no installed package can be found at all.
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "manage.py"), "serve", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "--check" in done.stdout
