"""All feasible trips of one team: for every half-day every set of families it can visit, by the shortest way.

Built visit by visit with whole arrays: a label is (who, last, clock, minutes travelled); of the labels with the same
visits and the same last one only those stay that are not both later and longer than another (dominance).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zoufang.engines.routing.instance import Instance, Team
from zoufang.engines.routing.modes import Mode

Ints = npt.NDArray[np.int32]
Shorts = npt.NDArray[np.int16]
Bits = npt.NDArray[np.uint64]
NEVER = 1 << 20
MOST_FAMILIES = 63  # of one half-day: a label holds who was visited as bits
LEAST_LABELS, LABELS_A_TRIP = 3_000, 4  # of one half-day, where trips must be worth it: the most hopeful are kept
SIZES = 5  # counts of visits among which a half-day's share is parted
FEW = 60_000  # trips of a team where not all can be held
CHUNK = 400_000  # pairs of label and mode looked at together


@dataclass(frozen=True)
class Trips:
    """Trips with the same count of visits: `modes` (rows × visits, in the order of the visits), half-day and cost of each."""

    modes: Shorts
    session: Shorts
    cost: Ints


@dataclass(frozen=True)
class Listing:
    """The trips of one team, by count of visits. `complete`: none is missing, so that what is proven on them is proven."""

    team: Team
    modes: tuple[Mode, ...]
    trips: tuple[Trips, ...]
    complete: bool

    @property
    def count(self) -> int:
        return sum(len(each.cost) for each in self.trips)


@dataclass(frozen=True)
class Worth:
    """Only trips are wanted whose cost is at most `most` above what their visits (`modes`) and half-day (`sessions`) are worth."""

    modes: npt.NDArray[np.float64]
    sessions: npt.NDArray[np.float64]
    most: float


def list_trips(
    instance: Instance,
    team: Team,
    modes: Sequence[Mode],
    *,
    limit: int,
    left: Callable[[], float],
    only: frozenset[int] | None = None,
    worth: Worth | None = None,
) -> Listing:
    """List them. Where they are more than `limit`, or `left()` seconds are over, each half-day gets its share and that is said.

    `only`: these half-days; `worth`: only trips that are worth it. Where it must cut it keeps the shortest.
    """
    names = [team.school, *dict.fromkeys(mode.family for mode in modes)]
    place = {name: number for number, name in enumerate(names)}
    way = np.array(instance.travel.matrix(names), dtype=np.int32)
    sessions = [n for n in range(len(instance.sessions)) if only is None or n in only]
    busy = [n for n in sessions if any(n in mode.starts for mode in modes)]
    days = [_HalfDay(instance, number, modes, place, way, worth) for number in busy]
    complete, room = True, limit
    found: list[list[tuple[int, Trips]]] = []
    for day in days:
        if left() <= 0 or not complete:
            complete = False
            break
        found.append(day.listed(room, left))
        complete = day.complete
        room -= sum(len(trips.cost) for _, trips in found[-1])
    if not complete:
        share = max(300, min(limit, FEW) // max(1, len(days)))
        found = [day.listed(share if left() > 0 else 300, _for_ever, each=True) for day in days]
    by_size: dict[int, list[Trips]] = {}
    for size, trips in [each for one in found for each in one]:
        by_size.setdefault(size, []).append(trips)
    return Listing(team, tuple(modes), tuple(_joined(by_size[size]) for size in sorted(by_size)), complete)


def _for_ever() -> float:
    return 1.0


def _joined(parts: list[Trips]) -> Trips:
    return Trips(
        np.concatenate([each.modes for each in parts]),
        np.concatenate([each.session for each in parts]),
        np.concatenate([each.cost for each in parts]),
    )


class _HalfDay:
    """One half-day of one team."""

    def __init__(
        self,
        instance: Instance,
        number: int,
        modes: Sequence[Mode],
        place: dict[str, int],
        way: Ints,
        worth: Worth | None,
    ) -> None:
        self.instance, self.number = instance, number
        self.session = instance.sessions[number]
        self.ids = np.array([n for n, mode in enumerate(modes) if number in mode.starts], dtype=np.int16)
        mine = [modes[n] for n in self.ids]
        families = {name: bit for bit, name in enumerate(dict.fromkeys(mode.family for mode in mine))}
        self.complete = len(families) <= MOST_FAMILIES
        if not self.complete:  # whoever fits the fewest half-days first
            scarce = sorted(
                families, key=lambda name: (len({s for m in modes if m.family == name for s in m.starts}), name)
            )
            families = {name: bit for bit, name in enumerate(scarce[:MOST_FAMILIES])}
            keep = [n for n, mode in enumerate(mine) if mode.family in families]
            self.ids, mine = self.ids[keep], [mine[n] for n in keep]
        self.bits = np.array([1 << families[mode.family] for mode in mine], dtype=np.uint64)
        self.places = np.array([place[mode.family] for mode in mine], dtype=np.int32)
        self.minutes = np.array([mode.minutes for mode in mine], dtype=np.int32)
        self.penalty = np.array([mode.penalty for mode in mine], dtype=np.int32)
        widest = max(len(mode.starts[number]) for mode in mine)
        spans = [[*mode.starts[number], *[(NEVER, -1)] * (widest - len(mode.starts[number]))] for mode in mine]
        self.first = np.array([[a for a, _ in each] for each in spans], dtype=np.int32).T
        self.last = np.array([[b for _, b in each] for each in spans], dtype=np.int32).T
        self.way = way
        signs = np.random.default_rng(20_260_704).integers(1, 1 << 62, size=len(modes), dtype=np.uint64)
        # The sum over a set names the set: any two of a million sets are alike with odds of one in ten million.
        self.signs = signs[self.ids]
        hoods = {family.id: family.neighbourhood or f"?{family.id}" for family in instance.families}
        kinds = {name: n for n, name in enumerate(dict.fromkeys(hoods[mode.family] for mode in mine))}
        self.hoods = np.array([kinds[hoods[mode.family]] for mode in mine], dtype=np.int32)
        self.worth = None if worth is None else worth.modes[self.ids]
        self.allowance = 0.0 if worth is None else worth.most + float(worth.sessions[number]) - instance.prices.trip
        nearest = np.where(np.eye(len(way), dtype=bool), NEVER, way).min(axis=0)
        self.nearest = nearest[self.places]

    def listed(self, limit: int, left: Callable[[], float], *, each: bool = False) -> list[tuple[int, Trips]]:
        """(count of visits, trips), shortest first; no further than there is time.

        Of more than the limit the shortest; `each`: of every size its share.
        """
        found: list[tuple[int, Trips]] = []
        who = np.zeros((1, 0), dtype=np.int16)
        taken = np.zeros(1, dtype=np.uint64)
        sign = np.zeros(1, dtype=np.uint64)
        here = np.zeros(1, dtype=np.int32)
        clock = np.array([self.session.start], dtype=np.int32)
        walked = np.zeros(1, dtype=np.int32)
        count = 0
        while len(clock):
            level = self._next_level(who, taken, sign, here, clock, walked)
            who, taken, sign, here, clock, walked = level
            size = who.shape[1]
            if not len(clock):
                break
            if left() <= 0:
                self.complete = False
                break
            if self.worth is not None:
                hope = self._hope(who, taken, clock, walked)
                keep = np.nonzero(hope >= 0)[0]
                if len(keep) > max(LEAST_LABELS, LABELS_A_TRIP * limit):
                    self.complete = False
                    keep = np.sort(
                        keep[np.argsort(-hope[keep], kind="stable")[: max(LEAST_LABELS, LABELS_A_TRIP * limit)]]
                    )
                who, taken, sign, here = who[keep], taken[keep], sign[keep], here[keep]
                clock, walked = clock[keep], walked[keep]
            best = _cheapest(sign, walked)
            if self.worth is not None:
                best = best[self._gain(who[best], walked[best]) >= 0]
            room = limit // SIZES if each else limit - count
            if len(best) > room:
                # Too many: the shortest are kept; what can follow is made from those that are short and end early.
                self.complete = False
                best = best[np.argsort(walked[best], kind="stable")[: max(0, room)]]
            count += len(best)
            if len(best):
                found.append((size, self._trips(who[best], walked[best])))
            if not self.complete and self.worth is None:
                few = np.argsort(walked + clock, kind="stable")[: max(1, limit // 4)]
                who, taken, sign, here = who[few], taken[few], sign[few], here[few]
                clock, walked = clock[few], walked[few]
        return found

    def _gain(self, who: Shorts, walked: Ints) -> npt.NDArray[np.float64]:
        """By how much these trips are worth it; below zero: they are not."""
        assert self.worth is not None
        each: npt.NDArray[np.float64] = (self.worth - self.penalty)[who].sum(axis=1)
        return each + (self.allowance - walked.astype(np.float64) * self.instance.prices.travel)

    def _hope(self, who: Shorts, taken: Bits, clock: Ints, walked: Ints) -> npt.NDArray[np.float64]:
        """The same, with the best that could still follow: so many visits as fit by the clock, each by its shortest way."""
        assert self.worth is not None
        hope = self._gain(who, walked)
        each = np.maximum(0.0, self.worth - self.penalty - self.nearest * float(self.instance.prices.travel))
        shortest = int((self.minutes + self.nearest).min())
        room = np.maximum(0, (int(self.last.max()) - clock - int(self.nearest.min())) // shortest + 1)
        step = max(1, CHUNK // max(1, len(each)))
        for low in range(0, len(clock), step):
            part = slice(low, low + step)
            open_now = (taken[part, None] & self.bits) == 0
            open_now &= clock[part, None] + self.nearest <= self.last.max(axis=0)
            ranked = -np.sort(-np.where(open_now, each, 0.0), axis=1)
            total = np.concatenate([np.zeros((len(ranked), 1)), np.cumsum(ranked, axis=1)], axis=1)
            hope[part] += total[np.arange(len(ranked)), np.minimum(room[part], len(each))]
        return hope

    def _next_level(
        self, who: Shorts, taken: Bits, sign: Bits, here: Ints, clock: Ints, walked: Ints
    ) -> tuple[Shorts, Bits, Bits, Ints, Ints, Ints]:
        """Every label with every mode that it can still reach; dominated ones dropped.

        Some modes at a time: only labels with the same last mode are compared, so no more need be held at once.
        """
        parts = []
        step = max(1, CHUNK // len(clock))
        for low in range(0, len(self.ids), step):
            label, mode, starts = self._reached(taken, here, clock, slice(low, low + step))
            far = walked[label] + self.way[here[label], self.places[mode]]
            ends = starts + self.minutes[mode]
            if self._rests_after(who.shape[1] + 1):
                ends = ends + np.int32(self.instance.wishes.rest_minutes)
            signs = sign[label] + self.signs[mode]
            keep = _undominated(signs, mode, ends, far)
            label, mode = label[keep], mode[keep]
            visited = np.concatenate([who[label], mode[:, None].astype(np.int16)], axis=1)
            parts.append(
                (visited, taken[label] | self.bits[mode], signs[keep], self.places[mode], ends[keep], far[keep])
            )
        whole = tuple(np.concatenate(each) for each in zip(*parts, strict=True))
        return whole[0], whole[1], whole[2], whole[3], whole[4], whole[5]

    def _reached(
        self, taken: Bits, here: Ints, clock: Ints, modes: slice
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Ints]:
        """(label, mode, start) wherever one of these modes can follow a label."""
        arrive = clock[:, None] + self.way[here][:, self.places[modes]]
        start = np.full(arrive.shape, NEVER, dtype=np.int32)
        for first, last in zip(self.first[:, modes], self.last[:, modes], strict=True):
            np.minimum(start, np.where(arrive <= last, np.maximum(arrive, first), NEVER), out=start)
        label, mode = np.nonzero((start < NEVER) & ((taken[:, None] & self.bits[modes]) == 0))
        return label, mode + (modes.start or 0), start[label, mode]

    def _rests_after(self, size: int) -> bool:
        wishes = self.instance.wishes
        return bool(wishes.rest_after and wishes.rest_minutes and size % wishes.rest_after == 0)

    def _trips(self, who: Shorts, walked: Ints) -> Trips:
        prices, wishes = self.instance.prices, self.instance.wishes
        cost = walked * prices.travel + prices.trip + self.penalty[who].sum(axis=1, dtype=np.int32)
        size = who.shape[1]
        if wishes.even:
            cost = cost + wishes.even * max(0, size - wishes.even_visits)
        if wishes.together and size > 1:
            hoods = np.sort(self.hoods[who], axis=1)
            cost = cost + wishes.together * (hoods[:, 1:] != hoods[:, :-1]).sum(axis=1, dtype=np.int32)
        session = np.full(len(walked), self.number, dtype=np.int16)
        return Trips(self.ids[who], session, cost.astype(np.int32))


def _undominated(sign: Bits, last: npt.NDArray[np.intp], clock: Ints, walked: Ints) -> npt.NDArray[np.intp]:
    """Of the labels with the same visits and the same last one: those that no other is at least as early and as short as."""
    key = sign ^ (last.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    order = np.lexsort((walked, clock, key))
    key, short = key[order], walked[order].astype(np.int64)
    fresh = np.ones(len(key), dtype=bool)
    fresh[1:] = key[1:] != key[:-1]
    # Within a group, in the order of time, a label must be shorter than all before; groups are pushed apart to scan once.
    short -= np.cumsum(fresh) * np.int64(NEVER)
    best = np.minimum.accumulate(short)
    keep = fresh.copy()
    keep[1:] |= short[1:] < best[:-1]
    return order[keep]


def _cheapest(sign: Bits, walked: Ints) -> npt.NDArray[np.intp]:
    """One label of each set of visits: the shortest."""
    order = np.lexsort((walked, sign))
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = sign[order][1:] != sign[order][:-1]
    return order[fresh]


def narrowed(listing: Listing, allowed: npt.NDArray[np.bool_], *, without: Collection[int] = ()) -> Listing:
    """The same without the trips that hold a mode that is not allowed, or go out in one of these half-days."""
    tables = []
    for trips in listing.trips:
        keep = allowed[trips.modes].all(axis=1) & ~np.isin(trips.session, list(without))
        if keep.any():
            tables.append(Trips(trips.modes[keep], trips.session[keep], trips.cost[keep]))
    return Listing(listing.team, listing.modes, tuple(tables), listing.complete)
