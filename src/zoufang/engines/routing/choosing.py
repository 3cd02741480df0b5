"""The choice among trips as an integer program, by HiGHS."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from zoufang.engines.routing.packing import new_solver
from zoufang.engines.routing.program import Column, Cut, Program, Solution, read_solution


@dataclass(frozen=True)
class Chosen:
    """The integer program's answer; `bound`: what it proved (of these trips); no solution where none was found in its time."""

    solution: Solution | None
    bound: float


def choose(
    program: Program,
    columns: Sequence[Column],
    *,
    seconds: float,
    seed: int,
    start: Solution | None = None,
    cuts: Sequence[Cut] = (),
    whole: bool = True,
) -> Chosen:
    """The best choice among these trips; `start` is one that is known. `whole`: all costs are whole, so a gap below one is none."""
    solver = new_solver(seconds, seed)
    known = dict(start.trips) if start else {}
    columns = list(dict.fromkeys([*known, *columns]))
    cost, most, entries = program.fixed_columns()
    trip_cost, starts, rows, values = program.trip_columns(columns, cuts)
    count = len(cost) + len(columns)
    flat = np.array([row for each in entries for row, _ in each], dtype=np.int64)
    begins = np.cumsum([0, *[len(each) for each in entries]])
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, program.row_count + len(cuts)
    model.col_cost_ = np.concatenate([cost, trip_cost])
    model.col_lower_ = np.zeros(count)
    model.col_upper_ = np.concatenate([most, np.ones(len(columns))])
    model.row_lower_ = np.concatenate([program.lower, np.full(len(cuts), -highspy.kHighsInf)])
    model.row_upper_ = np.concatenate([program.upper, np.ones(len(cuts))])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([begins[:-1], starts + len(flat), [len(flat) + len(rows)]]).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate([flat, rows]).astype(np.int32)
    model.a_matrix_.value_ = np.concatenate([[value for each in entries for _, value in each], values])
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    solver.passModel(model)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.99 if whole else 1e-6)
    if start is not None:
        begin = highspy.HighsSolution()
        begin.col_value = list(_as_values(program, columns, start))
        solver.setSolution(begin)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        nothing = solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
        return Chosen(None, math.inf if nothing else -math.inf)
    found = read_solution(
        program, columns, np.array(solver.getSolution().col_value), info.objective_function_value, whole=True
    )
    return Chosen(found, info.mip_dual_bound)


def _as_values(
    program: Program, columns: Sequence[Column], solution: Solution
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    trips = dict(solution.trips)
    unplaced = [solution.unplaced.get(key, 0.0) for key in program.keys]
    joint = [solution.joint.get(pair, 0.0) for pair in program.starts]
    together = {family for (family, _), value in solution.joint.items() if value > 0.5}
    left_out = {family for family, _ in solution.unplaced}
    split = [0.0 if family in together or family in left_out else 1.0 for family in program.split_row]
    days = program.days_of(list(trips))
    return np.array([*unplaced, *joint, *split, *days, *[trips.get(column, 0.0) for column in columns]])
