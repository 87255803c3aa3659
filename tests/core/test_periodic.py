import logging
from datetime import timedelta

from django.db import OperationalError

import pytest

from core import periodic
from core.models import Heartbeat
from core.periodic import Job, every, run_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    monkeypatch.setattr(periodic, "_jobs", {})


def job(work, name="job"):
    return Job(name, timedelta(minutes=1), work)


def failure():
    return Heartbeat.objects.get(name="job").failure


def test_runs_once_in_an_interval():
    runs = []
    one = job(lambda: runs.append(1))
    run_due([one])
    run_due([one])
    assert runs == [1]
    assert failure() == ""


def test_what_a_job_returns_is_noted():
    run_due([job(lambda: "page 3: refused")])
    assert failure() == "page 3: refused"


def test_failing_job_is_logged_and_noted_and_the_next_runs(caplog):
    runs = []

    def fail():
        raise RuntimeError("broken")

    run_due([job(fail), job(lambda: runs.append(1), "other")])

    assert runs == [1]
    assert failure() == "RuntimeError: broken"
    assert "Traceback" in caplog.text


def test_success_clears_the_note():
    Heartbeat.objects.create(name="job", at="2026-01-01T00:00+00:00", failure="RuntimeError")
    run_due([job(lambda: None)])
    assert failure() == ""


def test_database_that_does_not_answer_is_asked_again_later(monkeypatch, caplog):
    def refuse(self, *arguments):
        raise OperationalError("database is locked")

    monkeypatch.setattr(type(Heartbeat.objects.all()), "claim", refuse)
    monkeypatch.setattr(Heartbeat.objects, "claim", refuse.__get__(Heartbeat.objects))
    run_due([job(lambda: None)])
    assert caplog.records[0].levelno == logging.ERROR


def test_registered_under_its_own_name():
    @every(hours=2)
    def tidy() -> None: ...

    (only,) = [one for one in periodic._jobs.values() if one.work is tidy]
    assert only.name.endswith("tidy")
    assert only.every == timedelta(hours=2)


def test_without_interval_or_twice_is_an_error():
    def work() -> None: ...

    with pytest.raises(ValueError, match="interval"):
        every()(work)
    every(seconds=1)(work)
    with pytest.raises(ValueError, match="interval"):
        every(seconds=1)(work)
