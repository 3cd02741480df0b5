"""The lexicon: one way of speaking, words within words, and files that hold together."""

import csv
from importlib.resources import files

import pytest

from zoufang.engines.lexicon import Lexicon, lexicon, normalise
from zoufang.engines.sorting import AREAS, NATURES, TOPICS


def rows(name: str) -> list[dict[str, str]]:
    with files("zoufang.engines.lexicon").joinpath(name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_writing_is_made_one() -> None:
    assert normalise("教室空调坏了!!  1,200元,ABC") == "教室空调坏了 1200元 abc"


@pytest.mark.parametrize("said", ["伢冇水喝", "娃儿没得水喝", "孩子没有水喝"])
def test_dialects_say_the_same(said: str) -> None:
    assert lexicon().fold(said) == "娃没水喝"


def test_a_word_within_a_longer_one_does_not_count() -> None:
    found = lexicon().find("社区老年食堂关门了")
    assert "老年食堂" in found.matters
    assert "厨房" not in found.matters


def test_a_gap_is_bridged_but_not_a_long_one() -> None:
    assert "操场异味" in lexicon().find("操场一股怪味").matters
    assert "操场异味" not in lexicon().find("操场上孩子们跑步跑得满头大汗回家衣服一股怪味").matters


def test_an_end_of_a_clause_is_its_end() -> None:
    assert "问" in lexicon().find("开门吗").forms
    assert "问" not in lexicon().find("吗啡").forms


def test_words_can_be_left_out() -> None:
    assert "空调" not in Lexicon(lambda word: word != "空调").find("空调坏了").matters


def test_the_files_hold_together() -> None:
    matters, aspects = rows("matters.csv"), rows("aspects.csv")
    names = {row["aspect"] for row in aspects}
    assert {row["topic"] for row in matters} == set(TOPICS)
    assert {row["area"] for row in matters} - {""} <= set(AREAS)
    assert {row["nature"] for row in rows("natures.csv")} == set(NATURES)
    assert all(row["weight"] in "123" for row in matters)
    assert [row["opposite"] for row in aspects if row["opposite"] and row["opposite"] not in names] == []
    assert len({row["matter"] for row in matters}) == len(matters) > 200
    for row in matters + aspects + rows("natures.csv") + rows("forms.csv"):
        assert row["words"].split(), row
