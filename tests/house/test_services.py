"""Nothing is skipped silently, and nothing at all in CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest
@pytest.mark.browser
def test_page(): pass
@pytest.mark.skip(reason="no server")
def test_server(): pass
@pytest.mark.xfail(reason="known")
def test_known(): assert False
"""


@pytest.fixture
def run(tmp_path):
    """Run three tests under the hooks of this suite, on a machine without a browser."""
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
    (tmp_path / "conftest.py").write_text("from tests.support.services import *\n")

    def run(**environment: str) -> str:
        clean = {
            key: value for key, value in os.environ.items() if key not in ("CI", "PYTEST_ADDOPTS")
        }
        clean.update(PYTHONPATH=str(ROOT), PATH="/nonexistent", **environment)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-p",
                "no:django",
                "-p",
                "no:cacheprovider",
                str(tmp_path),
            ],
            env=clean,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    return run


def test_one_line_for_each_reason(run):
    output = run()
    assert "2 skipped, 1 xfailed" in output
    assert "跳过 1 项 skipped: 没有找到 Chromium" in output
    assert "跳过 1 项 skipped: no server" in output


def test_skipping_fails_in_ci(run):
    output = run(CI="true")
    assert "1 xfailed, 2 errors" in output
    assert "skipped in CI: 没有找到 Chromium" in output


def test_named_browser_is_used(run):
    assert "1 passed, 1 skipped, 1 xfailed" in run(HONGFAN_BROWSER="/opt/browser")
