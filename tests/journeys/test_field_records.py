"""Field records against the real server, on a line that breaks: none lost, none doubled, nothing written over unseen.

`ZOUFANG_TEST_SEQUENCES` says how many sequences are tried (the long lane: 2000). Before that the harness is proven: it
finds each of the faults that are sown into a server of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from tests.architecture.house import ROOT
from tests.journeys.field_faults import FAULTS
from tests.journeys.field_line import Line
from tests.journeys.field_machine import FieldMachine, World
from tests.journeys.field_phone import Broken, FieldPhone
from tests.journeys.installation import Installation, answers, database_for_a_journey, free_port, wait_for

SEQUENCES = int(os.environ.get("ZOUFANG_TEST_SEQUENCES", "60"))
FOR_FAULTS = 40
KILLS = max(3, SEQUENCES // 40)
PHOTOS = max(12, SEQUENCES // 8)
pytestmark = [pytest.mark.timeout(300 + 2 * SEQUENCES), pytest.mark.xdist_group("field")]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("home")
    with database_for_a_journey(os.environ.get("ZOUFANG_TEST_DATABASE_URL", "")) as database:
        made = Installation(home, database)
        made.run("tick")
        families = SEQUENCES + FOR_FAULTS * len(FAULTS) + 5
        command = [sys.executable, "-m", "tests.journeys.field_people", str(families)]
        done = subprocess.run(command, env=inside(made), cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        made.people = json.loads(done.stdout)
        made.people["families"] = iter(made.people["families"])
        made.start()
        try:
            yield made
        finally:
            made.stop()


def inside(installation: Installation) -> dict[str, str]:
    return installation.environment | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


def world_of(installation: Installation, port: int, **facts) -> World:
    people = installation.people
    return World(Line(port), people["cookies"], people["class"], people["families"], **facts)


def try_out(world: World, sequences: int, *, seed: bool = True) -> None:
    FieldMachine.world = world
    run_state_machine_as_test(
        FieldMachine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=3,
            deadline=None,
            database=None,
            derandomize=seed,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )


@pytest.fixture(scope="module")
def faulty(installation: Installation):
    """A server of the same installation with the faults in it."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--blocking-threads", "4", "--log-level", "warning", "tests.journeys.field_faults:application"]
    with Path(installation.home, "faulty.log").open("ab") as log:
        process = subprocess.Popen(command, env=inside(installation), cwd=ROOT, stdout=log, stderr=log)
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"), "the faulty server answers")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_harness_finds_a_fault_that_was_sown(installation, faulty, fault):
    world = world_of(installation, faulty, fault=fault, photos_left=20 if "photo" in fault else 0)

    # A line that is really cut is not cut in the same place twice: where Hypothesis cannot repeat a find it says so in a group.
    with pytest.raises((Broken, FlakyFailure)) as found:
        try_out(world, FOR_FAULTS)

    assert isinstance(found.value, Broken) or found.group_contains(Broken)
    print(f"{fault}: found in sequence {world.sequences}")


def test_nothing_is_lost_or_doubled_whatever_the_line_and_the_server_do(installation):
    def die() -> None:
        installation.kill()
        installation.start()

    world = world_of(installation, installation.port, kill=die, kills_left=KILLS, photos_left=PHOTOS)

    try_out(world, SEQUENCES, seed="ZOUFANG_TEST_SEQUENCES" not in os.environ)

    assert installation.run("verify_journal").startswith("日志完好")


def test_the_same_post_fifty_times_at_once_has_one_effect_and_one_receipt(installation):
    world = world_of(installation, installation.port)
    phone = FieldPhone("one", world.line, world.headers(0), world.receipt_key, next(world.families), world.class_id)
    phone.write("opinions", "五十次")
    phone.note("一件事")
    operations = list(phone.queue)
    other = operations[1] | {"changes": {"opinions": {"from": "", "to": "别的"}}}

    with ThreadPoolExecutor(25) as hands:
        said = list(hands.map(lambda _: json.dumps(phone.post(operations)), range(50)))
        clash = list(hands.map(lambda _: phone.post([other])[0].get("code"), range(10)))

    assert len(set(said)) == 1
    assert set(clash) == {409}
    assert phone.send()
    page = phone.page()
    assert (page.words["opinions"], list(page.matters.values()), page.offered) == ("五十次", ["一件事"], ())
