"""The relaxation of a program, solved with HiGHS by column generation: its bound, a dive to a plan, cuts, and what may be left out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import highspy
import numpy as np
import numpy.typing as npt
from highspy._core import _Highs

from zoufang.engines.routing.listing import Trips
from zoufang.engines.routing.program import SMALL, Column, Cut, Duals, Floats, Program, Solution, read_solution

PER_SESSION = 12  # trips that one round of pricing brings for each half-day
CUTS_A_ROUND = 15
MOST_CUT_FAMILIES = 64  # triples of more are too many to look through
LEAST_VIOLATION = 0.04


def new_solver(seconds: float, seed: int) -> _Highs:
    """A HiGHS that says nothing and uses one thread (so that it repeats itself).

    The bound class itself: highspy's own wrapper around it switches callbacks on, which prints a banner on standard output.
    """
    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", seed % 2_147_483_647)
    solver.setOptionValue("time_limit", max(0.05, min(seconds, 1e6)))
    return solver


class Relaxation:
    """The linear program, with the trips brought so far."""

    def __init__(self, program: Program, *, left: Callable[[], float], seed: int) -> None:
        self.program, self.left = program, left
        self.solver = new_solver(left(), seed)
        self.solver.setOptionValue("presolve", "off")
        self.columns: list[Column] = []
        self.inside: set[Column] = set()
        self.cuts: list[Cut] = []
        self.proven = -math.inf
        self.is_solved = False
        self.closed = [np.zeros(len(listing.modes), dtype=bool) for listing in program.listings]
        self.shut: set[tuple[int, int]] = set()
        # What pricing looks through: tables of trips with their rows in the listing.
        self.pool: list[list[tuple[int, Trips, npt.NDArray[np.intp]]]] = [
            [(table, trips, np.arange(len(trips.cost))) for table, trips in enumerate(listing.trips)]
            for listing in program.listings
        ]
        cost, most, entries = program.fixed_columns()
        rows = program.row_count
        none = np.zeros(0, dtype=np.int32)
        self.solver.addRows(rows, program.lower, program.upper, 0, np.zeros(rows, dtype=np.int32), none, np.zeros(0))
        starts = np.cumsum([0, *[len(each) for each in entries]])[:-1]
        index = np.array([row for each in entries for row, _ in each], dtype=np.int32)
        values = np.array([value for each in entries for _, value in each])
        count = len(cost)
        self.solver.addCols(count, cost, np.zeros(count), most, len(index), starts.astype(np.int32), index, values)

    def add(self, columns: Sequence[Column]) -> None:
        """Bring these trips, where they are not there yet."""
        fresh = [each for each in dict.fromkeys(columns) if each not in self.inside]
        if not fresh:
            return
        cost, starts, rows, values = self.program.trip_columns(fresh, self.cuts)
        count = len(fresh)
        most = np.full(count, highspy.kHighsInf)
        self.solver.addCols(
            count, cost, np.zeros(count), most, len(rows), starts.astype(np.int32), rows.astype(np.int32), values
        )
        self.columns += fresh
        self.inside.update(fresh)

    def solve(self, *, until: float = SMALL, enough: float = math.inf) -> float:
        """Bring trips until none would help; the bound that the prices prove (also where time ran out).

        `enough`: whether the bound reaches this is all that is asked, so it stops when that is known.
        """
        bound = self.proven = -math.inf
        # What was changed in the rows is mended by the dual simplex, fresh columns enter by the primal one.
        self.solver.setOptionValue("simplex_strategy", 1)
        while True:
            self.is_solved = self._run()
            self.solver.setOptionValue("simplex_strategy", 4)
            if not self.is_solved:
                return bound
            value = self.solver.getInfo().objective_function_value
            fresh, short = self._priced()
            self.proven = value + short
            bound = max(bound, self.proven)
            known = bound >= enough or (math.isfinite(enough) and value < enough)
            if not fresh or known or -short <= until or self.left() <= 0:
                return bound
            self.add(fresh)

    def _run(self) -> bool:
        self.solver.setOptionValue("time_limit", max(0.05, self.solver.getRunTime() + self.left()))
        self.solver.run()
        return bool(self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _priced(self) -> tuple[list[Column], float]:
        """Trips that would help, and the most that they could (each half-day brings at most its best)."""
        duals = self.duals()
        fresh: list[Column] = []
        short = 0.0
        for number in range(len(self.program.listings)):
            parts = []
            for table, trips, rows in self.pool[number]:
                worth = self.program.reduced(duals, number, trips, self.cuts)
                good = np.nonzero(worth < -SMALL)[0]
                if len(good) and self.closed[number].any():
                    good = good[~self.closed[number][trips.modes[good]].any(axis=1)]
                if self.shut:
                    good = good[[(number, int(s)) not in self.shut for s in trips.session[good]]]
                parts.append((trips.session[good], np.full(len(good), table), rows[good], worth[good]))
            if not parts:
                continue
            session, table_of, row, price = (np.concatenate(each) for each in zip(*parts, strict=True))
            order = np.lexsort((price, session))
            begins = np.ones(len(order), dtype=bool)
            begins[1:] = session[order][1:] != session[order][:-1]
            rank = np.arange(len(order)) - np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
            short += float(price[order][begins].sum())
            fresh += [Column(number, int(table_of[n]), int(row[n])) for n in order[rank < PER_SESSION]]
        return fresh, short

    def duals(self) -> Duals:
        """The prices of the rows now."""
        program = self.program
        row = np.array(self.solver.getSolution().row_dual)
        modes, sessions = [], []
        for number in range(len(program.listings)):
            joint, at = program.joint[number], program.session_row[number]
            modes.append(row[program.cover[number]] + np.where(joint >= 0, row[np.maximum(joint, 0)], 0.0))
            sessions.append(np.where(at >= 0, row[np.maximum(at, 0)], 0.0))
        return Duals(modes, sessions, row[program.limit_row], row[program.count_row], row[program.row_count :])

    def bound_row(self, row: int, least: int, most: int) -> None:
        """Change what a row of the program allows (most -1: as many as it likes)."""
        self.solver.changeRowBounds(row, least, most if most >= 0 else highspy.kHighsInf)

    def fix_joint(self, family: str, start: int | None) -> None:
        """The siblings' classes come together then, and only then; None: not together."""
        program = self.program
        first = len(program.keys)
        for place, (name, at) in enumerate(program.starts):
            if name == family:
                value = 1.0 if at == start else 0.0
                self.solver.changeColBounds(first + place, value, value)
        for number, listing in enumerate(program.listings):
            self.close(number, np.array([m.family == family and m.joint != start for m in listing.modes], dtype=bool))

    def close(self, number: int, modes: npt.NDArray[np.bool_]) -> None:
        """These modes of a listing are used no more."""
        if not modes.any():
            return
        self.closed[number] |= modes
        for place, column in enumerate(self.columns):
            if column.listing == number:
                trips = self.program.listings[number].trips[column.table]
                if modes[trips.modes[column.row]].any():
                    self.solver.changeColBounds(self.program.fixed_count + place, 0.0, 0.0)

    def trips(self) -> list[float]:
        """How many trips each listing makes, in fractions."""
        counts = [0.0] * len(self.program.listings)
        for column, value in self.solution().trips:
            counts[column.listing] += value
        return counts

    def solution(self) -> Solution:
        """As it stands, in fractions."""
        values = np.array(self.solver.getSolution().col_value)
        return read_solution(self.program, self.columns, values, self.solver.getInfo().objective_function_value)

    def cheapest(self, value: float) -> tuple[list[Column], Floats]:
        """Every trip that a plan of less than this value could hold, and what it adds at least to what is proven; after `solve`."""
        number_of, table_of, row_of, worth_of = [], [], [], []
        for number, table, _, rows, worth in self._below(value):
            number_of.append(np.full(len(rows), number))
            table_of.append(np.full(len(rows), table))
            row_of.append(rows)
            worth_of.append(worth)
        if not row_of:
            return [], np.zeros(0)
        worth = np.concatenate(worth_of)
        order = np.argsort(worth, kind="stable")
        parts = (np.concatenate(each)[order].tolist() for each in (number_of, table_of, row_of))
        return [Column(*each) for each in zip(*parts, strict=True)], worth[order]

    def shrink(self, value: float) -> int:
        """Look from now on only through the trips that a plan of less than this value could hold; how many these are."""
        pool: list[list[tuple[int, Trips, npt.NDArray[np.intp]]]] = [[] for _ in self.program.listings]
        count = 0
        for number, table, trips, rows, _ in self._below(value):
            pool[number].append((table, trips, rows))
            count += len(rows)
        self.pool = pool
        return count

    def _below(self, value: float) -> Iterator[tuple[int, int, Trips, npt.NDArray[np.intp], Floats]]:
        duals = self.duals()
        for number in range(len(self.program.listings)):
            for table, trips, rows in self.pool[number]:
                worth = self.program.reduced(duals, number, trips, self.cuts)
                good = worth <= value - 1 - self.proven + SMALL
                few = Trips(trips.modes[good], trips.session[good], trips.cost[good])
                yield number, table, few, rows[good], worth[good]

    def dive(self) -> Solution | None:
        """Fix the trip that is nearest to one, solve again, and so on to a plan; all is as before afterwards."""
        first = self.program.fixed_count
        fixed: set[int] = set()
        closed = [each.copy() for each in self.closed]
        found = None
        while self.left() > 0 and self.is_solved:
            values = np.array(self.solver.getSolution().col_value)
            trips = values[first:]
            loose = [int(n) for n in np.nonzero(trips > SMALL)[0] if n not in fixed]
            if all(abs(value - round(value)) < 1e-5 for value in values):
                value = self.solver.getInfo().objective_function_value
                found = read_solution(self.program, self.columns, values, value, whole=True)
                break
            sure = [n for n in loose if trips[n] > 1 - 1e-5]
            best = max((n for n in loose if n not in sure), key=lambda n: (trips[n], -n), default=None)
            for place in [*sure, *([] if best is None else [best])]:
                self._take(place, fixed)
            self.solve(until=0.5)
            if not self.is_solved or (best is None and not sure):
                break
        for place in sorted(fixed):
            self.solver.changeColBounds(first + place, 0.0, highspy.kHighsInf)
        self.closed, self.shut = closed, set()
        return found

    def _take(self, place: int, fixed: set[int]) -> None:
        column = self.columns[place]
        listing = self.program.listings[column.listing]
        trips = listing.trips[column.table]
        fixed.add(place)
        self.solver.changeColBounds(self.program.fixed_count + place, 1.0, 1.0)
        self.shut.add((column.listing, int(trips.session[column.row])))
        families = {listing.modes[n].family for n in trips.modes[column.row]}
        self.closed[column.listing] |= np.array([mode.family in families for mode in listing.modes])

    def cut(self, number: int) -> int:
        """Add the inequalities that the solution breaks most (three families: at most one trip serves two of them); how many."""
        listing, cover = self.program.listings[number], self.program.cover[number]
        chosen = [(column, value) for column, value in self.solution().trips if column.listing == number]
        keys = sorted({int(cover[m]) for column, _ in chosen for m in listing.trips[column.table].modes[column.row]})
        if len(keys) > MOST_CUT_FAMILIES or len(keys) < 3:
            return 0
        place = {key: n for n, key in enumerate(keys)}
        serves = np.zeros((len(chosen), len(keys)), dtype=np.int8)
        for row, (column, _) in enumerate(chosen):
            serves[row, [place[int(cover[m])] for m in listing.trips[column.table].modes[column.row]]] = 1
        share = np.array([value for _, value in chosen])
        triples = np.array(list(combinations(range(len(keys)), 3)))
        total = np.zeros(len(triples))
        for served, value in zip(serves, share, strict=True):
            total += value * (served[triples].sum(axis=1) >= 2)
        worst = [n for n in np.argsort(-total, kind="stable")[:200] if total[n] > 1 + LEAST_VIOLATION]
        used = np.zeros(len(keys), dtype=int)
        added = 0
        for n in worst:
            if added >= CUTS_A_ROUND or (used[triples[n]] >= 5).any():
                continue
            used[triples[n]] += 1
            self._add_cut(Cut(number, np.isin(cover, [keys[k] for k in triples[n]])))
            added += 1
        return added

    def _add_cut(self, cut: Cut) -> None:
        index, values = [], []
        for place, column in enumerate(self.columns):
            trips = self.program.listings[column.listing].trips[column.table]
            weight = cut.weight(column.listing, trips.modes[column.row : column.row + 1])
            if weight is not None and weight[0]:
                index.append(self.program.fixed_count + place)
                values.append(weight[0])
        self.cuts.append(cut)
        self.solver.addRow(-highspy.kHighsInf, 1.0, len(index), np.array(index, dtype=np.int32), np.array(values))
