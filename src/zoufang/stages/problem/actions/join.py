"""A family says: ours too. Its matter is raised with its own words and joins the one that is worked on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zoufang.ground.accounts.actor import Actor
from zoufang.stages.problem.actions.close import merge
from zoufang.stages.problem.actions.raise_problem import raise_problem
from zoufang.stages.problem.models import Problem


@transaction.atomic
def raise_and_join(*, into: Problem, by: Actor, at: datetime, **said: Any) -> Problem:
    """The family's own problem stands and has joined `into`: it is answered and asked on its own page.

    Refused as `raise_problem` and `merge` refuse; then nothing is kept.
    """
    problem = raise_problem(by=by, at=at, **said)
    merge(problem=problem, into=into, by=by, at=at)
    problem.refresh_from_db()
    return problem
