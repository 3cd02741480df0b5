"""From hints to a score. Sides add up as chances do; a family's own yes softens. Never a verdict: from 0.5 on, ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.signals import SIGNALS
from zoufang.engines.authenticity.visits import Visit
from zoufang.engines.refusal import Reason

WORTH_ASKING = 0.5
# A second hint of one side says little that the first did not.
SECOND_OF_A_SIDE = 0.3
SOFTENED, SOFTENED_FIRM = 0.6, 0.85
LEAST_TOLD = 0.05


@dataclass(frozen=True)
class Ground:
    """Why a visit is worth asking about, how much of the score it is, and what may be innocent about it."""

    signal: str
    share: float
    reason: Reason
    innocent: Reason


@dataclass(frozen=True)
class Reviewed:
    """A visit's score (0–1) and its grounds, the strongest first."""

    row: int
    id: str
    score: float
    grounds: tuple[Ground, ...]

    @property
    def is_worth_asking(self) -> bool:
        """Should somebody ask?"""
        return self.score >= WORTH_ASKING


def review(
    visits: Sequence[Visit], folder: Path | None = None, *, signals: Sequence[Signal] = SIGNALS
) -> list[Reviewed]:
    """Each visit in the order given. `row` has to tell visits apart."""
    campaign = Campaign(visits, folder)
    found: dict[int, list[tuple[Signal, Hint]]] = {}
    for signal in signals:
        if len(visits) >= signal.least:
            strongest: dict[int, Hint] = {}
            for hint in signal.look(campaign):
                kept = strongest.get(hint.row)
                if kept is None or hint.strength > kept.strength:
                    strongest[hint.row] = hint
            for row, hint in strongest.items():
                found.setdefault(row, []).append((signal, hint))
    return [_reviewed(campaign, each, found.get(each.row, [])) for each in visits]


def _reviewed(campaign: Campaign, visit: Visit, hints: Sequence[tuple[Signal, Hint]]) -> Reviewed:
    is_vouched = bool(hints) and campaign.is_vouched(visit)
    sides: dict[Side, list[float]] = {}
    grounds = []
    for signal, hint in hints:
        share = signal.weight * hint.strength
        if is_vouched:
            share *= SOFTENED_FIRM if signal.is_firm else SOFTENED
        sides.setdefault(signal.side, []).append(share)
        grounds.append(Ground(signal.name, share, hint.reason, signal.innocent))
    rest = 1.0
    for shares in sides.values():
        first, *others = sorted(shares, reverse=True)
        rest *= 1 - min(first + SECOND_OF_A_SIDE * sum(others), 0.97)
    told = sorted((each for each in grounds if each.share >= LEAST_TOLD), key=lambda each: -each.share)
    return Reviewed(visit.row, visit.id, round(1 - rest, 3), tuple(told))
