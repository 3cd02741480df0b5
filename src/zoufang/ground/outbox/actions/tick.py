"""The timetable: each due time of a job has one row, so it is run once, whoever ticks."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from zoufang.ground.outbox.models import ScheduledRun

log = logging.getLogger(__name__)
# A run that began and never ended (its process died) is run again after this long; jobs are safe to run twice.
FORGOTTEN_AFTER = timedelta(minutes=10)


def tick(*, now: datetime) -> list[str]:
    """Run every job whose due time of the last day has come and was not run. The names of the jobs that were run."""
    done = []
    for timed in settings.TIMETABLE:
        run = _claim(timed.name, last_due(timed.hour, now), now)
        if run is None:
            continue
        try:
            import_string(timed.job)(now)
        except Exception as fault:
            log.error("timetable %s: %s", timed.name, type(fault).__name__)
            continue
        ScheduledRun.objects.filter(pk=run.pk).update(done_at=timezone.now())
        done.append(timed.name)
    return done


def last_due(hour: int, now: datetime) -> datetime:
    """The newest due time at or before `now` of what happens daily at `hour`, local time."""
    local = timezone.localtime(now)
    due = timezone.make_aware(datetime.combine(local.date(), time(hour)))
    return due if due <= now else due - timedelta(days=1)


@transaction.atomic
def _claim(job: str, due_at: datetime, now: datetime) -> ScheduledRun | None:
    run, is_new = ScheduledRun.objects.get_or_create(job=job, due_at=due_at, defaults={"started_at": now})
    if is_new:
        return run
    run = ScheduledRun.objects.select_for_update().get(pk=run.pk)
    if run.done_at is not None or now - run.started_at < FORGOTTEN_AFTER:
        return None
    run.started_at = now
    run.save(update_fields=["started_at"])
    return run
