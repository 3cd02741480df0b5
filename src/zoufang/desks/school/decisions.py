"""今天要您决定的: what waits for this person, each with its place. Nothing that waits for others stands here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.outbox.queries import gave_up_of
from zoufang.stages.briefing.queries import unsigned_of
from zoufang.stages.problem.queries import problems_of
from zoufang.stages.problem.states import OPEN, ProblemState
from zoufang.stages.rights.queries import open_corrections_of, open_erasures_of
from zoufang.stages.roster.queries import open_doubts_of
from zoufang.stages.safeguarding.queries import unopened_of
from zoufang.stages.schedule.queries import out_and_late
from zoufang.stages.signup.queries import notices_to_approve


@dataclass(frozen=True)
class Decision:
    """One line: how many, of what, and where to go."""

    icon: str
    count: int
    words: str
    href: str
    is_urgent: bool = False


def decisions_for(actor: Actor, campaign: Any, now: datetime) -> list[Decision]:
    """The lines that hold something, the urgent first."""
    mine = problems_of(actor).filter(campaign=campaign)
    problems = reverse("problem:index")
    corrections, erasures = open_corrections_of(actor), open_erasures_of(actor)
    out, late = out_and_late(actor, now=now)
    lines = [
        Decision("shield-lock", unopened_of(actor), _("份报告等您马上看"), reverse("safeguarding:index"), True),
        Decision("walk", late, _("组走访的老师该回来了,请问一问"), reverse("schedule:out"), True),
        Decision("walk", out - late, _("组老师正在外出走访"), reverse("schedule:out")),
        Decision(
            "clock-exclamation",
            mine.filter(state__in=OPEN, due_until__lt=now).count(),
            _("件问题超期"),
            f"{problems}?show=overdue",
            True,
        ),
        Decision(
            "clock-exclamation",
            corrections.filter(due_until__lt=now).count(),
            _("件更正请求超期"),
            reverse("doors:corrections"),
            True,
        ),
        Decision(
            "clock-exclamation",
            erasures.filter(due_until__lt=now).count(),
            _("件删除请求超期"),
            reverse("doors:erasures"),
            True,
        ),
        Decision("mail-x", gave_up_of(actor).count(), _("件没有送出去"), reverse("outbox:index"), True),
    ]
    if actor.is_any(Role.PRINCIPAL, Role.LEADER):
        lines.append(
            Decision(
                "subtask",
                mine.filter(state=ProblemState.RAISED).count(),
                _("件新问题等着受理、交办"),
                f"{problems}?show=new",
            )
        )
        lines.append(
            Decision(
                "speakerphone",
                notices_to_approve(actor, campaign).count(),
                _("份通知等您批准"),
                reverse("signup:index"),
            )
        )
    if actor.is_any(Role.PRINCIPAL, Role.CLERK):
        lines.append(
            Decision(
                "user-question", open_doubts_of(actor).count(), _("处疑似同一家庭,请确认"), reverse("roster:index")
            )
        )
        lines.append(
            Decision(
                "pencil",
                corrections.filter(due_until__gte=now).count(),
                _("件更正请求等着处理"),
                reverse("doors:corrections"),
            )
        )
    lines.append(
        Decision(
            "trash", erasures.filter(due_until__gte=now).count(), _("件删除请求等着处理"), reverse("doors:erasures")
        )
    )
    unsigned = len(unsigned_of(actor))
    lines.append(Decision("book", unsigned, _("份方案等您学习、签名"), reverse("briefing:index")))
    return sorted((line for line in lines if line.count), key=lambda line: not line.is_urgent)
