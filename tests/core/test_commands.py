"""The commands behind ``make lint`` and ``make messages``."""

import shutil
from pathlib import Path

from django.core.management import CommandError, call_command

import polib
import pytest


class TestCheckTemplates:
    @pytest.fixture(autouse=True)
    def templates(self, tmp_path, settings):
        backend = "django.template.backends.django.DjangoTemplates"
        settings.TEMPLATES = [{"BACKEND": backend, "DIRS": [tmp_path]}]
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages" / "good.html").write_text("{% if a %}{% endif %}")
        return tmp_path

    def test_good_templates(self, capsys):
        call_command("check_templates")
        assert capsys.readouterr().out == "1 templates compile.\n"

    def test_names_every_bad_one(self, templates):
        (templates / "open.html").write_text("{% if a %}")
        (templates / "pages" / "unknown.html").write_text("{% nonsense %}")
        with pytest.raises(CommandError, match=r"(?s)open\.html: .*pages/unknown\.html: "):
            call_command("check_templates")


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")


def write_source(*messages: str) -> None:
    calls = [f'_("{text}")' for text in messages]
    lines = ["from django.utils.translation import gettext as _", *calls]
    Path("models.py").write_text("\n".join(lines), "utf-8")


class TestUpdateMessages:
    @pytest.fixture(autouse=True)
    def project(self, tmp_path, settings, monkeypatch):
        """A project with one message, its catalogue up to date."""
        monkeypatch.chdir(tmp_path)
        settings.LOCALE_PATHS = [tmp_path / "locale"]
        CATALOGUE.parent.mkdir(parents=True)
        CATALOGUE.write_text(HEADER)
        write_source("导语")

    @pytest.fixture
    def gettext(self):
        if not shutil.which("xgettext"):
            pytest.skip("gettext is not installed")

    def test_writes_and_compiles(self, gettext):
        call_command("update_messages")
        assert [entry.msgid for entry in polib.pofile(str(CATALOGUE))] == ["导语"]
        assert CATALOGUE.with_suffix(".mo").exists()
        call_command("update_messages", check=True)

    @pytest.mark.parametrize("messages", [["导语", "来源"], ["来源"]])
    def test_check_finds_what_changed_and_changes_nothing(self, gettext, messages):
        call_command("update_messages")
        before = CATALOGUE.read_bytes()
        write_source(*messages)
        with pytest.raises(CommandError, match="added or removed"):
            call_command("update_messages", check=True)
        assert CATALOGUE.read_bytes() == before

    def test_check_finds_a_stale_compilation(self, gettext):
        call_command("update_messages")
        catalogue = polib.pofile(str(CATALOGUE))
        catalogue[0].msgstr = "Lead"
        CATALOGUE.write_text(str(catalogue) + "\n", "utf-8")
        with pytest.raises(CommandError, match=r"django\.mo is not"):
            call_command("update_messages", check=True)

    def test_check_finds_a_doubtful_translation(self, gettext):
        call_command("update_messages")
        catalogue = polib.pofile(str(CATALOGUE))
        catalogue[0].msgstr = "Lead"
        catalogue[0].flags = ["fuzzy"]
        catalogue.save()
        with pytest.raises(CommandError, match="fuzzy: 导语"):
            call_command("update_messages", check=True)

    def test_without_gettext_says_so(self, monkeypatch, capsys):
        monkeypatch.setattr(shutil, "which", lambda name: None)
        monkeypatch.delenv("CI", raising=False)
        call_command("update_messages", check=True)
        assert capsys.readouterr().err.count("\n") == 1

    def test_without_gettext_ci_fails(self, monkeypatch):
        monkeypatch.setattr(shutil, "which", lambda name: None)
        monkeypatch.setenv("CI", "true")
        with pytest.raises(CommandError, match="gettext"):
            call_command("update_messages", check=True)
