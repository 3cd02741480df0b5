"""The child's side: set the limits, read, work, write."""

from __future__ import annotations

import importlib
import sys

WENT_WRONG = 3


def main(function: str, seconds: str, megabytes: str) -> None:
    """Read stdin, call the function, write stdout. A failure leaves the exception's class name on stderr, nothing else."""
    _limit(int(seconds), int(megabytes))
    module, _, name = function.partition(":")
    try:
        answer = getattr(importlib.import_module(module), name)(sys.stdin.buffer.read())
    except BaseException as fault:
        # Only the class: a message may quote what was in the file.
        sys.stderr.write(type(fault).__name__)
        sys.stderr.flush()
        raise SystemExit(WENT_WRONG) from None
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _limit(seconds: int, megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
