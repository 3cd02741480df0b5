"""What a delivery may answer besides the other side's words."""

from __future__ import annotations


class TryLater(Exception):
    """The other side did not take it now; `words` are its own. It is tried again, later each time."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class CannotDeliver(Exception):
    """It will never be taken as it is; `words` say why. A person is shown it and decides."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)
