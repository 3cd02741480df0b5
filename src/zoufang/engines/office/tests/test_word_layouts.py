"""Odd layouts as Word writes them, filled and read back with another library."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from zoufang.engines.office import compile_own
from zoufang.engines.refusal import Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def filled(document: Any, **record: Any) -> Any:
    return docx.Document(io.BytesIO(compile_own(saved(document)).fill(record)))


def texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


SPLIT = f"""<w:p {nsdecls("w")}><w:r><w:t>姓名:{{</w:t></w:r><w:proofErr w:type="spellStart"/>
<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>{{幼儿</w:t></w:r><w:bookmarkStart w:id="7" w:name="here"/>
<w:r><w:rPr><w:b/></w:rPr><w:t>姓名}}</w:t></w:r><w:bookmarkEnd w:id="7"/><w:proofErr w:type="spellEnd"/>
<w:r><w:t xml:space="preserve">}} 班级:｛｛班级｝｝。</w:t></w:r></w:p>"""

BOX = f"""<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<w:r><w:t>外 {{{{out}}}}</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>
<w:p><w:r><w:t>框里 {{{{in</w:t></w:r><w:r><w:t>side}}}}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框里 {{{{inside}}}}</w:t></w:r></w:p></w:txbxContent></v:textbox>
</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def test_a_placeholder_split_over_runs_colours_proofing_marks_and_bookmarks():
    document = docx.Document()
    document.element.body.insert(0, parse_xml(SPLIT))
    document.sections[0].header.paragraphs[0].text = "{{学校}}"
    document.sections[0].footer.paragraphs[0].text = "第二行 {{学校}}"

    got = filled(document, 幼儿姓名="陈 <小> & 明\n二", 班级="小(1)班", 学校="城东幼儿园")

    line = got.paragraphs[0]
    assert line.text.replace("\n", "|").endswith("陈 <小> & 明|二 班级:小(1)班。")
    assert [run.font.color.rgb for run in line.runs if "陈" in run.text] == [None]
    assert len(list(line._p.iter(W + "br"))) == 1
    assert got.sections[0].header.paragraphs[0].text == "城东幼儿园"
    assert got.sections[0].footer.paragraphs[0].text == "第二行 城东幼儿园"


def test_text_boxes_in_both_of_the_ways_in_which_word_keeps_them():
    document = docx.Document()
    document.element.body.insert(0, parse_xml(BOX))
    xml = part(compile_own(saved(document)).fill({"out": "A", "inside": "B"}), "word/document.xml")

    words = ["".join(p.itertext(W + "t")) for p in etree.fromstring(xml.encode()).iter(W + "p")]
    assert words[0].startswith("外 A")
    assert words.count("框里 B") == 2


def test_merged_heads_rows_that_repeat_and_a_row_of_totals():
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "{{title}}"
    for place, text in enumerate(("序号", "问题", "答复")):
        table.cell(1, place).text = text
    for place, text in enumerate(("{{rows.no}}", "{{rows.text}}", "{{rows.answer?}}")):
        table.cell(2, place).text = text
    table.cell(3, 0).text = "共 {{count}} 条"

    rows = [{"no": 1, "text": "园服贵"}, {"no": 2, "text": "校车晚", "answer": "已换车"}]
    got = texts(filled(document, title="台账", count=2, rows=rows).tables[0])
    assert got == [
        ["台账"] * 3,
        ["序号", "问题", "答复"],
        ["1", "园服贵", ""],
        ["2", "校车晚", "已换车"],
        ["共 2 条", "", ""],
    ]
    assert len(filled(document, title="台账", count=0, rows=[]).tables[0].rows) == 3


def test_a_record_of_two_rows_tied_by_a_merged_cell_repeats_whole():
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "{{kids.name}}"
    table.cell(0, 1).text, table.cell(1, 1).text = "{{kids.phone}}", "备注"

    got = texts(filled(document, kids=[{"name": "甲", "phone": "1"}, {"name": "乙", "phone": "2"}]).tables[0])

    assert got == [["甲", "1"], ["甲", "备注"], ["乙", "2"], ["乙", "备注"]]


def test_a_list_in_a_list_in_a_nested_table_and_tables_left_without_a_row():
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1).cell(0, 0)
    outer.paragraphs[0].text = "{{classes.name}}"
    inner = outer.add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "{{classes.kids.name}}"
    classes = [{"name": "小班", "kids": [{"name": "甲"}, {"name": "乙"}]}, {"name": "大班", "kids": []}]

    table = filled(document, classes=classes).tables[0]

    assert [row.cells[0].paragraphs[0].text for row in table.rows] == ["小班", "大班"]
    assert [texts(each) for row in table.rows for each in row.cells[0].tables] == [[["甲"], ["乙"]]]
    # A cell must end with a paragraph, and a body without its only table is still one.
    assert all(cell._tc[-1].tag == W + "p" for row in table.rows for cell in row.cells)
    assert filled(document, classes=[]).tables == []


def test_a_list_in_the_inner_table_of_a_table_that_only_lays_out():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=2).cell(0, 1)
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "{{names.of}}"

    got = filled(document, names=[{"of": "甲"}, {"of": "乙"}]).tables[0]

    assert len(got.rows) == 1
    assert texts(got.cell(0, 1).tables[0]) == [["甲"], ["乙"]]


def test_optional_names_vanish_with_their_paragraph_or_row_and_never_break_a_cell():
    document = docx.Document()
    document.add_paragraph("甲{{note?}}乙")
    document.add_paragraph("{{note?}}")
    table = document.add_table(rows=2, cols=1)
    table.cell(0, 0).text, table.cell(1, 0).text = "{{note?}}", "备注:{{note?}}"

    for record in ({}, {"note": ""}, {"note": None}):
        got = filled(document, **record)
        assert [line.text for line in got.paragraphs] == ["甲乙"]
        assert texts(got.tables[0]) == [["备注:"]]
    kept = filled(document, note="有")
    assert [line.text for line in kept.paragraphs] == ["甲有乙", "有"]
    assert texts(kept.tables[0]) == [["有"], ["备注:有"]]


def test_paragraphs_that_name_a_list_repeat_as_one_record():
    document = docx.Document()
    for text in ("名单", "{{kids.name}}", "  电话 {{kids.phone}}", "完"):
        document.add_paragraph(text)

    got = filled(document, kids=[{"name": "甲", "phone": "1"}, {"name": "乙", "phone": "2"}])

    assert [line.text for line in got.paragraphs] == ["名单", "甲", "  电话 1", "乙", "  电话 2", "完"]


def test_an_object_is_named_by_its_parts_and_a_list_of_words_is_joined():
    document = docx.Document()
    document.add_paragraph("{{school.name}} {{school.head.phone}} {{teachers}} {{ok}} {{share}}")

    got = filled(document, school={"name": "城东", "head": {"phone": "1"}}, teachers=["张", "李"], ok=True, share=2.0)

    assert [line.text for line in got.paragraphs] == ["城东 1 张、李 是 2"]


def test_codes_and_pictures_by_name():
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(drawn, "PNG")
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "{{qr:kids.link}}", "{{图:kids.photo?}}"
    kids = [{"link": "https://a.example", "photo": drawn.getvalue()}, {"link": "https://b.example"}]

    got = filled(document, kids=kids)

    extents = [
        (int(each.get("cx")), int(each.get("cy"))) for each in got.element.iter() if each.tag.endswith("}extent")
    ]
    assert [round(wide / high, 2) for wide, high in extents] == [1, 2, 1]
    pictures = [each for each in got.part.package.iter_parts() if "/media/" in each.partname]
    assert len({each.blob for each in pictures}) == 3
    with pytest.raises(Refused, match="PNG"):
        filled(document, kids=[{"link": "x", "photo": b"GIF89a"}])


def test_names_that_the_data_lack_are_told_with_what_was_perhaps_meant():
    document = docx.Document()
    for text in ("{{幼儿姓名}}", "{{7*7}}", "{{kids.nmae}}", "{{school.__class__}}"):
        document.add_paragraph(text)
    template = compile_own(saved(document))

    with pytest.raises(Refused) as refused:
        template.fill({"幼儿名字": "甲", "kids": [{"name": "x"}], "school": "城东"})

    reasons = refused.value.reasons
    assert [
        any(part in reason for reason in reasons) for part in ("{{幼儿名字}}", "7*7", "{{kids.name}}", "__class__")
    ] == [True] * 4
    with pytest.raises(Refused, match="列表"):
        template.fill({"幼儿姓名": [{}], "7*7": "", "kids": [], "school": {"__class__": "x"}})


def test_the_same_data_give_the_same_bytes():
    document = docx.Document()
    document.add_paragraph("{{name}} {{qr:link}}")
    content = saved(document)

    assert compile_own(content).fill({"name": "甲", "link": "a"}) == compile_own(content).fill(
        {"link": "a", "name": "甲"}
    )
