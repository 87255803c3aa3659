"""The supervisor with real processes and signals, over toy children."""

import os
import signal
import urllib.request

import pytest


def read(toy_site) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{toy_site.port}/") as answer:
        return answer.read()


def test_serves_page_names_addresses_and_logins(toy_site):
    logins = '[{"username": "xiaoli", "password": "hongqi", "role": "投稿"}]'
    (toy_site.home / "demo_logins.json").write_text(logins, "utf-8")

    toy_site.start()
    toy_site.wait_until_welcome()

    address = f"http://127.0.0.1:{toy_site.port}/"
    assert read(toy_site) == b"toy"
    assert address in toy_site.out
    assert f"{address}admin/" in toy_site.out
    assert "xiaoli  hongqi  投稿" in toy_site.out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stops_cleanly_and_leaves_nobody(toy_site, number):
    toy_site.start()
    toy_site.wait_until_welcome()

    toy_site.signal(number)

    assert toy_site.wait() == 0
    assert toy_site.alive() == []
    assert toy_site.err == ""


def test_under_nohup_a_closed_terminal_stops_nothing(toy_site):
    toy_site.start("nohup")
    toy_site.wait_until_welcome()

    toy_site.signal(signal.SIGHUP)

    assert read(toy_site) == b"toy"
    assert not toy_site.ended
    toy_site.signal(signal.SIGTERM)
    assert toy_site.wait() == 0


def test_ends_a_child_that_ignores_signals(toy_site):
    toy_site.start("worker-stubborn")
    toy_site.wait_until_welcome()

    toy_site.signal(signal.SIGINT)

    assert toy_site.wait() == 0
    assert toy_site.alive() == []


def test_ends_grandchildren_too(toy_site, launcher):
    toy_site.start("web-has-child")
    toy_site.wait_until_welcome()
    grandchild = int((toy_site.home / "toy-grandchild").read_text())

    toy_site.signal(signal.SIGTERM)
    toy_site.wait()

    launcher.wait_until(lambda: not launcher.is_alive(grandchild))


def test_children_end_when_the_supervisor_is_killed(toy_site, launcher):
    toy_site.start()
    toy_site.wait_until_welcome()

    toy_site.signal(signal.SIGKILL)
    toy_site.wait()

    launcher.wait_until(lambda: toy_site.alive() == [])


def test_starts_again_after_being_killed(toy_site):
    toy_site.start()
    toy_site.wait_until_welcome()
    toy_site.signal(signal.SIGKILL)
    toy_site.wait()

    # At once, while the children of the first may still hold the port.
    toy_site.start()
    toy_site.wait_until_welcome()


def test_stop_while_preparing(toy_site, launcher):
    toy_site.start("prepare-hangs")
    launcher.wait_until(lambda: toy_site.pids("prepare"))

    toy_site.signal(signal.SIGINT)

    assert toy_site.wait() == 0
    assert toy_site.alive() == []
    assert "Traceback" not in toy_site.err


def test_failed_preparation_ends_the_start(toy_site):
    toy_site.start("prepare-fails")

    assert toy_site.wait() == 1
    assert toy_site.err == "toy: no database\n"
    assert toy_site.pids("web") == []


def test_preparation_that_was_killed_is_said(toy_site, launcher):
    toy_site.start("prepare-hangs")
    launcher.wait_until(lambda: toy_site.pids("prepare"))

    os.kill(toy_site.pids("prepare")[0], signal.SIGKILL)

    assert toy_site.wait() == 1
    assert toy_site.err.count("\n") == 1
    assert "make run" in toy_site.err


def test_web_server_that_ends_stops_everything(toy_site):
    toy_site.start()
    toy_site.wait_until_welcome()

    os.kill(toy_site.pids("web")[0], signal.SIGKILL)

    assert toy_site.wait() == 1
    assert "-9" in toy_site.err
    assert toy_site.alive() == []


def test_web_server_that_never_answers_is_said(toy_site):
    toy_site.start("web-ends")

    assert toy_site.wait() == 1
    assert "退出码 3" in toy_site.err
    assert toy_site.pids("worker") == []


def test_worker_that_ends_is_started_again(toy_site, launcher):
    toy_site.start()
    toy_site.wait_until_welcome()

    os.kill(toy_site.pids("worker")[0], signal.SIGKILL)

    launcher.wait_until(lambda: len(toy_site.pids("worker")) == 2)
    assert "后台进程意外结束" in toy_site.err
    assert read(toy_site) == b"toy"


def test_pause_grows_with_every_failure_of_the_worker(toy_site, launcher):
    toy_site.start("worker-ends")

    launcher.wait_until(lambda: len(toy_site.pids("worker")) == 3)

    assert "1 秒后" in toy_site.err
    assert "2 秒后" in toy_site.err
