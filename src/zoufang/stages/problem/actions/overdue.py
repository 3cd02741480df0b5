"""What is overdue rises one level by itself: it is the school's, then its leaders see it first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.journal.actions import record
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import OPEN, Level


def note_overdue(*, now: datetime) -> int:
    """Every problem that became overdue rises from the teacher to the school, once; how many rose."""
    today = timezone.localdate(now)
    late = Problem.objects.filter(state__in=OPEN, due_until__lt=now, overdue_noted_on__isnull=True).order_by("pk")
    rose = 0
    for key in late.values_list("pk", flat=True):
        with transaction.atomic():
            problem = Problem.objects.select_for_update().select_related("school").get(pk=key)
            if problem.overdue_noted_on is not None:
                continue
            if problem.level == Level.TEACHER:
                problem.level = Level.SCHOOL
            problem.overdue_noted_on = today
            problem.save(update_fields=["level", "overdue_noted_on"])
            record("problem.overdue", problem, by=SYSTEM, at=now, unit=problem.school)
            rose += 1
    return rose
