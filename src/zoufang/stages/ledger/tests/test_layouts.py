"""The built-in layouts are ordinary templates; filled, they are what an office prints."""

import io
import time
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from zoufang.stages.ledger.documents import layouts, rectification_ledger, registration_forms, visit_ledger
from zoufang.stages.ledger.documents.registration_forms import NO_MATTER

FORM = {name.path[0]: f"<{name.path[0]}>" for name in layouts.compiled(registration_forms.LAYOUT).names}


def filled(**changed):
    return layouts.compiled(registration_forms.LAYOUT).fill({**FORM, "问题": NO_MATTER, **changed})


def cells_of(content):
    """The form's cells, merged ones once."""
    rows = []
    for row in docx.Document(io.BytesIO(content)).tables[0].rows:
        seen: list = []
        for cell in row.cells:
            if not any(cell._tc is other._tc for other in seen):
                seen.append(cell)
        rows.append([cell.text for cell in seen])
    return rows


def test_labels_and_values_stand_side_by_side_under_the_title_and_the_school():
    content = filled()
    rows = cells_of(content)

    assert rows[0] == ["班级", "<班级>", "幼儿姓名", "<幼儿姓名>", "轮次", "<轮次>"]
    assert rows[6] == ["—", "未反映问题", "", ""]
    assert len(rows) == 10
    assert [each.text for each in docx.Document(io.BytesIO(content)).paragraphs[:2]] == [
        "入户访问登记表",
        "<学校>　<活动>",
    ]
    matters = [{"序号": str(n), "内容": "午睡", "编号": "WT", "答复": ""} for n in (1, 2, 3)]
    assert len(cells_of(filled(问题=matters))) == 12


def test_a_page_is_a4_in_a_chinese_font_and_nothing_tells_who_made_it_when():
    document = docx.Document(io.BytesIO(filled()))

    assert (round(document.sections[0].page_width.cm, 1), round(document.sections[0].page_height.cm, 1)) == (21, 29.7)
    assert {rPr.get(qn("w:eastAsia")) for rPr in document.element.body.iter(qn("w:rFonts"))} == {"宋体"}
    assert (document.core_properties.author, document.core_properties.created.year) == ("", 2000)
    with zipfile.ZipFile(io.BytesIO(filled())) as package:
        assert {info.date_time[:3] for info in package.infolist()} == {(1980, 1, 1)}
        assert not [name for name in package.namelist() if "thumbnail" in name]


@pytest.mark.parametrize("document", [visit_ledger, rectification_ledger])
@pytest.mark.parametrize("count", [0, 3])
def test_a_ledger_is_printed_with_its_heads_on_each_page(document, count):
    record = {"学校": "城东", "活动": "走访", "说明": "第 1 版", document.LIST: []}
    names = layouts.names_of(document.COLUMNS)
    record[document.LIST] = [dict.fromkeys(names, f"=行{n}") for n in range(count)]
    sheet = openpyxl.load_workbook(io.BytesIO(layouts.compiled(document.LAYOUT).fill(record))).active

    last = sheet.cell(4, len(names)).column_letter
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == document.TITLE
    assert (rows[1][0], rows[2][0]) == ("城东　走访", "第 1 版")
    assert rows[3] == [column.title for column in document.COLUMNS]
    assert rows[4:] == [[f"=行{n}"] * len(names) for n in range(count)]
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == f"A4:{last}{4 + count}"
    assert all(cell.data_type == "s" and cell.border.left.style for row in sheet.iter_rows(min_row=5) for cell in row)


def test_a_thousand_forms_take_no_longer_than_a_few_seconds():
    filled()
    begun = time.perf_counter()
    for _ in range(1000):
        filled()

    assert time.perf_counter() - begun < 4  # measured 0.2 s; a busy machine gets ten times that
