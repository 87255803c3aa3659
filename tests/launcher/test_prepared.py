"""When a start may leave the database as it is."""

import sqlite3

import pytest

from core.serving import prepared
from core.serving.options import Options


@pytest.fixture
def home(tmp_path):
    with sqlite3.connect(tmp_path / "hongfan.sqlite3") as database:
        database.execute("CREATE TABLE django_migrations (id INTEGER, app TEXT, name TEXT)")
        database.execute("INSERT INTO django_migrations VALUES (1, 'core', '0001_initial')")
    database.close()
    return tmp_path


def options(home, **environment):
    return Options.read({"HONGFAN_HOME": str(home), **environment})


def test_not_before_it_was_prepared(home):
    assert not prepared.is_prepared(options(home))


def test_prepared(home):
    prepared.write_note(home)
    assert prepared.is_prepared(options(home))


def test_not_after_the_database_went_back(home):
    prepared.write_note(home)
    with sqlite3.connect(home / "hongfan.sqlite3") as database:
        database.execute("DELETE FROM django_migrations")
    database.close()
    assert not prepared.is_prepared(options(home))


def test_not_without_a_database(home):
    prepared.write_note(home)
    (home / "hongfan.sqlite3").unlink()
    assert not prepared.is_prepared(options(home))
    assert not (home / "hongfan.sqlite3").exists()


def test_not_with_a_note_cut_short(home):
    prepared.write_note(home)
    prepared.note_path(home).write_text("{")
    assert not prepared.is_prepared(options(home))


@pytest.mark.parametrize(
    "environment",
    [
        {"HONGFAN_DATABASE_URL": "postgres://u@h/n"},
        {"DJANGO_SETTINGS_MODULE": "config.settings.production"},
    ],
)
def test_never_for_a_database_that_it_can_not_read(home, environment):
    prepared.write_note(home)
    assert not prepared.is_prepared(options(home, **environment))


@pytest.fixture
def code(tmp_path):
    for package in prepared.CODE:
        (tmp_path / package).mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("wagtail==8.0.1")
    (tmp_path / "home" / "models.py").write_text("a = 1")
    return tmp_path


@pytest.mark.parametrize("name", ["home/models.py", "requirements/base.txt", "site/new.py"])
def test_any_change_of_code_or_packages_counts(code, name):
    before = prepared.code_digest(code)
    (code / name).write_text("changed")
    assert prepared.code_digest(code) != before


def test_other_files_do_not_count(code):
    before = prepared.code_digest(code)
    (code / "home" / "notes.txt").write_text("changed")
    assert prepared.code_digest(code) == before
