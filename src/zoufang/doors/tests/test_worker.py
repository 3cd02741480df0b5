"""Whose lease is a dead worker's."""

import os
import subprocess
import sys

from zoufang.doors.management.commands.worker import HOST, is_alive


def test_a_living_process_of_this_machine_keeps_its_lease():
    assert is_alive(f"{HOST}:{os.getppid()}")


def test_a_process_that_ended_does_not():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert not is_alive(f"{HOST}:{ended.pid}")


def test_what_bears_this_workers_own_name_was_its_predecessors():
    assert not is_alive(f"{HOST}:{os.getpid()}")


def test_of_another_machines_worker_nobody_here_knows():
    assert is_alive("elsewhere:1")
    assert is_alive("one")
