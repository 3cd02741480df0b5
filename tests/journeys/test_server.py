"""The server as people run it: it starts, answers, ends in order, and leaves nothing behind when it is killed."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.installation import Installation, answers, wait_for

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("journey")]


@pytest.fixture
def installation(tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    made = Installation(home, "")
    try:
        yield made
    finally:
        made.stop()


def children_of(pid: int) -> list[int]:
    """Every process below this one."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            if parent == pid:
                found += [int(folder.name), *children_of(int(folder.name))]
    return found


def worker_of(installation: Installation) -> int:
    """The one job worker's process."""
    for pid in children_of(installation.process.pid):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if words[-2:-1] == [b"worker"] or b"worker" in words:
            return pid
    raise AssertionError("no worker")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="NO /proc: processes are looked at on Linux only")
def test_it_answers_ends_in_order_and_frees_its_port_when_killed(installation):
    installation.start()
    ready = json.load(urllib.request.urlopen(f"{installation.address}/readyz"))
    assert ready == {"ready": True, "database": True, "storage": True, "worker": True, "disk": True}

    first = worker_of(installation)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: _another_worker(installation, first), "the worker is started again")
    assert answers(f"{installation.address}/healthz")

    os.kill(installation.process.pid, signal.SIGKILL)  # the supervisor alone: its children have to notice
    installation.process.wait()
    wait_for(lambda: not answers(f"{installation.address}/healthz"), "the port is free")

    installation.start()
    below = children_of(installation.process.pid)
    installation.process.terminate()
    assert installation.process.wait(timeout=30) == 0
    time.sleep(0.5)
    assert not [
        pid for pid in below if Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def _another_worker(installation: Installation, first: int) -> bool:
    try:
        return worker_of(installation) != first
    except (AssertionError, OSError):
        return False


def test_a_taken_port_is_said_in_a_sentence(installation):
    installation.start()
    other = Installation(installation.home, "", port=installation.port)
    import subprocess
    import sys

    command = [sys.executable, "-m", "zoufang.command_line", "serve", "--port", str(other.port), "--workers", "1"]
    done = subprocess.run(command, env=other.environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode != 0
    assert "端口" in done.stderr


def test_the_home_is_its_accounts_alone(installation):
    installation.run("tick")

    for file in installation.home.rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file
