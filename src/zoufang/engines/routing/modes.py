"""Ways in which a class may visit a family: freely, together with a sibling's class at a fixed start, apart, or as it was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zoufang.engines.routing.instance import DAY, Family, Instance, Session, Team

RASTER = 15  # joint visits of siblings start on this raster (or when a window opens)


@dataclass(frozen=True)
class Mode:
    """One way to visit a family. A half-day's trip holds at most one mode of a family.

    `starts`: by half-day, the spans of possible starts (first, last). `joint`: the start that the family's other classes must share.
    `penalty`: what this mode costs of itself (a wish given up). `moves`: 1 where a family that was told a time gets another.
    """

    family: str
    minutes: int
    starts: Mapping[int, tuple[tuple[int, int], ...]]
    joint: int | None = None
    apart: bool = False
    penalty: int = 0
    moves: int = 0


def starts_within(
    instance: Instance, team: Team, family: Family, minutes: int, *, latest_end: int = DAY
) -> dict[int, tuple[tuple[int, int], ...]]:
    """By half-day (its index): spans of starts at which a visit of so many minutes keeps every hard rule but the way there."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for number, session in enumerate(instance.sessions):
        spans = _in_session(instance, session, team, family, minutes, latest_end)
        if spans:
            found[number] = spans
    return found


def _in_session(
    instance: Instance, session: Session, team: Team, family: Family, minutes: int, latest_end: int
) -> tuple[tuple[int, int], ...]:
    day_start = session.start // DAY * DAY
    closes = min(session.end, day_start + min(instance.hard_end, latest_end))
    spans = [
        (max(a, session.start), min(b, closes) - minutes)
        for a, b in family.windows
        if max(a, session.start) + minutes <= min(b, closes)
    ]
    for a, b in team.unavailable:
        spans = [
            piece
            for first, last in spans
            for piece in ((first, min(last, a - minutes)), (max(first, b), last))
            if piece[0] <= piece[1]
        ]
    return tuple(_merged(spans))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def free_modes(instance: Instance, team: Team, family: Family, *, minutes: int, apart: bool = False) -> list[Mode]:
    """The family at any time of its own; where the home is unlit and the dark is avoided, by day for nothing and by night at a price."""
    wishes = instance.wishes
    whole = starts_within(instance, team, family, minutes)
    if not whole:
        return []
    if not (wishes.dark and family.is_unlit):
        return [Mode(family.id, minutes, whole, apart=apart)]
    by_day = starts_within(instance, team, family, minutes, latest_end=wishes.dark_from)
    modes = [Mode(family.id, minutes, whole, apart=apart, penalty=wishes.dark)]
    return [Mode(family.id, minutes, by_day, apart=apart), *modes] if by_day else modes


def joint_starts(instance: Instance, teams: Iterable[Team], family: Family) -> list[int]:
    """Starts at which every class of a family of siblings could come, ways aside."""
    spans = [
        [span for each in starts_within(instance, team, family, family.service).values() for span in each]
        for team in teams
    ]
    wanted = {start for mine in spans for first, last in mine for start in _raster(first, last)}
    return sorted(start for start in wanted if all(any(a <= start <= b for a, b in mine) for mine in spans))


def _raster(first: int, last: int) -> set[int]:
    begin = -(-first // RASTER) * RASTER
    return {first, *range(begin, last + 1, RASTER)}


def joint_modes(instance: Instance, team: Team, family: Family, starts: Iterable[int]) -> list[Mode]:
    """One mode for each start that this team could keep."""
    whole = starts_within(instance, team, family, family.service)
    modes = []
    for start in starts:
        for session, spans in whole.items():
            if any(first <= start <= last for first, last in spans):
                late = start % DAY + family.service > instance.wishes.dark_from
                penalty = instance.wishes.dark if family.is_unlit and late else 0
                modes.append(
                    Mode(family.id, family.service, {session: ((start, start),)}, joint=start, penalty=penalty)
                )
    return modes
