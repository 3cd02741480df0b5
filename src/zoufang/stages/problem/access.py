"""Who may know of problems and what each may do with one."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT, Role
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.queries import is_asked
from zoufang.stages.problem.states import Circle
from zoufang.stages.problem.states import ProblemState as S

LEADING = (Role.PRINCIPAL, Role.LEADER)


def may_see_problems(actor: Actor) -> bool:
    """任课教师看本班的、自己经办的,园长、班子成员、整理提报专人看本园的,区里看上报的;涉及个人的只给园长或区里"""
    return bool(actor.classes_taught()) or actor.is_any(*LEADING, Role.CLERK, Role.MIDDLE_MANAGER, *DISTRICT)


def may_enter_problems(actor: Actor) -> bool:
    """教师、园长、班子成员、整理提报专人登记家长直接反映的问题"""
    return bool(actor.classes_taught()) or actor.is_any(*LEADING, Role.CLERK)


def leads(actor: Actor, problem: Problem) -> bool:
    """The school's principal and leaders, or the district for what came up to it; for what the district alone may know,
    the district alone."""
    if problem.circle == Circle.DISTRICT:
        return actor.holds(*DISTRICT, at=problem.school.path)
    if problem.state == S.PASSED_UP or problem.level == "district":
        return actor.holds(*DISTRICT, at=problem.school.path) or actor.holds(*LEADING, at=problem.school.path)
    return actor.holds(*LEADING, at=problem.school.path)


def handles(actor: Actor, problem: Problem) -> bool:
    """Its owner; before it has one, whoever leads it (first who received it) or the school's leaders."""
    if problem.state == S.PASSED_UP:
        return actor.holds(*DISTRICT, at=problem.school.path)
    if problem.owner_id:
        return problem.owner_id == actor.id
    return problem.leader_id == actor.id or leads(actor, problem)


def may_know_who(actor: Actor, problem: Problem) -> bool:
    """Who said it: everybody who sees the problem; a secret voice only the principal, its owner, and whom it was told to."""
    if not problem.is_confidential or actor.holds(Role.PRINCIPAL, at=problem.school.path):
        return True
    return actor.id in (problem.entered_by_id, problem.owner_id)


def acts_for(actor: Actor, problem: Problem) -> list[str]:
    """What this person may do with it now, the main act first."""
    leading, handling = leads(actor, problem), handles(actor, problem)
    asking = leading and may_know_who(actor, problem)
    acts: dict[str, list[tuple[str, bool]]] = {
        S.RAISED: [("assign", leading), ("accept", handling), ("answer", handling), ("pass_up", leading)],
        S.ASSIGNED: [
            ("accept", handling),
            ("answer", handling),
            ("assign", leading),
            ("hand_back", handling),
            ("extend", handling),
            ("pass_up", leading),
        ],
        S.ACCEPTED: [
            ("answer", handling),
            ("progress", handling),
            ("extend", handling),
            ("assign", leading),
            ("pass_up", leading),
        ],
        S.IN_PROGRESS: [
            ("answer", handling),
            ("progress", handling),
            ("extend", handling),
            ("assign", leading),
            ("pass_up", leading),
        ],
        S.SENT_BACK: [
            ("answer", handling),
            ("progress", handling),
            ("extend", handling),
            ("assign", leading),
            ("pass_up", leading),
        ],
        S.PASSED_UP: [("answer", handling), ("progress", handling)],
        S.ANSWERED: [("close", leading), ("word", asking), ("send_back", leading)],
        S.AWAITING_FAMILY: [("close", leading), ("word", asking), ("send_back", leading)],
        S.CLOSED: [("send_back", leading)],
        # Who joined another's matter is answered with it, and asked for its own word.
        S.MERGED: [("word", asking and is_asked(problem))],
    }
    allowed = [act for act, may in acts.get(problem.state, []) if may]
    if problem.state not in (S.CLOSED, S.MERGED, S.WITHDRAWN) and (leading or handling):
        allowed.append("classify")
        if leading:
            allowed.append("merge")
    return allowed
