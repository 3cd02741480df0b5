"""One visit as it was recorded: whatever is not known is empty, and no signal needs all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property


class Mode(StrEnum):
    """In which form a family was met."""

    HOME = "home"
    SCHOOL = "school"
    PHONE = "phone"
    CHAT = "chat"
    VIDEO = "video"
    COMMUNITY = "community"
    UNKNOWN = ""


class Answer(StrEnum):
    """What the family says: was it visited?"""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NONE = ""


_NEVER = datetime(9999, 1, 1)  # noqa: DTZ001  (local times have no zone)
IN_PERSON = frozenset({Mode.HOME, Mode.SCHOOL, Mode.COMMUNITY})
AFAR = frozenset({Mode.PHONE, Mode.CHAT, Mode.VIDEO})


@dataclass(frozen=True)
class Visit:
    """`row` as a spreadsheet counts. Times are local; `picture` is a name or a path beside the file."""

    row: int
    id: str
    school: str = ""
    klass: str = ""
    teachers: tuple[str, ...] = ()
    family: str = ""
    mode: Mode = Mode.UNKNOWN
    started: datetime | None = None
    ended: datetime | None = None
    recorded: datetime | None = None
    synced: datetime | None = None
    device: str = ""
    latitude: float | None = None
    longitude: float | None = None
    text: str = ""
    picture: str = ""
    answer: Answer = Answer.NONE
    family_device: str = ""

    @cached_property
    def place(self) -> tuple[float, float] | None:
        """Where it was, if that was kept."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @cached_property
    def minutes(self) -> float | None:
        """How long it took."""
        if self.started is None or self.ended is None:
            return None
        return (self.ended - self.started).total_seconds() / 60

    @cached_property
    def lag(self) -> float | None:
        """Hours from the visit's end to its writing down."""
        after = self.ended or self.started
        if after is None or self.recorded is None:
            return None
        return (self.recorded - after).total_seconds() / 3600

    @cached_property
    def crew(self) -> tuple[str, tuple[str, ...]]:
        """The teachers who went, told apart by school."""
        return self.school, tuple(sorted(self.teachers))

    @cached_property
    def household(self) -> tuple[str, str]:
        """The family, told apart by school; a visit without one stands for itself."""
        return (self.school, self.family) if self.family else ("", f"row {self.row}")

    @cached_property
    def written(self) -> tuple[datetime, int]:
        """The order in which records came to be, as far as anybody knows."""
        return self.recorded or self.synced or self.ended or self.started or _NEVER, self.row
