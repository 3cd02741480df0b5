"""What is on its way, as far as each person may see it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.outbox.states import PostState

ANSWERING = (Role.PRINCIPAL, Role.CLERK, Role.DISTRICT_ADMIN)


def rows_of(actor: Actor) -> QuerySet[OutboxRow]:
    """What leaves the units that this person answers for."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(*ANSWERING):
        inside |= Q(unit__path__startswith=path)
    return OutboxRow.objects.filter(inside).select_related("unit")


def gave_up_of(actor: Actor) -> QuerySet[OutboxRow]:
    """What was given up and waits for a person."""
    return rows_of(actor).filter(state=PostState.GAVE_UP)


def undelivered_of(actor: Actor) -> QuerySet[OutboxRow]:
    """What has not left yet, the given-up first."""
    return rows_of(actor).exclude(state=PostState.DONE).order_by("state", "due_at")


def delivered_of(actor: Actor) -> QuerySet[OutboxRow]:
    """What left last."""
    return rows_of(actor).filter(state=PostState.DONE).order_by("-done_at")
