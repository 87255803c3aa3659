"""The size and the place of files, as DESIGN.md sets them."""

import statistics
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = [ROOT / name for name in ("home", "news", "learning", "search")] + [
    path for path in (ROOT / "site").iterdir() if (path / "__init__.py").exists()
]
LONGEST = 400
MEDIAN_OF_MODELS = 120


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def own_files() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in package.rglob("*.py")
        if "migrations" not in path.parts
    ]


def test_no_file_is_too_long():
    assert {str(path): lines(path) for path in own_files() if lines(path) > LONGEST} == {}


def test_model_files_stay_small():
    models = [
        path
        for path in own_files()
        if (path.parent.name == "models" or path.name == "models.py") and lines(path) > 15
    ]
    assert models
    assert statistics.median(map(lines, models)) <= MEDIAN_OF_MODELS


def test_every_package_is_checked_and_tested_as_one():
    """A new app must be named where tools look, or they would silently pass it by."""
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    for package in PACKAGES:
        assert pyproject.count(f'"{package.name}"') >= 3, package.name


@pytest.mark.parametrize("name", ["base", "production", "dev"])
def test_locks_name_no_index(name):
    lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert "://" not in lock
    assert "--index-url" not in lock
    assert lock.count("--hash=sha256:") > lock.count("==")


def test_tests_are_no_packages():
    """pytest imports them by path; a package would shadow the app that it mirrors."""
    tracked = subprocess.run(
        ["git", "ls-files", "tests/*__init__.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert tracked.stdout == ""
