"""Every kind of file gives a right result or a clear sentence."""

import io
import zipfile

import pytest
import xlwt
from docx import Document
from openpyxl import Workbook
from PIL import Image

from zoufang.engines.roster_reading import CannotRead, read_roster, reading_of

HEAD = ["班级", "幼儿姓名", "性别", "出生日期", "家长姓名", "关系", "家长电话", "家庭住址"]
ROWS = [
    ["小(一)班", "高知行", "男", "2020-02-06", "曾勇", "爸爸", "13800003494", "白虎山路120号"],
    ["小(一)班", "谢玥", "女", "2020-04-23", "何艳", "奶奶", "13800001034", "蝴蝶山路62号"],
]


def names(content):
    return [row.name for row in reading_of(content).rows]


def xlsx(*sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_in_any_encoding(encoding, separator):
    text = "\n".join(separator.join(row) for row in [HEAD, *ROWS])

    assert names(text.encode(encoding)) == ["高知行", "谢玥"]


def test_an_old_xls_with_dates_and_phones_as_numbers():
    book = xlwt.Workbook()
    page = book.add_sheet("小(一)班")
    for column, head in enumerate(HEAD[1:]):
        page.write(0, column, head)
    for column, value in enumerate(["高知行", "男", 43867, "曾勇", "爸爸", 13800003494, "白虎山路120号"]):
        page.write(1, column, value)
    out = io.BytesIO()
    book.save(out)

    row = reading_of(out.getvalue()).rows[0]
    assert (row.name, row.born_on.isoformat(), row.guardians[0].phone) == ("高知行", "2020-02-06", "13800003494")


def test_two_rows_of_heads_one_over_the_other():
    over = ["班级", "幼儿", None, None, "父亲", None, "母亲", None, "家庭住址"]
    under = [None, "姓名", "性别", "出生日期", "姓名", "电话", "姓名", "电话", None]
    row = ["小1班", "高知行", "男", "2020-02-06", "高山", "13800003494", "曾英", "13800003495", "白虎山路"]
    book = Workbook()
    page = book.active
    page.title = "Sheet1"
    for line in (["某某幼儿园花名册"], over, under, row):
        page.append(line)
    for span in ("A2:A3", "B2:D2", "E2:F2", "G2:H2", "I2:I3"):
        page.merge_cells(span)
    out = io.BytesIO()
    book.save(out)

    read = reading_of(out.getvalue()).rows[0]
    assert read.class_name == "小（1）班"
    assert [(g.name, g.relation, g.phone) for g in read.guardians] == [
        ("高山", "父亲", "13800003494"),
        ("曾英", "母亲", "13800003495"),
    ]


def test_a_class_merged_over_its_children():
    book = Workbook()
    page = book.active
    for line in (HEAD, ROWS[0], [None, *ROWS[1][1:]]):
        page.append(line)
    page.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)

    assert [row.class_name for row in reading_of(out.getvalue()).rows] == ["小（1）班", "小（1）班"]


def test_totals_blank_rows_notes_and_repeated_heads_are_no_children():
    rows = [["花名册"], ["注:请核对"], HEAD, ROWS[0], [], HEAD, ROWS[1], ["合计", "2人"], ["制表人:李老师"]]

    assert names(xlsx(("Sheet1", rows))) == ["高知行", "谢玥"]


def test_a_class_comes_from_the_sheet_or_its_title():
    head, row = HEAD[1:], ROWS[0][1:]

    assert reading_of(xlsx(("中2班", [head, row]))).rows[0].class_name == "中（2）班"
    assert reading_of(xlsx(("Sheet1", [["大（三）班花名册"], head, row]))).rows[0].class_name == "大（3）班"
    refused = reading_of(xlsx(("Sheet1", [head, row]))).refused
    assert [(r.row, r.column) for r in refused] == [(2, "class")]


def test_an_identity_number_under_a_wrong_head_never_comes_out():
    rows = [[*HEAD, "备注", "编码"], [*ROWS[0], "身份证370304202016657362", "370304202016657362"]]
    rows[1][7] = "白虎山路 370304202016657362"
    reading = reading_of(xlsx(("Sheet1", rows)))

    assert b"370304202016657362" not in reading.to_json()
    assert "编码" in reading.ignored_columns


def test_the_same_child_twice_is_one_and_namesakes_are_two():
    namesake = [*ROWS[0]]
    namesake[4], namesake[6], namesake[7] = "王强", "13811112222", "另一条路"
    moved = ["小2班", *ROWS[0][1:]]
    reading = reading_of(xlsx(("Sheet1", [HEAD, ROWS[0], ROWS[0], moved, namesake])))

    assert (len(reading.rows), reading.repeated_rows) == (2, 2)


def encrypted():
    """The outside of a password-protected workbook: an OLE file that holds an EncryptedPackage."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    return out.getvalue()


def word():
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(200 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf \n", "空的"),
        (encrypted(), "密码"),
        (picture(), "图片"),
        (word(), "Word"),
        (b"%PDF-1.7", "PDF"),
        (bomb(), "太大"),
        (xlsx(("Sheet1", ROWS))[:900], "不完整"),
        (xlsx(("Sheet1", [["只有一列"]])), "表头"),
        (xlsx(("Sheet1", [HEAD])), "一行幼儿"),
        (b"PK\x03\x04garbage", "不完整"),
        (b"\x00\x01\x02\x03" * 50, "不是表格"),
        (b"<html><table>", "网页"),
        (bytes(11 << 20) + b"x", "10 MB"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(content, words):
    with pytest.raises(CannotRead) as fault:
        read_roster(content)

    assert words in fault.value.reason
