"""``site`` is a module of Python's own: our folder of that name must never be taken for it."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[2]
SOURCE_ROOT = ROOT / "site"


def test_no_module_directly_in_the_source_root():
    assert [path.name for path in SOURCE_ROOT.glob("*.py")] == []


def test_no_app_is_reachable_through_the_name_of_the_source_root():
    script = "import site, importlib.util; print(site.__file__, importlib.util.find_spec('core'))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        # The repository before everything, as a careless tool would put it.
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{SOURCE_ROOT}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    standard, _, core = done.stdout.strip().partition(" ")
    library = Path(standard)
    assert library.name == "site.py"
    assert SOURCE_ROOT not in library.parents
    assert str(SOURCE_ROOT / "core") in core


def test_no_tool_writes_into_the_source_root():
    for name in ("MEDIA_ROOT", "STATIC_ROOT", "HONGFAN_HOME"):
        folder = Path(getattr(settings, name)).resolve()
        assert SOURCE_ROOT not in (folder, *folder.parents), name


def test_ignore_files_leave_the_source_root_in():
    for name in (".gitignore", ".dockerignore"):
        path = ROOT / name
        lines = path.read_text().split() if path.exists() else []
        assert not {"site", "site/", "/site", "/site/"} & set(lines), name
