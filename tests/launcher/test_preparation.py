"""What the first start does, what a later one does, and what an interruption leaves to do."""

from django.core.management import call_command
from django.db import OperationalError

import pytest

from core.management.commands import prepare as command
from core.serving import preparation


@pytest.fixture
def steps(monkeypatch):
    """The commands that were called; ``steps.fail`` names the one that is cut short."""

    class Steps(list):
        fail = ""
        fresh = True

        def call(self, name, **options):
            if name == self.fail:
                raise OperationalError("disk full")
            self.append(name)
            if name == "migrate":
                self.fresh = False

    steps = Steps()

    class Recorder:
        def __init__(self, connection):
            pass

        def has_table(self):
            return not steps.fresh

    class Executor:
        def __init__(self, connection):
            self.loader = self
            self.graph = self

        def leaf_nodes(self):
            return []

        def migration_plan(self, targets):
            return ["0001_initial"] if steps.fresh else []

    monkeypatch.setattr(preparation, "call_command", steps.call)
    monkeypatch.setattr(preparation, "MigrationRecorder", Recorder)
    monkeypatch.setattr(preparation, "MigrationExecutor", Executor)
    return steps


def test_first_start_does_everything(steps, tmp_path, capfd):
    preparation.prepare(tmp_path, demo=True)
    assert steps == ["migrate", "setup_site", "seed_demo"]
    assert (tmp_path / "prepared.json").exists()


def test_later_start_leaves_the_content_alone(steps, tmp_path):
    preparation.prepare(tmp_path, demo=True)
    steps.clear()
    preparation.prepare(tmp_path, demo=True)
    assert steps == ["setup_site"]


def test_existing_site_gets_no_demo_content(steps, tmp_path):
    steps.fresh = False
    preparation.prepare(tmp_path, demo=True)
    assert steps == ["setup_site"]


def test_without_demo_none_comes_later_either(steps, tmp_path):
    preparation.prepare(tmp_path, demo=False)
    preparation.prepare(tmp_path, demo=True)
    assert steps == ["migrate", "setup_site", "setup_site"]


@pytest.mark.parametrize("step", ["migrate", "setup_site", "seed_demo"])
def test_start_after_an_interruption_does_the_rest(steps, tmp_path, step):
    steps.fail = step
    with pytest.raises(OperationalError):
        preparation.prepare(tmp_path, demo=True)
    assert not (tmp_path / "prepared.json").exists()

    steps.fail = ""
    preparation.prepare(tmp_path, demo=True)

    assert set(steps) == {"migrate", "setup_site", "seed_demo"}
    assert steps[-1] == "seed_demo"
    assert (tmp_path / "prepared.json").exists()


@pytest.mark.parametrize("error", [OperationalError("disk full"), RuntimeError("disk full")])
def test_failure_is_one_line_with_the_story_in_a_file(
    monkeypatch, settings, tmp_path, capfd, error
):
    def fail(home, demo):
        raise error

    settings.HONGFAN_HOME = tmp_path
    monkeypatch.setattr(command, "prepare", fail)
    monkeypatch.delenv("HONGFAN_PARENT", raising=False)

    with pytest.raises(SystemExit, match="1"):
        call_command("prepare")

    (line,) = capfd.readouterr().err.splitlines()
    assert "disk full" in line
    assert "make run" in line
    assert "Traceback" in (tmp_path / "prepare.log").read_text()
