"""Making a kindergarten's plan better: the joint starts of a few families are opened again, their classes planned together."""

from __future__ import annotations

import math
import random

import numpy as np

from zoufang.engines.routing.choosing import choose
from zoufang.engines.routing.kindergarten import ClassPlan, Kindergarten, Siblings
from zoufang.engines.routing.listing import narrowed
from zoufang.engines.routing.one_class import cheapest, singles, visits_of
from zoufang.engines.routing.packing import Relaxation
from zoufang.engines.routing.program import Program, Solution

ROUNDS = 3  # each opens every family once
MOST_TRIPS = 8_000  # of one choice
CHOICE_SECONDS = 3.0
MOST_CLASSES = 4


def improve(kindergarten: Kindergarten) -> None:
    """Until no opening helps, the rounds are over or the time is."""
    chance = random.Random(kindergarten.seed)  # noqa: S311  (a search, no secret)
    for _ in range(ROUNDS):
        order = sorted(kindergarten.siblings, key=lambda each: (-_trouble(kindergarten, each), chance.random()))
        better = False
        for siblings in order:
            if kindergarten.left() <= 0:
                return
            better |= _reopen(kindergarten, siblings)
        if not better:
            return


def _trouble(kindergarten: Kindergarten, siblings: Siblings) -> int:
    """Families left out in the classes of these siblings."""
    return sum(kindergarten.plans[n].value // kindergarten.instance.prices.unplaced for n in siblings.classes)


def _reopen(kindergarten: Kindergarten, around: Siblings) -> bool:
    """Plan the classes of these siblings together, all the siblings among them open; did that help?"""
    numbers = sorted(set(around.classes))
    opened = [each for each in kindergarten.siblings if set(each.classes) <= set(numbers)]
    if len(numbers) > MOST_CLASSES:
        return False
    listings = []
    for number in numbers:
        allowed = kindergarten.allowed[number].copy()
        names = {each.family.id for each in opened}
        allowed |= np.array([mode.family in names for mode in kindergarten.listings[number].modes], dtype=bool)
        listings.append(narrowed(kindergarten.listings[number], allowed))
    program = Program(
        kindergarten.instance,
        listings,
        cheapest(kindergarten.instance, listings),
        siblings={each.family.id: (each.family.classes, each.starts) for each in opened},
    )
    price = kindergarten.instance.prices
    value = sum(kindergarten.plans[n].value for n in numbers) + price.split * kindergarten.splits(opened)
    relaxation = Relaxation(program, left=kindergarten.left, seed=kindergarten.seed)
    relaxation.add(singles(program))
    if relaxation.solve() > value - 1 or not relaxation.is_solved:
        return False
    for row, count in zip(program.count_row, relaxation.trips(), strict=True):
        relaxation.bound_row(row, math.ceil(count - 1e-4), -1)  # nobody goes out half
    if relaxation.solve() > value - 1 or not relaxation.is_solved:
        return False
    wanted, _ = relaxation.cheapest(value)
    seconds = min(CHOICE_SECONDS, kindergarten.left())
    found = choose(program, wanted[:MOST_TRIPS], seconds=seconds, seed=kindergarten.seed).solution
    if found is None or round(found.value) >= value:
        return False
    _take(kindergarten, numbers, program, opened, found)
    return True


def _take(
    kindergarten: Kindergarten, numbers: list[int], program: Program, opened: list[Siblings], found: Solution
) -> None:
    joint = {name: start for (name, start), value in found.joint.items() if value > 0.5}
    for siblings in opened:
        kindergarten.decide(siblings, joint.get(siblings.family.id))
    price = kindergarten.instance.prices
    for place, number in enumerate(numbers):
        listing = program.listings[place]
        columns = [column for column, _ in found.trips if column.listing == place]
        visits = tuple(v for column in columns for v in visits_of(kindergarten.instance, listing, column))
        cost = sum(int(listing.trips[column.table].cost[column.row]) for column in columns)
        cost += kindergarten.instance.wishes.days * round(sum(program.days_of(columns)))
        out = sum(1 for (_, klass) in found.unplaced if klass == listing.team.id)
        kindergarten.plans[number] = ClassPlan(visits, cost + out * price.unplaced, 0)
