"""Production in a process of its own, with only the environment under test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPLETE = {
    "HONGFAN_SECRET_KEY": "x" * 60,
    "HONGFAN_HOSTS": "dang.example.cn",
    "HONGFAN_DATABASE_URL": "postgres://u:p@localhost/hongfan",
    "HONGFAN_ICP": "none",
}


def start(environment, code="print('started')"):
    return subprocess.run(
        [sys.executable, "-c", f"import config.settings.production as settings; {code}"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_environment_starts():
    done = start(COMPLETE)
    assert done.stdout == "started\n", done.stderr


def test_everything_missing_is_named_at_once():
    done = start({})
    assert done.returncode != 0
    for name in COMPLETE:
        assert f"{name} is not set" in done.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_nothing_may_be_missing(name):
    done = start({key: value for key, value in COMPLETE.items() if key != name})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("HONGFAN_SECRET_KEY", "short"), ("HONGFAN_HOSTS", "*")]
)
def test_dangerous_values_are_refused(name, value):
    done = start({**COMPLETE, name: value})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.parametrize("name", ["HONGFAN_PROXIES", "HONGFAN_SEARCHES_PER_MINUTE"])
@pytest.mark.parametrize("value", ["many", "-1", "1.5"])
def test_numbers_of_search_are_checked_too(name, value):
    done = start({**COMPLETE, name: value})
    assert done.returncode != 0
    assert f"{name} must be a whole number" in done.stderr


def test_cookies_and_transport_are_safe():
    done = start(
        COMPLETE,
        "print(settings.DEBUG, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE)",
    )
    assert done.stdout == "False True True\n", done.stderr
