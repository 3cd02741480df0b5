"""Workbooks reopened with another library."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoufang.engines.sheets import CUT, LONGEST_CELL, Column, Sheet, clean, workbook

COLUMNS = [Column("序号", 6), Column("内容", 40)]


def reopened(*rows, title="走访台账", captions=()):
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet(title, COLUMNS, rows, captions)])))
    return book.worksheets[0]


def body(sheet, header=2):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=header + 1)]


def test_title_captions_header_and_rows_stand_in_order():
    sheet = reopened(["1", "午睡太短"], ["2", None], captions=["城东幼儿园"])

    assert sheet["A1"].value == "走访台账"
    assert sheet["A2"].value == "城东幼儿园"
    assert [cell.value for cell in sheet[3]] == ["序号", "内容"]
    assert body(sheet, header=3) == [["1", "午睡太短"], ["2", None]]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example","点我")',
        "+8613812340001",
        "-2+3",
        "@SUM(A1)",
        "{=1+1}",
        "http://evil.example/x",
        "mailto:a@b.example",
        "0012",
        "1e5",
        "true",
        "<r><t>x</t></r>x",
        "_x0041_",
        "'前导撇号",
        "𠮷野家😀",
        "多行\n第二行",
        " 前后有空格 ",
    ],
)
def test_every_value_stays_the_text_it_was(text):
    sheet = reopened(["1", text])

    assert sheet["B3"].value == text
    assert sheet["B3"].data_type == "s"
    assert sheet["B3"].hyperlink is None


def test_text_that_looks_like_a_rich_string_is_no_raw_xml():
    assert reopened(["1", "<r><t>a</t></r>"])["B3"].value.strip() == "<r><t>a</t></r>"
    assert reopened(["1", "<r></worksheet>&</r>"])["B3"].value.strip() == "<r></worksheet>&</r>"


def test_what_xml_cannot_hold_is_left_out():
    assert reopened(["1", "a\x00b\x0bc\ud800d\uffff"])["B3"].value == "abcd"


def test_a_text_too_long_for_excel_is_cut_and_says_so():
    for letter in "长𠮷":
        value = reopened(["1", letter * 40_000])["B3"].value
        assert value.endswith(CUT)
        assert len(value.encode("utf-16-le")) // 2 <= LONGEST_CELL


def test_the_same_data_give_the_same_bytes():
    def draw():
        return workbook([Sheet("台账", COLUMNS, [["1", "甲"], ["2", "乙"]])])

    assert draw() == draw()


def test_the_header_is_frozen_and_printed_on_every_page():
    sheet = reopened(["1", "甲"])

    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet["B3"].alignment.wrap_text


def test_sheets_of_one_name_get_different_ones():
    book = workbook([Sheet("台账[1]", COLUMNS, []), Sheet("台账[1]", COLUMNS, [])])

    assert len(set(openpyxl.load_workbook(io.BytesIO(book)).sheetnames)) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_comes_back_as_it_was_cleaned(text):
    wanted = clean(text)

    assert (reopened(["1", text])["B3"].value or "") == wanted
