"""`review_visits`: a file in, a file out, whatever stands in it."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import call_command

HEADS = (
    "id,school,class,teachers,family,mode,started_at,ended_at,recorded_at,synced_at,device,latitude,longitude,text,"
    "picture,family_answer,family_device"
)  # fmt: skip


def test_the_whole_row_in_and_a_score_with_reasons_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "in.csv"
    given.write_text(
        f"{HEADS}\n"
        "a,甲园,一班,王+李,家1,home,2026-07-20T09:00,2026-07-20T09:30,2026-07-20T09:31,,机1,36.8,118.0,,,,\n"
        "b,甲园,一班,王+李,家2,home,2026-07-20T01:40:00Z,2026-07-20T02:10:00Z,2026-07-20T10:12,,机1,37.4,118.0,,,no,家机2\n"
        "c,,,,,,,,,,,,,,,,\n"
        ",甲园,,,,,,,,,,,,,,,\n"
        "d,甲园,一班,王,家4,carrier pigeon,gestern,,,,,north,118,,,maybe,\n",
        encoding="utf-8-sig",
    )
    call_command("review_visits", str(given), "--out", str(tmp_path / "out.csv"), "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["ask"]) == (4, 1)
    assert [(each["row"], each["column"]) for each in said["refused"]] == [
        (5, "id"), (6, "mode"), (6, "family_answer"), (6, "latitude"), (6, "started_at"),
    ]  # fmt: skip
    with (tmp_path / "out.csv").open(encoding="utf-8") as opened:
        rows = {row["id"]: row for row in csv.DictReader(opened)}
    assert list(rows) == ["a", "b", "c", "d"]
    assert float(rows["b"]["score"]) >= 0.5 > float(rows["a"]["score"])
    assert "家长说没有走访过" in rows["b"]["reasons"]
    assert "66.7 公里,中间只有 10 分钟" in rows["b"]["reasons"]
    assert (rows["c"]["score"], rows["c"]["reasons"]) == ("0.000", "")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "打不开"),
        (b"", "空的"),
        (b"name,text\nx,y\n", "列名 id"),
        (b"id\n\n", "没有一行"),
        (b"\x00\x01\x02", "不是表格"),
    ],
)
def test_what_cannot_be_read_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, reason: str
) -> None:
    given = tmp_path / "in.csv"
    if content is not None:
        given.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("review_visits", str(given), "--out", str(tmp_path / "out.csv"), "--json")
    assert ended.value.code == 1
    assert reason in capsys.readouterr().out
    assert not (tmp_path / "out.csv").exists()
