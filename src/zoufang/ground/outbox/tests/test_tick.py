"""Each due time of a job is run once, whoever ticks; a run whose process died is run again."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from zoufang.ground.outbox.actions import last_due, tick
from zoufang.ground.outbox.models import ScheduledRun
from zoufang.settings.timetable import Timed

NOON = timezone.make_aware(datetime(2026, 9, 1, 12))


@pytest.fixture
def timetable(settings):
    settings.TIMETABLE = (Timed("test.job", "django.utils.timezone.localdate", 6),)


@pytest.mark.django_db
def test_a_due_time_is_run_once(timetable):
    assert tick(now=NOON) == ["test.job"]
    assert tick(now=NOON + timedelta(hours=3)) == []
    assert tick(now=NOON + timedelta(days=1)) == ["test.job"]


@pytest.mark.django_db
def test_a_run_that_never_ended_is_run_again(timetable):
    ScheduledRun.objects.create(job="test.job", due_at=last_due(6, NOON), started_at=NOON - timedelta(minutes=11))

    assert tick(now=NOON) == ["test.job"]


@pytest.mark.django_db
def test_a_run_that_goes_on_is_left_alone(timetable):
    ScheduledRun.objects.create(job="test.job", due_at=last_due(6, NOON), started_at=NOON - timedelta(minutes=1))

    assert tick(now=NOON) == []


@pytest.mark.django_db
def test_a_job_that_fails_does_not_keep_others_from_running(settings):
    settings.TIMETABLE = (
        Timed("bad", "zoufang.engines.sandbox.examples.fail", 6),
        Timed("good", "django.utils.timezone.localdate", 6),
    )

    assert tick(now=NOON) == ["good"]


def test_before_its_hour_yesterdays_due_time_counts():
    early = timezone.make_aware(datetime(2026, 9, 1, 5))

    assert last_due(6, early) == timezone.make_aware(datetime(2026, 8, 31, 6))
