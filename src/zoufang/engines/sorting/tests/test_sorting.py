"""Sorting: three of each with the words that decided, right often enough, and a learner that takes over."""

import csv
from pathlib import Path

import pytest

from zoufang.engines.sorting import AXES, learn, sort_text
from zoufang.engines.sorting.learner import read_weights, written

UNSEEN = Path(__file__).parents[5] / "benchmarks" / "unseen_sentences.csv"


def test_three_of_each_with_the_words_that_decided() -> None:
    said = sort_text("教室空调坏了半个月,孩子午睡一身汗,什么时候修?")
    assert said.topic[0].label == "设施与环境"
    assert "空调" in said.topic[0].words
    assert len(said.nature) == len(said.topic) == len(said.area) == 3
    assert said.topic[0].chance > said.topic[1].chance > said.topic[2].chance
    assert 0 < said.confidence <= said.topic[0].chance


@pytest.mark.parametrize("text", ["", " ", "。。。", "abc", "😀", "一" * 5000])
def test_anything_is_sorted(text: str) -> None:
    assert len(sort_text(text).topic) == 3


def test_sentences_that_nobody_trained_on_are_sorted_well_enough() -> None:
    with UNSEEN.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    said = [(row, sort_text(row["text"])) for row in rows]
    topic = sum(each.topic[0].label == row["topic"] for row, each in said) / len(rows)
    three = sum(row["topic"] in {guess.label for guess in each.topic} for row, each in said) / len(rows)
    area = sum(each.area[0].label == row["area"] for row, each in said) / len(rows)
    nature = sum(each.nature[0].label == row["nature"] for row, each in said) / len(rows)
    assert (topic, three, area, nature) >= (0.85, 0.92, 0.90, 0.6)
    assert min(three - 0.07, area - 0.05, nature + 0.25) >= 0.85


def test_corrections_outweigh_the_lexicon() -> None:
    corrected = [
        {"text": f"校车{words}", "topic": "卫生保健", "nature": "投诉", "area": "病有良医"}
        for words in ("座套脏得发黑", "里一股霉味", "上没有消过毒", "坐垫黏糊糊", "里到处是灰", "地上有呕吐物没擦")
    ]
    said = "校车坐垫脏得发黑,一股霉味"
    before, after = sort_text(said), learn(corrected * 3).sort(said)
    assert before.topic[0].label == "接送与交通"
    assert after.topic[0].label == "卫生保健"
    assert after.area[0].label == "病有良医"


def test_without_rows_the_lexicon_decides() -> None:
    assert learn([]).sort("校车又晚点了").topic[0].label == "接送与交通"


def test_weights_are_text_and_come_back_the_same() -> None:
    made = learn([{"text": text, "topic": topic} for text, topic in (("饭少", "膳食营养"), ("饭凉", "膳食营养"))])
    lines = list(written(made.weights["topic"]))
    assert list(written(read_weights(lines))) == lines
    assert set(made.weights) == set(AXES)
