"""The house's own jobs, and that the worker finds them."""

import logging
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

import pytest
from django_tasks_db.models import DBTaskResult, get_date_max

from core import jobs
from core.lost_tasks import WORKER_PREFIX, beat_name, requeue_lost_tasks
from core.models import Heartbeat
from core.periodic import jobs as all_jobs
from core.publication import Report

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def database_tasks(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def task(status, **fields):
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="wagtail.tasks.update_reference_index_task",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
        **fields,
    )


def test_the_worker_finds_the_jobs_of_the_house():
    names = {job.name for job in all_jobs()}
    assert "core.jobs.publish_and_expire_what_is_due" in names
    assert "core.jobs.take_up_lost_tasks" in names


def test_old_sessions_go_and_valid_ones_stay():
    Session.objects.create(session_key="old", session_data="", expire_date=LONG_AGO)
    Session.objects.create(
        session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1)
    )
    jobs.remove_old_sessions()
    assert [session.pk for session in Session.objects.all()] == ["new"]


def test_old_task_results_go_and_recent_ones_stay(database_tasks):
    task("SUCCESSFUL", finished_at=LONG_AGO)
    recent = task("FAILED", finished_at=timezone.now())
    jobs.remove_old_task_results()
    assert list(DBTaskResult.objects.all()) == [recent]


def test_old_heartbeats_go():
    Heartbeat.objects.create(name="worker:gone", at=LONG_AGO)
    Heartbeat.objects.beat("worker")
    jobs.remove_old_heartbeats()
    assert [beat.name for beat in Heartbeat.objects.all()] == ["worker"]


def test_a_refusal_is_logged_once_and_noted_each_time(monkeypatch, caplog):
    monkeypatch.setattr(jobs, "_told", {})
    monkeypatch.setattr(jobs, "publish_and_expire", lambda: Report(refused={"page 3": "no"}))
    notes = [jobs.publish_and_expire_what_is_due() for _ in range(2)]
    assert notes == ["page 3: no"] * 2
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


class TestLostTasks:
    worker = f"{WORKER_PREFIX}host-1-abc"

    def test_runs_again_when_its_worker_is_gone(self):
        lost = task("RUNNING", worker_ids=[self.worker], started_at=LONG_AGO)
        assert requeue_lost_tasks() == [lost.task_path]
        lost.refresh_from_db()
        assert (lost.status, lost.started_at) == ("READY", None)

    def test_runs_again_when_its_worker_is_silent(self):
        Heartbeat.objects.create(name=beat_name(self.worker), at=LONG_AGO)
        task("RUNNING", worker_ids=[self.worker])
        assert requeue_lost_tasks()

    def test_stays_with_a_worker_that_beats(self):
        Heartbeat.objects.beat(beat_name(self.worker))
        task("RUNNING", worker_ids=[self.worker])
        assert requeue_lost_tasks() == []

    def test_stays_with_a_worker_of_which_nothing_is_known(self):
        task("RUNNING", worker_ids=["somebody-elses"])
        assert requeue_lost_tasks() == []

    def test_is_given_up_after_three_workers(self):
        lost = task("RUNNING", worker_ids=["a", "b", self.worker])
        assert requeue_lost_tasks() == []
        lost.refresh_from_db()
        assert lost.status == "FAILED"
        assert "WorkerLost" in lost.exception_class_path
