"""The workbook that a kindergarten really might send, and its expected numbers."""

import io
import json
import re
from pathlib import Path

from openpyxl import load_workbook

from zoufang.engines.roster_reading import Reading, annotated_copy, read_roster, reading_of

DATA = Path(__file__).parent / "data"
SAMPLE = (DATA / "roster-messy.xlsx").read_bytes()
EXPECTED = json.loads((DATA / "roster-messy.expected.json").read_text("utf-8"))


def test_the_sample_gives_exactly_its_numbers():
    reading = reading_of(SAMPLE)

    assert len(reading.rows) == EXPECTED["children"]
    assert len({row.class_name for row in reading.rows}) == EXPECTED["classes"]
    assert sorted([r.sheet, r.row, r.column] for r in reading.refused) == sorted(EXPECTED["refused"])
    assert reading.repeated_rows == EXPECTED["repeated_rows"]
    assert reading.hidden_sheets == ("旧数据勿用",)
    assert {"身份证号", "证件号码"} <= set(reading.ignored_columns)


def test_the_sandbox_gives_the_same():
    assert read_roster(SAMPLE) == reading_of(SAMPLE)


def test_no_identity_number_comes_out_of_it():
    number = re.compile(rb"[1-9]\d{16}[\dXx]")
    inside = load_workbook(io.BytesIO(SAMPLE))
    assert (
        sum(bool(number.fullmatch(str(c.value or "").encode())) for ws in inside for r in ws.iter_rows() for c in r)
        >= EXPECTED["id_numbers_in_file"]
    )
    assert not number.search(reading_of(SAMPLE).to_json())


def test_refused_rows_come_back_where_they_were_with_their_reason_and_without_ids():
    reading = reading_of(SAMPLE)
    refused = tuple((r.sheet, r.row, r.column, r.reason) for r in reading.refused)
    book = load_workbook(io.BytesIO(annotated_copy(SAMPLE, refused)))

    for sheet, row, _, reason in refused:
        assert reason in [cell.value for cell in book[sheet][row]]
    everything = "\n".join(str(c.value or "") for ws in book for r in ws.iter_rows() for c in r)
    assert not re.search(r"[1-9]\d{16}[\dXx]", everything)
    assert "旧数据勿用" not in book.sheetnames


def test_the_corrected_copy_can_be_read_again_whole():
    reading = reading_of(SAMPLE)
    refused = tuple((r.sheet, r.row, r.column, r.reason) for r in reading.refused)
    again = reading_of(annotated_copy(SAMPLE, refused))

    assert {(r.name, r.born_on, r.class_name) for r in again.rows} == {
        (r.name, r.born_on, r.class_name) for r in reading.rows
    }
    assert "退回原因" not in again.ignored_columns


def test_a_reading_crosses_a_process_border_whole():
    reading = reading_of(SAMPLE)

    assert Reading.from_json(reading.to_json()) == reading
