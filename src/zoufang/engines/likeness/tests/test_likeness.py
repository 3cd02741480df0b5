"""Likeness: the same matter in other words, near misses kept apart, copies found, schools never mixed."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from zoufang.engines.likeness import Band, Index, Text, group, is_copy, profile
from zoufang.engines.likeness.copies import edits

UNSEEN = Path(__file__).parents[5] / "benchmarks" / "unseen_sentences.csv"
TOLD = {
    "toilet": "厕所臭得不行,孩子憋着不肯去",
    "lunch": "中午的饭不够吃,孩子回来就喊饿",
    "bus": "校车天天晚到二十分钟",
    "noise": "园外工地打桩,孩子午觉睡不着",
    "fee": "请了一周假,伙食费没有退",
    "nap_long": "午睡两个半小时太长了",
}


def filled() -> Index:
    index = Index()
    for key, text in TOLD.items():
        index.add(key, profile(text))
    return index


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("娃不愿在园里拉屎,说里头熏人", "toilet"),
        ("俺小子说没吃饱,能不能多盛点饭", "lunch"),
        ("小黄车总是不准点,我上班都迟到了", "bus"),
        ("饭钱怎么还没退回来,娃病了五天没去", "fee"),
    ],
)
def test_other_words_for_the_same_matter(text: str, same: str) -> None:
    nearest = filled().nearest(profile(text))[0]
    assert nearest.key == same
    assert nearest.band in (Band.ALREADY, Band.PERHAPS)


@pytest.mark.parametrize(
    "text",
    [
        "厕所打扫得干净,谢谢阿姨",
        "午睡时间太短了,能不能多睡一会",
        "校车阿姨真好,每次都扶着孩子",
        "孩子在园里吃太多,胖了八斤",
    ],
)
def test_praise_and_the_opposite_wish_are_other_matters(text: str) -> None:
    assert [near for near in filled().nearest(profile(text)) if near.band != Band.OTHER] == []


def test_a_text_counts_at_once_and_is_forgotten_at_once() -> None:
    index, asked = filled(), profile("教室漏雨,屋顶滴水")
    assert all(near.band == Band.OTHER for near in index.nearest(asked))
    index.add("roof", profile("一下雨教室屋顶就漏水"))
    assert index.nearest(asked)[0].key == "roof"
    index.remove("roof")
    assert "roof" not in index
    assert "roof" not in {near.key for near in index.nearest(asked)}
    assert len(index) == len(TOLD)


def test_a_year_apart_is_less_the_same() -> None:
    index = Index()
    index.add("then", profile("校车晚点", on=date(2025, 9, 1)))
    soon, late = (profile("校车老晚到,等半天", on=day) for day in (date(2025, 9, 3), date(2026, 9, 3)))
    assert index.nearest(soon)[0].chance > index.nearest(late)[0].chance


@pytest.mark.parametrize(
    ("one", "other", "copy"),
    [
        ("每天早上七点四十幼儿园门口堵得一动不动", "每天早上七点四十幼儿园门口堵的一动不动", True),
        ("饭不够", "饭够了", False),
        ("教室太冷", "教室太热", False),
        ("", "", True),
    ],
)
def test_a_few_characters_make_no_other_text(one: str, other: str, copy: bool) -> None:
    assert is_copy(one, other) is copy


def test_edits_stop_counting_where_it_is_too_many() -> None:
    assert edits("甲乙丙丁", "甲丙丁戊", most=4) == 2
    assert edits("甲乙丙丁", "子丑寅卯", most=2) == 3


def test_two_schools_are_never_one_group() -> None:
    text = "校车天天晚到二十分钟"
    placed = group([Text("1", text, "甲园"), Text("2", text, "乙园"), Text("3", text, "甲园")])
    assert [each.group for each in placed] == ["1", "2", "1"]
    assert placed[0].score == 1.0


def test_a_group_does_not_grow_without_end() -> None:
    placed = group([Text(str(number), "校车天天晚到二十分钟") for number in range(90)])
    assert max(Counter(each.group for each in placed).values()) <= 40


def test_sentences_that_nobody_trained_on_are_grouped_well_enough() -> None:
    with UNSEEN.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    placed = group([Text(row["id"], row["text"], row["school"]) for row in rows])
    proposed, true = [each.group for each in placed], [row["group"] or row["id"] for row in rows]
    pairs = [
        sum(count * (count - 1) // 2 for count in Counter(names).values())
        for names in (proposed, true, list(zip(proposed, true, strict=True)))
    ]
    assert 2 * pairs[2] / (pairs[0] + pairs[1]) >= 0.6
