"""Logs without personal data: of an exception the place and the class are written, never its message or a value."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class PlainFormatter(logging.Formatter):
    """Where it broke and of which kind; what was being handled stays out."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)
        places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return "\n".join([*places, kind.__name__ if kind else ""])
