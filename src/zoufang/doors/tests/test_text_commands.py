"""`sort_problems` and `find_duplicates`: files in, files out, refusals in words."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

SAID = [
    ("a", "园服太贵了,不买行不行", "甲园"),
    ("b", "校车天天晚到", "甲园"),
    ("c", "小黄车总是不准点,等二十分钟", "甲园"),
    ("d", "校车天天晚到", "乙园"),
    ("e", "", "甲园"),
]


def written(path: Path, rows: list[tuple[str, ...]], *, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as opened:
        csv.writer(opened).writerows(rows)
    return path


def answer(capsys: pytest.CaptureFixture[str], *said: Any) -> Any:
    call_command(*[str(each) for each in said], "--json")
    return json.loads(capsys.readouterr().out)


def test_sorting_a_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = written(
        tmp_path / "in.csv", [("编号", "内容", "别的"), *[(i, t, "x") for i, t, _ in SAID]], encoding="gb18030"
    )
    told = answer(capsys, "sort_problems", given, "--out", tmp_path / "out.csv")
    assert told["rows"] == 5
    assert [(each["row"], each["column"]) for each in told["refused"]] == [(6, "text")]
    with (tmp_path / "out.csv").open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert list(rows[0]) == ["id", "nature", "topic", "area", "confidence"]
    assert rows[0]["topic"].split("|")[0] == "收费与退费"
    assert all(len(rows[0][axis].split("|")) == 3 for axis in ("nature", "topic", "area"))
    assert 0 < float(rows[0]["confidence"]) <= 1


def test_duplicates_of_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    for row in [("id", "text", "school"), *SAID]:
        book.active.append(row)
    book.save(tmp_path / "in.xlsx")
    told = answer(capsys, "find_duplicates", tmp_path / "in.xlsx", "--out", tmp_path / "out.xlsx")
    assert told["clusters"] == 1
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()][-6:]
    assert head == ["id", "cluster", "score"]
    assert {row[0]: row[1] for row in rows} == {"a": "a", "b": "b", "c": "b", "d": "d", "e": "e"}


def test_an_id_that_stands_twice_makes_no_cluster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = written(tmp_path / "in.csv", [("id", "text"), ("1", "校车天天晚到"), ("1", "园服太贵了")])
    answer(capsys, "find_duplicates", given, "--out", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8") as opened:
        assert len({row["cluster"] for row in csv.DictReader(opened)}) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"name,words\n1,2\n", "列名"),
        (b"PK\x03\x04broken", "损坏"),
        (b"id,text\n", "没有一行"),
        (None, "打不开"),
    ],
)
def test_bad_files_are_refused_in_words(
    content: bytes | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "in.csv"
    if content is not None:
        given.write_bytes(content)
    for name in ("sort_problems", "find_duplicates"):
        with pytest.raises(SystemExit) as stopped:
            answer(capsys, name, given, "--out", tmp_path / "out.csv")
        assert stopped.value.code == 1
        assert words in json.loads(capsys.readouterr().out)["reasons"][0]
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("said", [["--out", "out.txt"], ["--out", "out.csv", "--threshold", "2"], []])
def test_wrong_usage(said: list[str], tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("find_duplicates", str(tmp_path / "in.csv"), *said)
