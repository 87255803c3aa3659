from datetime import timedelta

from django.utils import timezone

import pytest

from core.models import Heartbeat

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_first_turn_is_free():
    assert Heartbeat.objects.claim("job", MINUTE)


def test_turn_comes_again_when_the_interval_is_over():
    start = timezone.now()
    assert Heartbeat.objects.claim("job", MINUTE, start)
    assert not Heartbeat.objects.claim("job", MINUTE, start + timedelta(seconds=59))
    assert Heartbeat.objects.claim("job", MINUTE, start + MINUTE)
    assert not Heartbeat.objects.claim("job", MINUTE, start + MINUTE)


def test_one_of_two_that_saw_the_same_time_gets_the_turn(monkeypatch):
    start = timezone.now()
    Heartbeat.objects.claim("job", MINUTE, start)
    seen = Heartbeat.objects.get(name="job")
    # Both read before either wrote.
    monkeypatch.setattr(
        type(Heartbeat.objects.all()), "get_or_create", lambda self, **kwargs: (seen, False)
    )
    claims = [Heartbeat.objects.claim("job", MINUTE, start + MINUTE) for _ in range(2)]
    assert claims == [True, False]


def test_clock_that_was_set_back_stops_nothing():
    Heartbeat.objects.claim("job", MINUTE, timezone.now() + timedelta(days=1))
    assert Heartbeat.objects.claim("job", MINUTE)


def test_beat_is_kept_as_one_row():
    Heartbeat.objects.beat("worker")
    first = Heartbeat.objects.get().at
    Heartbeat.objects.beat("worker")
    assert Heartbeat.objects.get().at > first
    assert not Heartbeat.objects.all().older_than(MINUTE).exists()
