from django.db import models

from zoufang.ground.org.models import Unit
from zoufang.ground.outbox.states import PostState
from zoufang.web.tables import PublicTable


class OutboxRow(PublicTable):
    """Something to deliver: a kind and the public id of what it is about; never personal data."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.WAITING)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempt_count = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=40, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    last_words = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(name="outbox_next", fields=["state", "due_at"])]


class ScheduledRun(models.Model):
    """One run of the timetable: a job's due time happens once, whoever ticks."""

    job = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="a_job_runs_once_for_each_due_time", fields=["job", "due_at"])]
