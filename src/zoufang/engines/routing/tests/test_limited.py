"""What is asked and answered as JSON, with the solver and without."""

import json

import pytest

from zoufang.engines.routing import limited, part

PLACES = ("school", "a", "b", "c")


def asked(keep=None):
    family = {"classes": ["class"], "lat": 0, "lon": 0, "service_min": 30}
    instance = {
        "sessions": [{"name": "evening", "start": 1035, "end": 1230}, {"name": "evening", "start": 2475, "end": 2670}],
        "kindergartens": [{"id": "school", "lat": 0, "lon": 0}],
        "classes": [{"id": "class", "kg": "school", "teachers": ["0", "1"], "unavailable": [[2475, 2670]]}],
        "families": [
            family | {"id": "a", "windows": [[1050, 1200]]},
            family | {"id": "b", "windows": [[1050, 1200]]},
            family | {"id": "c", "windows": [[2490, 2640]]},
        ],
        "travel": {"minutes": {one: dict.fromkeys(PLACES, 15) for one in PLACES}},
    }
    return json.dumps({"instance": instance, "keep": keep, "seconds": 1}).encode()


@pytest.mark.parametrize("solver", [True, False])
def test_a_class_is_planned_and_who_is_left_out_has_a_reason(monkeypatch, solver):
    if not solver:
        for module in (limited, part):
            monkeypatch.setattr(module, "has_solver", lambda: False)

    said = json.loads(limited.answered(asked()))

    assert (said["solver"], said["proven"]) == (solver, solver)
    assert sorted(each["start"] for each in said["visits"]) == [1050, 1095]
    left_out = said["unplaced"]
    assert [(each["family"], each["kind"]) for each in left_out] == [("c", "no_overlap")]
    assert left_out[0]["half_days"] == ([[2475, 2670]] if solver else [])


@pytest.mark.parametrize("solver", [True, False])
def test_a_time_that_was_told_stays(monkeypatch, solver):
    if not solver:
        for module in (limited, part):
            monkeypatch.setattr(module, "has_solver", lambda: False)
    keep = {"visits": [{"family": "b", "class": "class", "start": 1120, "confirmed": True}]}

    said = json.loads(limited.answered(asked(keep)))

    assert {each["family"]: each["start"] for each in said["visits"]}["b"] == 1120
    assert len(said["visits"]) == 2
