"""The rows and columns of choosing among listed trips (set packing).

Rows: every family of a class once (or left out at its price); one trip a half-day and team; joint visits of siblings start together;
siblings are together, left out or pay for the split; what an earlier goal has reached stays so. A trip not in the
program costs nothing until its price says that it would help.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt

from zoufang.engines.routing.instance import Instance, Team
from zoufang.engines.routing.listing import Listing, Shorts, Trips

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
SMALL = 1e-6
Key = tuple[str, str]  # family, class


@dataclass(frozen=True)
class Goal:
    """What is made small: `trip` × a trip's cost, plus each mode's own (by listing), each left-out family's, each split's."""

    trip: float
    modes: tuple[Floats, ...]
    unplaced: Mapping[Key, float]
    split: float = 0.0
    days: float = 0.0


@dataclass(frozen=True)
class Limit:
    """An earlier goal may not become worse than this."""

    goal: Goal
    most: float


@dataclass(frozen=True)
class Column:
    """A trip of a program: which listing, which of its tables, which row."""

    listing: int
    table: int
    row: int


@dataclass(frozen=True)
class Cut:
    """Of these families (as modes of a listing) all trips together serve at most so many pairs: for three, one."""

    listing: int
    modes: npt.NDArray[np.bool_]

    def weight(self, number: int, modes: Shorts) -> Floats | None:
        """How often each of these trips counts in the cut; None: never."""
        if number != self.listing or modes.shape[1] < 2:
            return None
        inside = np.zeros(len(modes), dtype=np.int8)
        for visit in range(modes.shape[1]):
            inside += self.modes[modes[:, visit]]
        return (inside // 2).astype(float)


@dataclass
class Solution:
    """Value of the goal; the chosen trips; by key how much is left out; by (family, start) how much is joint."""

    value: float
    trips: list[tuple[Column, float]]
    unplaced: dict[Key, float]
    joint: dict[tuple[str, int], float]


@dataclass
class Duals:
    """Prices of the rows: of modes (by listing), of half-days (by listing), of the limits."""

    modes: list[Floats]
    sessions: list[Floats]
    limits: Floats
    counts: Floats
    cuts: Floats


@dataclass
class Program:
    """The rows for these listings; `siblings`: family → (its classes among the listings, joint starts). `counts`:
    least and most trips of each listing (-1: as many as it likes); `left_out`: the same for families left out."""

    instance: Instance
    listings: Sequence[Listing]
    goal: Goal
    siblings: Mapping[str, tuple[tuple[str, ...], tuple[int, ...]]] = field(default_factory=dict)
    limits: Sequence[Limit] = ()
    forced: frozenset[Key] = frozenset()
    counts: Sequence[tuple[int, int]] = ()
    left_out: tuple[int, int] = (0, -1)

    def __post_init__(self) -> None:
        self.keys: list[Key] = []
        self.cover: list[Rows] = []
        self.joint: list[Rows] = []
        self.session_row: list[Rows] = []
        of_key: dict[Key, int] = {}
        for listing in self.listings:
            for family in self.instance.families_of(listing.team.id):
                of_key.setdefault((family.id, listing.team.id), len(of_key))
        self.keys = list(of_key)
        count = len(self.keys)
        busy: dict[tuple[str, int], int] = {}
        crew = _crews([listing.team for listing in self.listings])
        for listing in self.listings:
            self.cover.append(np.array([of_key[m.family, listing.team.id] for m in listing.modes], dtype=np.int64))
            rows = np.full(len(self.instance.sessions), -1, dtype=np.int64)
            for session in sorted({int(s) for each in listing.trips for s in np.unique(each.session)}):
                rows[session] = busy.setdefault((crew[listing.team.id], session), count + len(busy))
            self.session_row.append(rows)
        count += len(busy)
        self.starts = [(name, start) for name, (_, starts) in self.siblings.items() for start in starts]
        joint: dict[tuple[str, int, str], int] = {}
        for name, start in self.starts:
            for klass in self.siblings[name][0]:
                joint[name, start, klass] = count + len(joint)
        for listing in self.listings:
            found = [
                -1 if m.joint is None else joint.get((m.family, m.joint, listing.team.id), -1) for m in listing.modes
            ]
            self.joint.append(np.array(found, dtype=np.int64))
        self.joint_row = joint
        count += len(joint)
        self.split_row = {family: count + n for n, family in enumerate(self.siblings)}
        count += len(self.split_row)
        self.limit_row = [count + n for n in range(len(self.limits))]
        count += len(self.limits)
        self.count_row = [count + n for n in range(len(self.listings))]
        count += len(self.listings)
        self.out_row = count
        count += 1
        self.row_count = count
        equal = len(self.keys)
        self.lower = np.full(count, -highspy.kHighsInf)
        self.upper = np.zeros(count)
        self.lower[:equal], self.upper[:equal] = 1, 1
        # Where days count, a half-day is open only on a day that is paid for (a column of its own).
        self.days: dict[tuple[str, int], list[int]] = {}
        if self.goal.days:
            for (team, session), row in busy.items():
                self.days.setdefault((team, self.instance.sessions[session].day), []).append(row)
        self.upper[equal : equal + len(busy)] = 0 if self.goal.days else 1
        for row in joint.values():
            self.lower[row] = 0
        for row in self.split_row.values():
            self.lower[row], self.upper[row] = 1, highspy.kHighsInf
        for row, limit in zip(self.limit_row, self.limits, strict=True):
            self.upper[row] = limit.most + SMALL * max(1.0, abs(limit.most))
        for row, (least, most) in zip(self.count_row, self.counts or [(0, -1)] * len(self.listings), strict=True):
            self.lower[row], self.upper[row] = least, most if most >= 0 else highspy.kHighsInf
        self.lower[self.out_row] = self.left_out[0]
        self.upper[self.out_row] = self.left_out[1] if self.left_out[1] >= 0 else highspy.kHighsInf

    # Columns that are always there: left out (one per key), joint (one per family and start), split (one per family),
    # days (one per team and day).

    @property
    def fixed_count(self) -> int:
        return len(self.keys) + len(self.starts) + len(self.split_row) + len(self.days)

    def fixed_columns(self) -> tuple[Floats, Floats, list[list[tuple[int, float]]]]:
        """Cost, upper bound, entries of each."""
        cost: list[float] = []
        most: list[float] = []
        entries: list[list[tuple[int, float]]] = []
        for row, key in enumerate(self.keys):
            mine = [(row, 1.0), (self.out_row, 1.0)]
            if key[0] in self.split_row and key[1] in self.siblings[key[0]][0]:
                mine.append((self.split_row[key[0]], 1.0 / max(1, len(self.siblings[key[0]][0]) - 1)))
            mine += [(r, lim.goal.unplaced.get(key, 0.0)) for r, lim in zip(self.limit_row, self.limits, strict=True)]
            cost.append(self.goal.unplaced.get(key, 0.0))
            most.append(0.0 if key in self.forced else 1.0)
            entries.append(mine)
        for family, start in self.starts:
            mine = [(self.joint_row[family, start, klass], -1.0) for klass in self.siblings[family][0]]
            entries.append([*mine, (self.split_row[family], 1.0)])
            cost.append(0.0)
            most.append(1.0)
        for row in self.split_row.values():
            mine = [(r, lim.goal.split) for r, lim in zip(self.limit_row, self.limits, strict=True)]
            entries.append([(row, 1.0), *mine])
            cost.append(self.goal.split)
            most.append(1.0)
        for rows in self.days.values():
            entries.append([(row, -1.0) for row in rows])
            cost.append(self.goal.days)
            most.append(1.0)
        return np.array(cost), np.array(most), entries

    def trip_columns(self, columns: Sequence[Column], cuts: Sequence[Cut] = ()) -> tuple[Floats, Rows, Rows, Floats]:
        """Cost, and compressed columns (starts, rows, values) of these trips, in their order. Cuts are the rows after all others."""
        groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for place, column in enumerate(columns):
            groups.setdefault((column.listing, column.table), []).append((place, column.row))
        cost = np.zeros(len(columns))
        at, rows, values = [], [], []
        for (number, table), members in groups.items():
            places = np.array([place for place, _ in members])
            trips = self.listings[number].trips[table]
            picked = [row for _, row in members]
            modes, price = trips.modes[picked], trips.cost[picked].astype(float)
            cost[places] = self.goal.trip * price + self.goal.modes[number][modes].sum(axis=1)
            wide = np.repeat(places[:, None], modes.shape[1], axis=1)
            joint = self.joint[number][modes]
            parts = [
                (wide.ravel(), self.cover[number][modes].ravel(), np.ones(modes.size)),
                (places, self.session_row[number][trips.session[picked]], np.ones(len(places))),
                (places, np.full(len(places), self.count_row[number]), np.ones(len(places))),
                (wide[joint >= 0], joint[joint >= 0], np.ones(int((joint >= 0).sum()))),
            ]
            for row, limit in zip(self.limit_row, self.limits, strict=True):
                worth = limit.goal.trip * price + limit.goal.modes[number][modes].sum(axis=1)
                parts.append((places[worth != 0], np.full(int((worth != 0).sum()), row), worth[worth != 0]))
            for row, cut in enumerate(cuts, start=self.row_count):
                weight = cut.weight(number, modes)
                if weight is not None and weight.any():
                    parts.append((places[weight > 0], np.full(int((weight > 0).sum()), row), weight[weight > 0]))
            for places_part, rows_part, values_part in parts:
                at.append(places_part)
                rows.append(rows_part)
                values.append(values_part)
        if not at:
            none = np.zeros(0, dtype=np.int64)
            return cost, np.zeros(len(columns), dtype=np.int64), none, np.zeros(0)
        where = np.concatenate(at)
        order = np.argsort(where, kind="stable")
        starts = np.searchsorted(where[order], np.arange(len(columns)))
        return cost, starts.astype(np.int64), np.concatenate(rows)[order], np.concatenate(values)[order]

    def days_of(self, columns: Sequence[Column]) -> list[float]:
        """Which days these trips need."""
        rows = {
            int(self.session_row[c.listing][self.listings[c.listing].trips[c.table].session[c.row]]) for c in columns
        }
        return [1.0 if rows & set(mine) else 0.0 for mine in self.days.values()]

    def reduced(self, duals: Duals, number: int, trips: Trips, cuts: Sequence[Cut] = ()) -> Floats:
        """What each trip of a table would cost beyond what its visits are worth now."""
        factor, modes = self.goal.trip, self.goal.modes[number] - duals.modes[number]
        for dual, limit in zip(duals.limits, self.limits, strict=True):
            factor -= dual * limit.goal.trip
            modes = modes - dual * limit.goal.modes[number]
        found: Floats = factor * trips.cost - duals.sessions[number][trips.session] - duals.counts[number]
        for visit in range(trips.modes.shape[1]):
            found += modes[trips.modes[:, visit]]
        for dual, cut in zip(duals.cuts, cuts, strict=True):
            if abs(dual) > SMALL and (weight := cut.weight(number, trips.modes)) is not None:
                found -= dual * weight
        return found


def read_solution(
    program: Program, columns: Sequence[Column], values: Floats, value: float, *, whole: bool = False
) -> Solution:
    """What the columns' values mean; `whole`: they stand for zero and one, but for the solver's tolerance."""
    if whole:
        values = np.round(values)
    keys, joints = len(program.keys), len(program.starts)
    trips = values[program.fixed_count :]
    return Solution(
        value,
        [(columns[int(n)], float(trips[n])) for n in np.nonzero(trips > SMALL)[0]],
        {key: float(v) for key, v in zip(program.keys, values[:keys], strict=True) if v > SMALL},
        {pair: float(v) for pair, v in zip(program.starts, values[keys : keys + joints], strict=True) if v > SMALL},
    )


def _crews(teams: Sequence[Team]) -> dict[str, str]:
    """Class → the first class that it shares a teacher with (by way of others): one half-day is for one of them."""
    crew = {team.id: team.id for team in teams}
    first: dict[str, str] = {}
    for team in teams:
        for teacher in team.teachers:
            one, other = crew[first.setdefault(teacher, team.id)], crew[team.id]
            if one != other:
                crew = {klass: one if name == other else name for klass, name in crew.items()}
    return crew
