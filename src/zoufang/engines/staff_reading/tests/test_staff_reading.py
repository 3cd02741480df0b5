"""Lists of staff as schools keep them."""

import contextlib
import io

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from zoufang.engines.staff_reading import CannotRead, RefusedRow, StaffRow, read_staff
from zoufang.engines.staff_reading.refused_copy import refused_copy


def xlsx(*rows, hidden=(), title="教职工"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, more in hidden:
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden"
        for row in more:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEAD = ["序号", "姓名", "手机号码", "职务/岗位", "所带班级", "身份证号"]


def test_titles_stand_above_the_header_and_totals_below():
    content = xlsx(
        ["城东幼儿园教职工名单"], [], HEAD, [1, "张老师", 13812345678, "班主任", "小一班", "x"], ["合计", "1人"]
    )

    found = read_staff(content)

    assert found.rows == [StaffRow("教职工", 4, "张老师", "13812345678", ("班主任",), ("小一班",))]
    assert found.ignored_columns == ["身份证号"]


def test_id_numbers_never_leave_the_file():
    assert "110101199001011234" not in str(read_staff(xlsx(HEAD, [1, "张老师", "", "教师", "", "110101199001011234"])))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_in_any_of_the_usual_writings(encoding, separator):
    text = "姓名,电话,岗位\n𠮷田老师,138-1234-5678,园长\n".replace(",", separator)

    found = read_staff(text.encode(encoding))

    assert [(row.name, row.phone, row.roles) for row in found.rows] == [("𠮷田老师", "138-1234-5678", ("园长",))]


def test_an_old_workbook():
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    for r, row in enumerate([["姓名", "岗位"], ["张老师", "教师"]]):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    out = io.BytesIO()
    book.save(out)

    assert [row.name for row in read_staff(out.getvalue()).rows] == ["张老师"]


def test_hidden_sheets_are_left_out():
    found = read_staff(
        xlsx(["姓名", "岗位"], ["张老师", "教师"], hidden=[("旧", [["姓名", "岗位"], ["离职", "教师"]])])
    )

    assert [row.name for row in found.rows] == ["张老师"]


def test_the_same_row_twice_counts_once():
    found = read_staff(xlsx(["姓名", "岗位"], ["张老师", "教师"], ["张老师", "教师"]))

    assert len(found.rows) == 1
    assert found.repeated_rows == 1


def test_several_posts_in_a_cell_are_several():
    row = read_staff(xlsx(["姓名", "岗位", "班级"], ["张老师", "教师，整理提报专人", "小一班/小二班"])).rows[0]

    assert row.roles == ("教师", "整理提报专人")
    assert row.classes == ("小一班", "小二班")


def test_a_row_without_a_name_is_refused_where_it_stands():
    assert read_staff(xlsx(["姓名", "岗位"], ["", "教师"])).refused == [
        RefusedRow("教职工", 2, "姓名", "这一行没有姓名,请补上")
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"  \n", "空的"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "不是表格"),
        (b"PK\x03\x04broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "密码"),
        ("班级,人数\n小一班,30\n".encode(), "没有找到表头"),
        (b"x" * (5 * 1024 * 1024 + 1), "太大"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(content, words):
    with pytest.raises(CannotRead, match=words):
        read_staff(content)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_it(content):
    with contextlib.suppress(CannotRead):
        read_staff(content)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40))
def test_no_text_breaks_it(name, role):
    with contextlib.suppress(CannotRead):
        read = read_staff(f"姓名,岗位\n{name},{role}\n".encode("utf-8", "replace"))
        assert all("\x00" not in row.name for row in read.rows)


def test_the_refused_copy_is_text_and_can_be_handed_in_again():
    row = StaffRow("教职工", 4, "=1+1", "13812345678", ("教师",), ("小一班",))
    content = refused_copy([RefusedRow("教职工", 4, "岗位", "看不懂")], [row])

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert read_staff(content).rows[0].phone == "13812345678"
