"""What can't work is said in one line that tells what to do."""

import errno
import os
import socket
import stat

import pytest

from core.serving import port as ports
from core.serving.cli import main
from core.serving.home import ensure_secret_key
from core.serving.messages import CannotStart
from core.serving.options import Options


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("HOST", "PORT", "HONGFAN_DEMO", "DJANGO_SETTINGS_MODULE", "HONGFAN_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HONGFAN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def refusal(home, capfd):
    """Run ``serve --check`` and return its one line."""

    def check() -> str:
        assert main(["serve", "--check"]) == 1
        lines = capfd.readouterr().err.splitlines()
        assert len(lines) == 1
        assert lines[0].startswith("✗ ")
        assert " | " in lines[0]
        return lines[0]

    return check


@pytest.fixture
def busy_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_good_start_says_nothing(home, monkeypatch, capfd, launcher):
    monkeypatch.setenv("PORT", str(launcher.unused_port()))
    assert main(["serve", "--check"]) == 0
    assert capfd.readouterr() == ("", "")


def test_port_in_use_names_a_free_one(refusal, monkeypatch, busy_port):
    monkeypatch.setenv("PORT", str(busy_port))

    line = refusal()

    assert str(busy_port) in line
    other = int(line.rpartition("PORT=")[2])
    assert ports.listening_error("127.0.0.1", other) is None


@pytest.mark.parametrize("text", ["0", "65536", "eight", "-1", "８０００", "80 00"])
def test_port_that_is_none(refusal, monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    assert "PORT" in refusal()


def test_host_of_another_machine(refusal, monkeypatch):
    # Reserved for documentation: no machine has it.
    monkeypatch.setenv("HOST", "192.0.2.1")
    assert "192.0.2.1" in refusal()


def test_host_that_is_no_address(refusal, monkeypatch):
    monkeypatch.setenv("HOST", "no such host")
    assert "HOST" in refusal()


def test_folder_that_is_a_file(refusal, home):
    home.write_text("")
    assert str(home) in refusal()


def test_folder_on_a_read_only_disk(refusal, home, monkeypatch):
    def refuse(**options):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("core.serving.home.tempfile.NamedTemporaryFile", refuse)
    assert "Read-only file system" in refusal()


def test_folder_that_is_taken(refusal, home, monkeypatch, toy_site, launcher):
    monkeypatch.setenv("HONGFAN_HOME", str(toy_site.home))
    monkeypatch.setenv("PORT", str(launcher.unused_port()))
    toy_site.start()
    toy_site.wait_until_welcome()

    line = refusal()

    assert f"http://127.0.0.1:{toy_site.port}/" in line
    assert str(toy_site.process.pid) in line


def test_free_port_looks_nearby_first():
    assert ports.free_port("127.0.0.1", 65535) > 0
    first = ports.free_port("127.0.0.1", 20000)
    assert 20000 < first < 20100


def test_key_is_made_once_and_private(tmp_path):
    ensure_secret_key(tmp_path)
    key = tmp_path / "secret_key"
    first = key.read_text()
    ensure_secret_key(tmp_path)

    assert key.read_text() == first
    assert len(first) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_key_cut_short_is_made_anew(tmp_path):
    (tmp_path / "secret_key").touch()
    (tmp_path / "secret_key.new").write_text("half")
    ensure_secret_key(tmp_path)
    assert len((tmp_path / "secret_key").read_text()) >= 50


def test_options_from_the_environment(tmp_path):
    options = Options.read({"HOST": "0.0.0.0", "PORT": " 81 ", "HONGFAN_HOME": "~/x"})
    assert options.url == "http://127.0.0.1:81/"
    assert options.home == tmp_path.home() / "x"
    assert options.demo
    assert options.plain


def test_options_spelt_out_for_children(tmp_path):
    child = Options.read({"HONGFAN_HOME": str(tmp_path), "HONGFAN_DEMO": "0"}).environment(
        {"A": "b"}
    )
    assert child == {
        "A": "b",
        "HOST": "127.0.0.1",
        "PORT": "8000",
        "HONGFAN_HOME": str(tmp_path),
        "HONGFAN_DEMO": "0",
        "HONGFAN_PARENT": str(os.getpid()),
    }


def test_ipv6_address_in_brackets():
    assert Options.read({"HOST": "::1"}).url == "http://[::1]:8000/"


def test_bad_option_raises():
    with pytest.raises(CannotStart, match="PORT=8001"):
        Options.read({"PORT": "x"})
