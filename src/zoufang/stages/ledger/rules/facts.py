"""What a campaign has come to, on plain values: documents and gaps are made from these alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zoufang.ground.privacy.masks import GONE


@dataclass(frozen=True)
class GuardianFacts:
    """A grown-up of the family."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True)
class MatterFacts:
    """Something said at a visit, with the number of the problem it became."""

    text: str
    number: str
    answer: str
    is_settled: bool


@dataclass(frozen=True)
class VisitFacts:
    """One visit or attempt. `due_on`: the day by which it ought to be written up."""

    public_id: str
    class_name: str
    round_name: str
    form: str
    form_label: str
    state: str
    outcome: str
    outcome_label: str
    attempt: int
    met: str
    teachers: tuple[str, ...]
    started_at: datetime | None
    ended_at: datetime | None
    due_on: date
    opinions: str
    remark: str
    needs_follow_up: bool
    confirmation_label: str
    matters: tuple[MatterFacts, ...]


@dataclass(frozen=True)
class FamilyFacts:
    """One household: its children here, its grown-ups, its visits, and the problems that may be tied to it.

    `is_hidden`: masked even where the rest is not, as it did not agree that its name leaves the school.
    """

    public_id: str
    class_names: tuple[str, ...]
    children: tuple[str, ...]
    guardians: tuple[GuardianFacts, ...]
    visits: tuple[VisitFacts, ...]
    card_at: datetime | None
    letter_at: datetime | None
    has_declined: bool
    booked_at: datetime | None
    contact_until: date | None
    problem_numbers: tuple[str, ...]
    settled_count: int
    is_hidden: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which this family could be known."""
        everybody = (*self.children, *(each.name for each in self.guardians if each.name))
        return tuple(name for name in everybody if name not in GONE)


@dataclass(frozen=True)
class ProblemFacts:
    """One problem, as the rectification ledger tells it. `family`: public id; `is_hidden`: as of its family."""

    public_id: str
    number: str
    source_label: str
    class_name: str
    reporter: str
    is_confidential: bool
    family_names: tuple[str, ...]
    text: str
    nature: str
    topic: str
    subtopic: str
    area: str
    level_label: str
    department: str
    owner: str
    measures: str
    due_until: datetime
    extended_count: int
    is_over: bool
    state: str
    state_label: str
    ending: str
    ending_label: str
    ending_note: str
    look_again_on: date | None
    ended_at: datetime | None
    answers: tuple[tuple[datetime, str], ...]
    check_note: str
    word: tuple[str, str, str] | None
    closed_by: str
    closed_at: datetime | None
    merged_into: str
    merged: tuple[str, ...]
    family: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class RevisitFacts:
    """A family to be asked again."""

    public_id: str
    family: str
    class_name: str
    children: tuple[str, ...]
    due_on: date
    is_open: bool


@dataclass(frozen=True)
class CampaignFacts:
    """Everything that a campaign's ledgers are made from."""

    name: str
    school: str
    families: tuple[FamilyFacts, ...]
    problems: tuple[ProblemFacts, ...]
    revisits: tuple[RevisitFacts, ...]
