"""``requirements/install.py``: what it keeps, repairs and refuses. Nothing is downloaded."""

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "requirements" / "install.py"
DOWNLOADED = "Installing collected packages: wagtail"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """The script as a module, at work in a folder with a lock file; pip is a stand-in.

    ``install.pip`` is what pip will do: its exit code and what it prints. ``install.calls``
    counts.
    """
    monkeypatch.delenv("HONGFAN_TARGET", raising=False)
    folder = tmp_path / "requirements"
    folder.mkdir()
    for name in ("base", "production", "dev"):
        (folder / f"{name}.txt").write_text(f"{name}==1 --hash=sha256:0\n")
    spec = importlib.util.spec_from_file_location("install", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "OURS": venv / ".made-by-hongfan",
        "NOTE": venv / "installed.json",
        "LOG": venv / "install.log",
        "INTERPRETER": venv / "bin" / "python",
    }.items():
        monkeypatch.setattr(module, name, str(value))
    module.calls = []
    module.pip = (0, "")

    def run(command, **options):
        module.calls.append("venv")
        (venv / "bin").mkdir()
        (venv / "bin" / "python").symlink_to(sys.executable)
        return subprocess.CompletedProcess(command, 0, b"")

    def pip(name, turn):
        module.calls.append(name)
        assert not Path(module.NOTE).exists()
        code, output = module.pip
        if code is KeyboardInterrupt:
            raise KeyboardInterrupt
        return code == 0, output

    monkeypatch.setattr(module.subprocess, "run", run)
    monkeypatch.setattr(module, "install", pip)
    return module


def test_first_run_makes_everything(install):
    install.main(["base"])
    assert install.calls == ["venv", "base"]
    assert install.is_installed("base")
    assert not install.is_installed("dev")


def test_second_run_does_nothing(install, capsys):
    install.main(["base"])
    capsys.readouterr()
    install.main(["base"])
    assert install.calls == ["venv", "base"]
    assert capsys.readouterr().out == ""


def test_longer_list_contains_the_shorter(install):
    install.main(["dev"])
    install.main(["base"])
    assert install.calls == ["venv", "dev"]


def test_changed_lock_is_installed_into_the_same_environment(install):
    install.main(["base"])
    Path(install.lock("base")).write_text("base==2 --hash=sha256:0\n")
    install.main(["base"])
    assert install.calls == ["venv", "base", "base"]


def test_cut_short_first_run_begins_anew(install):
    install.pip = (KeyboardInterrupt, "")
    with pytest.raises(KeyboardInterrupt):
        install.main(["base"])
    (Path(install.VENV) / "half-written").touch()

    install.pip = (0, "")
    install.main(["base"])

    assert install.calls == ["venv", "base", "venv", "base"]
    assert not (Path(install.VENV) / "half-written").exists()


def test_failed_download_keeps_what_was_there(install):
    install.main(["base"])
    install.pip = (1, "ERROR: Could not find a version (from versions: none)")

    with pytest.raises(install.Refusal, match="PIP_INDEX_URL"):
        install.main(["dev"])

    assert install.is_installed("base")


def test_failure_while_writing_packages_begins_anew(install):
    install.main(["base"])
    install.pip = (1, f"{DOWNLOADED}\nERROR: [Errno 28] No space left on device")
    with pytest.raises(install.Refusal, match="500 MB"):
        install.main(["dev"])

    install.pip = (0, "")
    install.main(["dev"])

    assert install.calls[-2:] == ["venv", "dev"]


@pytest.mark.parametrize(
    ("key", "value"), [("python", [3, 9]), ("place", "/elsewhere"), ("python", None)]
)
def test_environment_of_another_python_or_place_is_made_anew(install, key, value):
    install.main(["base"])
    note = json.loads(Path(install.NOTE).read_text())
    Path(install.NOTE).write_text(json.dumps({**note, key: value}))
    install.main(["base"])
    assert install.calls == ["venv", "base", "venv", "base"]


def test_environment_whose_python_is_gone_is_made_anew(install):
    install.main(["base"])
    interpreter = Path(install.INTERPRETER)
    interpreter.unlink()
    interpreter.symlink_to("/nonexistent/python")
    install.main(["base"])
    assert install.calls == ["venv", "base", "venv", "base"]


def test_environment_of_somebody_else_is_used_not_deleted(install):
    Path(install.VENV, "bin").mkdir(parents=True)
    Path(install.INTERPRETER).symlink_to(sys.executable)
    theirs = Path(install.VENV) / "theirs"
    theirs.touch()
    install.subprocess.run = lambda command, **options: subprocess.CompletedProcess(command, 0)

    install.main(["base"])

    assert install.calls == ["base"]
    assert theirs.exists()


def test_environment_of_somebody_else_that_will_not_do(install):
    Path(install.VENV).mkdir()
    install.subprocess.run = lambda command, **options: subprocess.CompletedProcess(command, 1)
    with pytest.raises(install.Refusal, match="删除"):
        install.main(["base"])
    assert Path(install.VENV).exists()


def test_old_python_is_told_what_to_do(install, monkeypatch):
    monkeypatch.setattr(install, "OLDEST", (99, 0))
    monkeypatch.setattr(install, "newer_python", lambda: "python3.13")
    with pytest.raises(install.Refusal, match=r"make run PYTHON=python3\.13"):
        install.main(["base"])
    assert install.calls == []


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_module_names_its_package(install, monkeypatch, module):
    monkeypatch.setattr(install, "importable", lambda name: name != module)
    package = "python{}.{}-venv".format(*sys.version_info)
    with pytest.raises(install.Refusal, match=f"{module}.*apt install {package}"):
        install.main(["--check"])


def test_folder_that_can_not_be_written(install):
    Path(install.ROOT, ".venv").symlink_to("/proc/nonexistent")
    with pytest.raises(install.Refusal, match="权限"):
        install.main(["base"])


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "校验值"),
        ("Temporary failure in name resolution", "PIP_INDEX_URL"),
        ("OSError: [Errno 28] No space left on device", "磁盘"),
        ("noise\nERROR: something new\nmore noise", "ERROR: something new"),
        ("", "install.log"),
    ],
)
def test_every_failure_of_pip_is_one_line(install, output, word):
    line = str(install.explain(output))
    assert word in line
    assert "make run" in line
    assert "\n" not in line


def test_message_names_the_target_that_was_called(install, monkeypatch):
    monkeypatch.setenv("HONGFAN_TARGET", "test")
    assert "make test" in str(install.explain(""))


def test_old_python_can_read_it():
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))


def test_chinese_line_in_a_terminal_without_chinese(tmp_path):
    copy = tmp_path / "requirements" / "install.py"
    copy.parent.mkdir()
    copy.write_text(SCRIPT.read_text("utf-8").replace("OLDEST = (3, 11)", "OLDEST = (99, 0)"))
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, str(copy)], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert "需要 Python" in done.stderr.decode()
    assert b"Traceback" not in done.stderr
