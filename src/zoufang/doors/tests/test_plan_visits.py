"""`zoufang plan_visits` on files."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

WINDOWS = [[1050, 1230], [2490, 2670]]


@pytest.fixture
def files(tmp_path):
    """An instance of six families, two evenings; where the plan goes."""
    families = [
        {
            "id": f"F{n}",
            "kg": "K",
            "classes": ["C"],
            "neighbourhood": "N",
            "lat": 30.0 + n / 1000,
            "lon": 120.0,
            "service_min": 30,
            "windows": WINDOWS,
        }
        for n in range(6)
    ]
    whole = {
        "format": 1,
        "sessions": [{"day": n, "name": "eve", "start": n * 1440 + 1050, "end": n * 1440 + 1230} for n in range(2)],
        "kindergartens": [{"id": "K", "lat": 30.0, "lon": 120.0}],
        "classes": [{"id": "C", "kg": "K", "teachers": ["T1", "T2"], "unavailable": []}],
        "families": families,
    }
    (tmp_path / "in.json").write_text(json.dumps(whole))
    return tmp_path / "in.json", tmp_path / "out.json"


def answer(capfd):
    out, _ = capfd.readouterr()
    return json.loads(out)  # one JSON value and nothing else: no banner of the solver's


def test_a_plan_is_written_and_told(files, capfd):
    call_command("plan_visits", instance=files[0], out=files[1], as_json=True)

    said = answer(capfd)
    visits = json.loads(files[1].read_text())["visits"]
    assert {visit["family"] for visit in visits} == {f"F{n}" for n in range(6)}
    assert said["proven"]
    assert said["cost"] == said["lower_bound"]
    assert said["unplaced"] == []


def test_a_family_that_stays_out_is_told_with_its_reason(files, capfd):
    whole = json.loads(files[0].read_text())
    whole["families"][0]["windows"] = [[600, 700]]
    files[0].write_text(json.dumps(whole))

    call_command("plan_visits", instance=files[0], out=files[1], as_json=True)

    (unplaced,) = answer(capfd)["unplaced"]
    assert (unplaced["family"], unplaced["class"], unplaced["reason"]) == ("F0", "C", "no_overlap")
    assert unplaced["verified"]
    assert unplaced["words"]


def test_what_was_told_is_kept(files, capfd):
    call_command("plan_visits", instance=files[0], out=files[1], as_json=True)
    old = json.loads(files[1].read_text())["visits"]
    whole = json.loads(files[0].read_text())
    whole["families"] = whole["families"][1:]
    files[0].write_text(json.dumps(whole))
    capfd.readouterr()

    call_command("plan_visits", instance=files[0], out=files[1], keep=files[1], as_json=True)

    said = answer(capfd)
    assert (said["moved"], said["dropped"], said["added"]) == (0, 0, 0)
    assert json.loads(files[1].read_text())["visits"] == [visit for visit in old if visit["family"] != "F0"]


def test_people_read_sentences(files, capfd):
    whole = json.loads(files[0].read_text()) | {"wishes": {"even": 300, "even_visits": 3}}
    files[0].write_text(json.dumps(whole))

    call_command("plan_visits", instance=files[0], out=files[1])

    said = capfd.readouterr().out
    assert "排好 6 次走访" in said
    assert "愿望 even 的代价" in said


def test_a_file_that_is_no_instance_is_refused_with_a_sentence(files, capfd):
    files[0].write_text("{}")

    with pytest.raises(SystemExit) as ended:
        call_command("plan_visits", instance=files[0], out=files[1], as_json=True)

    assert ended.value.code == 1
    assert "缺少列表 families" in answer(capfd)["reasons"]
    assert not files[1].exists()


def test_wrong_usage_is_said(files):
    with pytest.raises(CommandError, match="读不了"):
        call_command("plan_visits", instance=files[0].with_name("none.json"), out=files[1])
    with pytest.raises(CommandError, match="--seconds"):
        call_command("plan_visits", instance=files[0], out=files[1], seconds=0)
