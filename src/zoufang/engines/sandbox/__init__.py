"""Run a function on untrusted bytes in a process of its own, with limits on CPU, memory and time.

A 5 MiB roster cost 42 CPU-seconds and a 21 KiB picture 950 MB where nothing guarded; here the child dies and the caller
gets a sentence. Functions take bytes and return bytes; they are named, not pickled. Limits need POSIX; elsewhere only the
wall-clock limit holds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

# The child imports this package on its way to its own module, and pays for what stands here: no pathlib, no subprocess.
PACKAGES = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__)))))
WENT_WRONG = 3


class TooHeavy(Exception):
    """The work needed more time or memory than it was given."""


class Stopped(Exception):
    """Whoever asked for the work does not want it any more."""


class Crashed(Exception):
    """The function raised, or its process died; `kind` is the exception's class name or the exit code."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


def run_limited(
    function: str, payload: bytes, *, seconds: int, megabytes: int, is_stopped: Callable[[], bool] | None = None
) -> bytes:
    """What `function` ("package.module:name", bytes → bytes) returns for `payload`.

    `seconds`: CPU; twice that on the clock. `megabytes`: address space. `is_stopped` is asked about once a second.
    Raises TooHeavy, Crashed, Stopped.
    """
    import subprocess
    import time

    # Nothing of the installation's settings reaches the child: it needs none, and what is not there cannot leak.
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    process = subprocess.Popen(  # noqa: S603  (our own interpreter, our own module)
        [sys.executable, "-E", "-s", "-c", _STARTER, function, str(seconds), str(megabytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={
            **kept,
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            # A thread for each of many cores would not fit the address space.
            "RAYON_NUM_THREADS": "1",
            "ZF_PACKAGES": os.pathsep.join(_search_path()),
        },
        close_fds=True,
    )
    until = time.monotonic() + 2 * seconds + 5
    unsent: bytes | None = payload  # given once; what was begun is gone on with
    while True:
        left = until - time.monotonic()
        try:
            answer, words = process.communicate(
                unsent, timeout=max(0.0, left if is_stopped is None else min(1.0, left))
            )
            break
        except subprocess.TimeoutExpired as fault:
            unsent = None
            fate: Exception | None = TooHeavy(f"over {2 * seconds + 5} s") if time.monotonic() >= until else None
            if fate is None and is_stopped is not None and is_stopped():
                fate = Stopped()
            if fate is not None:
                process.kill()
                process.communicate()
                raise fate from fault
        except BaseException:
            process.kill()
            raise
    if process.returncode == 0:
        return answer
    kind = words.decode("utf-8", "replace").strip().rpartition("\n")[2][:60]
    if process.returncode < 0 or kind in ("MemoryError", "OSError: [Errno 12]"):
        raise TooHeavy(f"signal {-process.returncode}" if process.returncode < 0 else kind)
    raise Crashed(kind if process.returncode == WENT_WRONG else f"exit {process.returncode}")


def _search_path() -> list[str]:
    return [PACKAGES, *(path for path in sys.path if path and os.path.isdir(path))]


_STARTER = (
    "import os,sys; sys.path[:0]=os.environ['ZF_PACKAGES'].split(os.pathsep);"
    "from zoufang.engines.sandbox.child import main; main(*sys.argv[-3:])"
)
