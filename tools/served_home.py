"""A home of its own for whoever looks at the product from outside (benchmarks, pictures): filled as the demo fills one,
served as an installation is, gone afterwards."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

ZOUFANG = os.path.join(os.path.dirname(sys.executable), "zoufang")


@dataclass
class ServedHome:
    """One home, its server, what the demo says it filled in."""

    home: str
    port: int
    filled: dict[str, Any]
    server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ZOUFANG_HOME": self.home,
            "ZOUFANG_DATABASE_URL": "",
            "ZOUFANG_EMAIL_URL": "",
            "ZOUFANG_PUBLIC_URL": self.address,
        }

    def run(self, *words: str) -> str:
        """One command; its output."""
        command = [ZOUFANG, *words]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def start(self, *words: str) -> None:
        """Serve until `kill` or `stop`; back when the server answers."""
        command = [ZOUFANG, "serve", "--port", str(self.port), *words]
        self.server = subprocess.Popen(command, env=self.environment, start_new_session=True, stderr=subprocess.DEVNULL)
        wait_for(self.address)

    def kill(self) -> None:
        """kill -9 of the supervisor and everything below it, at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End in order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.server is not None:
            os.killpg(self.server.pid, how)
            self.server.wait()
            self.server = None


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str) -> None:
    """Until the server at this address answers."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


@contextmanager
def served_home(*words: str, size: str = "", is_served: bool = True) -> Iterator[ServedHome]:
    """A home with the demo's `size` of families (none: nothing in it), served with these words; `is_served` False: to be
    started by hand."""
    with tempfile.TemporaryDirectory() as home:
        place = ServedHome(home, free_port(), {})
        if size:
            place.filled = json.loads(place.run("demo", "--size", size, "--no-serve", "--json"))
        try:
            if is_served:
                place.start(*words)
            yield place
        finally:
            place.stop()
