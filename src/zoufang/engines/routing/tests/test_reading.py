"""What is wrong in a file is said in sentences, all at once."""

from __future__ import annotations

import copy
import json

import pytest

from zoufang.engines.refusal import Refused
from zoufang.engines.routing.instance import Plan, Visit
from zoufang.engines.routing.reading import instance_of, plan_of, written

GOOD = {
    "format": 1,
    "sessions": [{"day": 0, "name": "eve", "start": 1050, "end": 1230}],
    "hard_end_min": 1230,
    "travel": {"detour": 1.35, "kmh": 15, "overhead_min": 3},
    "objective": {"unplaced": 10000, "trip": 60, "travel_min": 1, "split_siblings": 200},
    "kindergartens": [{"id": "K", "lat": 30.0, "lon": 120.0}],
    "classes": [{"id": "C", "kg": "K", "teachers": ["T1", "T2"], "unavailable": [[1050, 1080]]}],
    "families": [
        {"id": "F", "classes": ["C"], "lat": 30.0, "lon": 120.0, "service_min": 30, "windows": [[1050, 1230]]},
        {"id": "G", "classes": ["C"], "lat": 30.0, "lon": 120.0, "service_min": 30, "windows": []},
    ],
}


def read(change):
    whole = copy.deepcopy(GOOD)
    change(whole)
    return instance_of(json.dumps(whole).encode())


def test_a_good_file_is_read():
    instance = read(lambda whole: None)

    assert [family.id for family in instance.families_of("C")] == ["F", "G"]
    assert instance.teams[0].unavailable == ((1050, 1080),)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: w.pop("families"), "缺少列表 families"),
        (lambda w: w.update(format=2), "只认识格式 1"),
        (lambda w: w["families"].append(dict(w["families"][0])), "编号 F 出现了两次"),
        (lambda w: w["families"][0].update(classes=["X"]), "家庭 F 的班级"),
        (lambda w: w["families"][0].update(classes=["C", "C"]), "同一个班级写了两次"),
        (lambda w: w["families"][0].update(windows=[[1230, 1050]]), "家庭 F 的 windows"),
        (lambda w: w["families"][0].update(windows=[[1050, "1230"]]), "家庭 F 的 windows"),
        (lambda w: w["families"][0].update(service_min=0), "service_min"),
        (lambda w: w["families"][0].update(service_min=True), "service_min"),
        (lambda w: w["families"][0].update(lat="30"), "不是经纬度"),
        (lambda w: w["families"][0].update(lon=999), "不是经纬度"),
        (lambda w: w["families"][0].pop("id"), "没有编号"),
        (lambda w: w["families"][0].update(id="K"), "和一所学校同名"),
        (lambda w: w["classes"][0].update(kg="X"), "学校 kg 不在名单里"),
        (lambda w: w["classes"][0].update(unavailable=[5]), "没空的时间"),
        (lambda w: w["sessions"].append({"start": 1200, "end": 1300}), "重叠"),
        (lambda w: w["sessions"][0].update(end=None), "起止时间不对"),
        (lambda w: w.update(travel={"kmh": 0}), "kmh"),
        (lambda w: w.update(travel={"minutes": {"K": {"F": -1}}}), "路上时间表"),
        (lambda w: w.update(objective={"trip": 1.5}), "trip"),
        (lambda w: w.update(wishes={"sunshine": 1}), "不认识"),
        (lambda w: w.update(hard_end_min="late"), "最晚结束"),
    ],
)
def test_what_is_wrong_is_said(change, said):
    with pytest.raises(Refused) as refused:
        read(change)

    assert any(said in reason for reason in refused.value.reasons), refused.value.reasons


def test_all_that_is_wrong_is_said_at_once():
    def change(whole):
        whole["families"][0].update(lat=None, service_min=-1)
        whole["sessions"][0].update(start=1300)

    with pytest.raises(Refused) as refused:
        read(change)

    assert len(refused.value.reasons) == 3


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_instance_is_refused(content):
    with pytest.raises(Refused):
        instance_of(content)


def test_a_plan_comes_back_as_it_was_written():
    instance = read(lambda whole: None)
    plan = Plan((Visit("C", 1100, "F", True), Visit("C", 1140, "G")))

    again, confirmed = plan_of(json.dumps(written(plan)).encode(), instance)

    assert again == plan
    assert confirmed == {("F", "C"), ("G", "C")}


def test_only_the_marked_visits_are_confirmed_where_any_is_marked():
    instance = read(lambda whole: None)
    visits = [
        {"family": "F", "class": "C", "start": 1100, "confirmed": True},
        {"family": "G", "class": "C", "start": 1140},
        {"family": "gone", "class": "C", "start": 1140},
    ]

    plan, confirmed = plan_of(json.dumps({"visits": visits}).encode(), instance)

    assert [visit.family for visit in plan.visits] == ["F", "G"]
    assert confirmed == {("F", "C")}


@pytest.mark.parametrize(
    "value", [{}, {"visits": [{"family": "F"}]}, {"visits": [{"family": "F", "class": "C", "start": 1}] * 2}]
)
def test_a_plan_that_cannot_be_read_is_refused(value):
    with pytest.raises(Refused):
        plan_of(json.dumps(value).encode(), read(lambda whole: None))
