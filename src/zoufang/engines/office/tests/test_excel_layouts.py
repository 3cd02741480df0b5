"""Odd layouts as Excel writes them, filled and read back with another library."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from zoufang.engines.office import Counted, compile_own
from zoufang.engines.office.values import CUT
from zoufang.engines.refusal import Refused


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(*rows: tuple[Any, ...], title: str = "表") -> Any:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def filled(book: Any, **record: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(compile_own(saved(book)).fill(record)))


def values(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_ledger_with_merged_heads_print_titles_totals_above_and_below():
    book = book_of(
        ("{{school}}台账",),
        ("合计", None, "=SUM(C4:C4)"),
        ("序号", "家庭", "次数"),
        ("{{rows.no}}", "{{rows.family}}", "{{rows.times}}", "=C4*2"),
        ("小计", None, "=SUM(C4)", "=AVERAGE(D4:D4)"),
        ("{{note?}}",),
        ("负责人:{{who}}",),
    )
    sheet = book.active
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A5:B5")
    sheet.merge_cells("A7:D7")
    sheet.print_area, sheet.print_title_rows = "A1:D7", "1:3"
    sheet.auto_filter.ref = "A3:D4"
    sheet.conditional_formatting.add("C4:C4", FormulaRule(formula=["C4>2"], font=Font(bold=True)))
    check = DataValidation(type="whole", sqref="C4:C4", formula1="$C$5")
    sheet.add_data_validation(check)
    sheet["A7"].comment = Comment("签字", "x")
    sheet.row_breaks.append(openpyxl.worksheet.pagebreak.Break(id=5))
    sheet.oddHeader.center.text = "{{school}}"
    sheet["B4"].font = Font(color="FF0000", name="宋体")
    other = book.create_sheet("汇总")
    other["A1"] = "=SUM(表!C4:C4)+表!C5"

    got = filled(book, school="A&B", who="王", rows=[{"no": n, "family": f"=f{n}", "times": n} for n in (1, 2, 3)])

    sheet = got["表"]
    assert values(sheet)[1:] == [
        ["合计", None, "=SUM(C4:C6)", None],
        ["序号", "家庭", "次数", None],
        [1, "=f1", 1, "=C4*2"],
        [2, "=f2", 2, "=C5*2"],
        [3, "=f3", 3, "=C6*2"],
        ["小计", None, "=SUM(C4:C6)", "=AVERAGE(D4:D6)"],
        ["负责人:王", None, None, None],
    ]
    assert [sheet.cell(row, 2).data_type for row in (4, 5, 6)] == ["s"] * 3
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:D1", "A7:B7", "A8:D8"}
    assert sheet.print_area == "'表'!$A$1:$D$8"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.auto_filter.ref == "A3:D6"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C4:C6"]
    assert [(str(each.sqref), each.formula1) for each in sheet.data_validations.dataValidation] == [("C4:C6", "$C$7")]
    assert sheet["A8"].comment.text == "签字"
    assert [each.id for each in sheet.row_breaks.brk] == [7]
    assert sheet["B6"].font.color.rgb == "00FF0000"
    assert got["汇总"]["A1"].value == "=SUM(表!C4:C6)+表!C7"
    assert "A&amp;&amp;B" in part(saved(got), "xl/worksheets/sheet1.xml") or sheet.oddHeader.center.text == "A&&B"


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def test_a_list_in_the_first_row_two_lists_below_each_other_and_one_that_is_empty():
    book = book_of(("{{a.x}}",), ("中",), ("{{b.x}}", "{{b.y?}}"), ("下", "=COUNTA(A3:A3)"), ("{{c.x}}",), ("末",))

    got = filled(book, a=[{"x": "1"}, {"x": "2"}], b=[], c=[{"x": "3"}])

    # What a formula counts keeps one empty row, so that the formula keeps a reference.
    assert values(got.active)[:4] == [["1", None], ["2", None], ["中", None], [None, None]]
    assert values(got.active)[4:] == [["下", "=COUNTA(A4:A4)"], ["3", None], ["末", None]]
    assert values(filled(book, a=[], b=[], c=[]).active)[0] == ["中", None]


def test_records_of_two_rows_tied_by_merged_cells():
    book = book_of(("{{kids.name}}", "{{kids.phone}}"), (None, "备注"), ("完",))
    book.active.merge_cells("A1:A2")

    got = filled(book, kids=[{"name": "甲", "phone": "1"}, {"name": "乙", "phone": "2"}]).active

    assert values(got) == [["甲", "1"], [None, "备注"], ["乙", "2"], [None, "备注"], ["完", None]]
    assert {str(each) for each in got.merged_cells.ranges} == {"A1:A2", "A3:A4"}


def test_a_list_in_a_list_with_subtotals():
    book = book_of(
        ("{{classes.name}}", "=COUNTA(A2)"),
        ("{{classes.kids.name}}", "{{classes.kids.age}}"),
        ("{{classes.name}}小计", "=SUM(B2:B2)"),
        ("完", "=SUM(B2)"),
    )
    kids = [{"name": "甲", "age": 3}, {"name": "乙", "age": 4}]
    classes = [{"name": "小", "kids": kids}, {"name": "大", "kids": []}, {"name": "中", "kids": kids[:1]}]

    assert values(filled(book, classes=classes).active) == [
        ["小", "=COUNTA(A2:A3)"],
        ["甲", 3],
        ["乙", 4],
        ["小小计", "=SUM(B2:B3)"],
        ["大", "=COUNTA(A6)"],
        [None, None],
        ["大小计", "=SUM(B6:B6)"],
        ["中", "=COUNTA(A9)"],
        ["甲", 3],
        ["中小计", "=SUM(B9:B9)"],
        ["完", "=SUM(B2:B9)"],
    ]


def test_two_lists_side_by_side():
    book = book_of(("{{a.x}}", "|", "{{b.y}}"), ("完",))

    got = values(filled(book, a=[{"x": "1"}, {"x": "2"}, {"x": "3"}], b=[{"y": "甲"}]).active)

    assert got == [["1", "|", "甲"], ["2", "|", None], ["3", "|", None], ["完", None, None]]


def test_an_object_beside_a_list_stays_the_same_and_repeats_nothing():
    book = book_of(("{{school.name}}", "{{kids.name}}"), ("{{school.head}}",), ("完",))
    school = {"name": "城东", "head": "王"}

    assert values(filled(book, school=school, kids=[{"name": "甲"}, {"name": "乙"}]).active) == [
        ["城东", "甲"],
        ["城东", "乙"],
        ["王", None],
        ["完", None],
    ]
    assert values(filled(book, school=school, kids=[]).active) == [["王"], ["完"]]


def test_true_numbers_and_dates_text_stays_text_and_long_text_is_cut_and_said():
    book = book_of(
        ("{{n}}", "{{text}}", "{{day}}", "{{moment}}", "{{shown}}", "{{big}}", "{{yes}}", "{{long}}", "{{odd}}")
    )
    book.active["B1"].number_format = "@"
    book.active["E1"].number_format = "yyyy年m月d日"
    record = {
        "n": 3.5,
        "text": 7,
        "day": date(2026, 9, 1),
        "moment": datetime(2026, 9, 1, 8, 30),
        "shown": "2026-09-02",
        "big": 110101199003071234,
        "yes": True,
        "long": "长" * 40_000,
        "odd": "a\x00\x0b\ud800b\r\nc",
    }

    got = values(filled(book, **record).active)[0]

    assert got[:7] == [
        3.5,
        "7",
        datetime(2026, 9, 1),
        datetime(2026, 9, 1, 8, 30),
        datetime(2026, 9, 2),
        str(record["big"]),
        "是",
    ]
    assert len(got[7]) == 32_767
    assert got[7].endswith(CUT)
    assert got[8] == "ab\nc"
    assert "_x005F_x0041_" in part(
        compile_own(saved(book_of(("{{a}}",)))).fill({"a": "_x0041_"}), "xl/worksheets/sheet1.xml"
    )


def test_a_table_of_excels_own_a_chart_and_a_picture_grow_and_move_with_their_rows():
    book = book_of(("名", "数"), ("{{rows.name}}", "{{rows.n}}"), (), ("码", "{{qr:link}}"))
    sheet = book.active
    sheet.add_table(Table(displayName="T", ref="A1:B2"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=2))
    sheet.add_chart(chart, "D5")

    content = compile_own(saved(book)).fill(
        {"rows": [{"name": "x", "n": n} for n in range(4)], "link": "https://a.example"}
    )

    got = openpyxl.load_workbook(io.BytesIO(content)).active
    assert got.tables["T"].ref == "A1:B5"
    assert "$B$2:$B$5" in part(content, "xl/charts/chart1.xml")
    assert got._charts[0].anchor._from.row == 7
    assert got._images[0].anchor._from.row == 6
    # The row is as high as the code that it holds.
    assert got.row_dimensions[7].height * 12_700 > got._images[0].anchor.ext.height > 900_000
    assert filled(book, rows=[], link="x").active.tables["T"].ref == "A1:B2"


def test_coloured_words_in_one_cell_and_one_text_shared_by_many_cells():
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    book = book_of(("x", "{{name}} 好", "{{name}} 好"))
    book.active["A1"] = CellRichText("致 {{na", TextBlock(InlineFont(b=True), "me}}"), " 家长")
    got = openpyxl.load_workbook(io.BytesIO(compile_own(saved(book)).fill({"name": "甲<"})), rich_text=True).active

    assert str(got["A1"].value) == "致 甲< 家长"
    assert [got["B1"].value, got["C1"].value] == ["甲< 好", "甲< 好"]


def test_rows_are_streamed_and_never_more_than_a_sheet_holds():
    template = compile_own(saved(book_of(("{{rows.a}}", "{{rows.b}}"))))
    row = {"a": "x", "b": "y"}
    walked = template.fill({"rows": Counted(2_000, lambda: iter([row] * 2_000))})

    assert walked == template.fill({"rows": [row] * 2_000})
    with pytest.raises(Refused, match="1048576"):
        template.fill({"rows": Counted(1_048_577, lambda: iter(()))})


BOX = (
    '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff>'
    "<xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row>"
    '<xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="9" name="框"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/>'
    '<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>审核:{{wh</a:t></a:r><a:r><a:rPr b="1"/><a:t>o}}</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    "<xdr:clientData/></xdr:twoCellAnchor>"
)


def test_a_text_box_over_the_cells_is_filled_and_moves():
    book = book_of(("{{rows.n}}",))
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=1))
    book.active.add_chart(chart, "D1")
    boxed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(boxed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            end = text.rfind(b"</")
            new.writestr(name, text[:end] + BOX.encode() + text[end:] if name == "xl/drawings/drawing1.xml" else text)

    content = compile_own(boxed.getvalue()).fill({"rows": [{"n": n} for n in range(4)], "who": "王<园长>"})
    drawing = part(content, "xl/drawings/drawing1.xml")

    assert "审核:" in drawing
    assert "王&lt;园长&gt;" in drawing
    assert "<xdr:row>6</xdr:row>" in drawing.replace("ns0:", "xdr:")
    assert "{{" not in drawing
