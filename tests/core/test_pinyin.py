import subprocess
import sys

import pytest

from core.pinyin import syllables


@pytest.mark.parametrize(
    ("arguments", "pieces"),
    [
        ({}, ["xiang", "cun", "5G"]),
        ({"initials": True}, ["x", "c", "5G"]),
        ({"others": lambda run: ["-"]}, ["xiang", "cun", "-"]),
    ],
)
def test_pieces(arguments, pieces):
    assert syllables("乡村5G", **arguments) == pieces


def test_a_start_does_not_load_the_dictionaries(settings):
    script = (
        "import django; django.setup(); import sys, config.urls; print('pypinyin' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    assert done.stdout == "False\n"


def environment() -> dict[str, str]:
    paths = ":".join(path for path in sys.path if path)
    return {"PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
