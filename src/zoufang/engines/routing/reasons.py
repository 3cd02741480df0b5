"""Why a family could not be placed, tried out: each answer comes from planning its class again with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from zoufang.engines.refusal import Reason
from zoufang.engines.routing.instance import Family, Instance, Session, Team, Visit, minutes_of
from zoufang.engines.routing.modes import starts_within

MOST_TIMES = 3
KINDS = ("no_overlap", "unreachable", "no_capacity")


@dataclass(frozen=True)
class Unplaced:
    """A family that one of its classes does not visit, and what was found out.

    `kind`: no_overlap (the team is never free in the family's times), unreachable (not in time, even alone), no_capacity.
    `displaces`: who would stay out instead; `half_days`: half-days in which the team is not free, any of which would
    help; `other_times`: half-days that the family did not choose and in which it fits without moving anybody.
    `tried`: False where there was no solver or no time to plan again.
    """

    family: str
    klass: str
    kind: str
    displaces: tuple[str, ...] = ()
    half_days: tuple[int, ...] = ()
    other_times: tuple[int, ...] = ()
    tried: bool = True


# How many stay out when a class is planned again with this family in, and who; None where that cannot be.
Again = Callable[[Instance, Team, Family, int | None], "tuple[str, ...] | None"]


def why_unplaced(
    instance: Instance, family: Family, klass: str, visits: tuple[Visit, ...], *, again: Again | None
) -> Unplaced:
    """The reason of one family. `again` plans its class anew with the family in (and one more half-day)."""
    team = next(each for each in instance.teams if each.id == klass)
    others = tuple(visit for visit in visits if visit.klass == klass)
    other_times = _other_times(instance, team, family, others)
    closed = [n for n in range(len(instance.sessions)) if _fits_alone(instance, _freed(instance, team, n), family, n)]
    fitting = [n for n in closed if not _fits_alone(instance, team, family, n)]
    minutes = family.alone
    if not starts_within(instance, team, family, minutes):
        kind = "no_overlap"
    elif not any(_fits_alone(instance, team, family, n) for n in range(len(instance.sessions))):
        kind = "unreachable"
    else:
        kind = "no_capacity"
    if again is None:
        return Unplaced(family.id, klass, kind, (), (), other_times, tried=False)
    placed = {visit.family for visit in others}
    out = len(instance.families_of(klass)) - len(placed)
    displaces: tuple[str, ...] = ()
    if kind == "no_capacity":
        left_out = again(instance, team, family, None)
        displaces = tuple(name for name in left_out or () if name in placed)
    helping = []
    for number in fitting:
        left_out = again(instance, _freed(instance, team, number), family, number)
        if left_out is not None and len(left_out) < out:
            helping.append(number)
    return Unplaced(family.id, klass, kind, displaces, tuple(helping), other_times)


def in_words(instance: Instance, found: Unplaced) -> list[Reason]:
    """Sentences for the teacher: why, and what helps."""
    names = {"family": found.family}
    if found.kind == "no_overlap":
        said = [Reason("%(family)s 方便的时间里,两位老师都没有空", **names)]
    elif found.kind == "unreachable":
        said = [Reason("%(family)s 方便的时间太短,从幼儿园赶过去来不及", **names)]
    elif found.displaces:
        said = [Reason("时间排满了:排进 %(family)s,就要挤出 %(others)s", **names, others="、".join(found.displaces))]
    else:
        said = [Reason("时间排满了,%(family)s 排不进去", **names)]
    if found.half_days:
        days = "、".join(say_session(instance.sessions[n]) for n in found.half_days[:MOST_TIMES])
        said.append(Reason("老师如果能在 %(days)s 抽出时间,就能排进去", days=days))
    if found.other_times:
        days = "、".join(say_session(instance.sessions[n]) for n in found.other_times)
        said.append(Reason("可以问问家长 %(days)s 行不行,这些时间不用动别人", days=days))
    if not found.half_days and not found.other_times:
        said.append(Reason("可以请家长另选时间,或者约到园里谈"))
    return said


def say_session(session: Session) -> str:
    """第 3 天 17:30–20:30"""
    a, b = session.start % 1440, session.end % 1440
    return f"第 {session.day + 1} 天 {a // 60:02d}:{a % 60:02d}–{b // 60:02d}:{b % 60:02d}"


def _freed(instance: Instance, team: Team, number: int) -> Team:
    """The same team, free in this half-day."""
    session = instance.sessions[number]
    kept = [
        piece
        for a, b in team.unavailable
        for piece in ((a, min(b, session.start)), (max(a, session.end), b))
        if piece[0] < piece[1]
    ]
    return replace(team, unavailable=tuple(kept))


def _fits_alone(instance: Instance, team: Team, family: Family, number: int) -> bool:
    way = instance.travel.between(team.school, family.id)
    spans = starts_within(instance, team, family, family.alone).get(number, ())
    return any(instance.sessions[number].start + way <= last for _, last in spans)


def _other_times(instance: Instance, team: Team, family: Family, visits: tuple[Visit, ...]) -> tuple[int, ...]:
    """Half-days in which the family would fit between what is planned, if only it were at home; those with a trip first."""
    families = {each.id: each for each in instance.families}
    chosen = starts_within(instance, team, family, family.alone)
    found = []
    for number, session in enumerate(instance.sessions):
        if number in chosen:
            continue
        anytime = replace(family, windows=((session.start, session.end),))
        spans = starts_within(instance, team, anytime, family.alone).get(number, ())
        there = sorted((v for v in visits if session.start <= v.start < session.end), key=lambda v: v.start)
        stops = [(team.school, session.start)]
        stops += [(v.family, v.start + minutes_of(families[v.family], v)) for v in there]
        for at, (here, ready) in enumerate(stops):
            arrive = ready + instance.travel.between(here, family.id)
            starts = [max(arrive, first) for first, last in spans if arrive <= last]
            if not starts:
                continue
            back = min(starts) + family.alone
            if at == len(there) or back + instance.travel.between(family.id, there[at].family) <= there[at].start:
                found.append((not there, number))
                break
    return tuple(number for _, number in sorted(found)[:MOST_TIMES])
