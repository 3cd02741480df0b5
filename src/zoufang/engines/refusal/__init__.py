"""What an act answers when it may not be done: reasons, in the user's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Reason(str):
    """A whole sentence that says what to do, in Chinese; keeps its pattern and values so that a page can translate it.

    `Reason("一段话最多 %(longest)s 字,请分开写", longest=5000)`
    """

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, object]

    def __new__(cls, pattern: str, **values: object) -> Reason:
        made = super().__new__(cls, pattern % values if values else pattern)
        made.pattern = pattern
        made.values = values
        return made


class Refused(Exception):
    """The act was not done; nothing was written. `reasons` are whole sentences that say what to do."""

    def __init__(self, reasons: Iterable[str] | str) -> None:
        self.reasons: tuple[str, ...] = (reasons,) if isinstance(reasons, str) else tuple(reasons)
        super().__init__(" ".join(str(reason) for reason in self.reasons))
