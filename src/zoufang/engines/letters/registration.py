"""《入户访问登记表》: one form per family and visit, on A4. Source of the fields: domain §1."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from zoufang.engines.letters.compiled import Compiled

FONT = "宋体"
_STYLES_WITH_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
TITLE = "入户访问登记表"
# Fixed, so that the same data make the same file.
MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001  (the format knows no zone)
# Six columns that the rows below merge as they need; together the width of the text on A4.
WIDTHS_CM = (2.6, 3.4, 2.6, 3.4, 2.6, 3.0)
# Each row: (label or placeholder, columns it spans).
LAYOUT: tuple[tuple[tuple[str, int], ...], ...] = (
    (("班级", 1), ("{{class_name}}", 1), ("幼儿姓名", 1), ("{{children}}", 1), ("轮次", 1), ("{{round_name}}", 1)),
    (("走访教师", 1), ("{{teachers}}", 3), ("走访方式", 1), ("{{form}}", 1)),
    (("走访时间", 1), ("{{time}}", 3), ("走访结果", 1), ("{{outcome}}", 1)),
    (("受访家长及关系", 1), ("{{met}}", 3), ("联系电话", 1), ("{{phone}}", 1)),
    (("联系服务卡", 1), ("{{card}}", 2), ("一封信", 1), ("{{letter}}", 2)),
    (("序号", 1), ("反映的问题(原话要点)", 2), ("问题编号", 1), ("现场答复或去向", 2)),
    (("{{matters.place}}", 1), ("{{matters.text}}", 2), ("{{matters.number}}", 1), ("{{matters.answer}}", 2)),
    (("对保教工作的意见建议", 1), ("{{opinions}}", 5)),
    (("需继续跟进", 1), ("{{follow_up}}", 2), ("家长确认", 1), ("{{confirmation}}", 2)),
    (("备注", 1), ("{{remark}}", 5)),
)
TALL_ROWS = {7: 2.0, 9: 1.4}


@dataclass(frozen=True)
class Matter:
    """Something the family raised."""

    text: str
    number: str = ""
    answer: str = ""


@dataclass(frozen=True)
class RegistrationForm:
    """What stands in one form."""

    school: str
    campaign: str
    class_name: str
    children: str
    round_name: str
    teachers: str
    form: str
    time: str
    outcome: str
    met: str
    phone: str
    card: str
    letter: str
    opinions: str
    follow_up: str
    confirmation: str
    remark: str
    matters: Sequence[Matter] = field(default=())


_NAMES = tuple(each.name for each in fields(RegistrationForm) if each.name != "matters")


def registration_form(form: RegistrationForm) -> bytes:
    """The form as a .docx."""
    rows = [
        {"place": str(place), "text": each.text, "number": each.number, "answer": each.answer}
        for place, each in enumerate(form.matters, start=1)
    ]
    nothing = [{"place": "—", "text": "未反映问题", "number": "", "answer": ""}]
    return blank().fill({name: getattr(form, name) for name in _NAMES}, rows or nothing)


@functools.cache
def blank() -> Compiled:
    """The compiled blank, laid out once per process."""
    return Compiled.of(_drawn(), rows="matters")


def _drawn() -> bytes:
    from docx import Document
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = Document()
    _lighten(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.8)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, TITLE, size=Pt(20), bold=True)
    _write(document.add_paragraph(), "{{school}}　{{campaign}}", size=Pt(10.5))
    table = document.add_table(rows=len(LAYOUT), cols=len(WIDTHS_CM))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # Some programs read the grid's widths, others the cells'.
    for column, width in zip(table.columns, WIDTHS_CM, strict=True):
        column.width = Cm(width)
    for number, layout in enumerate(LAYOUT):
        row = table.rows[number]
        row.height = Cm(TALL_ROWS.get(number, 0.95))
        place = 0
        for text, span in layout:
            cell = table.cell(number, place)
            if span > 1:
                cell = cell.merge(table.cell(number, place + span - 1))
            cell.width = Cm(sum(WIDTHS_CM[place : place + span]))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            is_label = "{{" not in text
            if is_label or text == "{{matters.place}}":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _write(paragraph, text, size=Pt(10.5), bold=is_label)
            place += span
    facts = document.core_properties
    facts.author = facts.last_modified_by = facts.comments = ""
    facts.title = TITLE
    facts.created = facts.modified = MADE_ON
    facts.revision = 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(paragraph: Any, text: str, *, size: Any, bold: bool = False) -> None:
    from docx.oxml.ns import qn

    paragraph.paragraph_format.space_after = 0
    run = paragraph.add_run(text)
    # A filled value may begin or end with a blank.
    for letters in run._r.findall(qn("w:t")):
        letters.set(qn("xml:space"), "preserve")
    run.font.size, run.bold, run.font.name = size, bold, FONT
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)


def _lighten(document: Any) -> None:
    # The library's own blank carries a thumbnail, a theme and 160 styles that a form never uses.
    from docx.opc.constants import RELATIONSHIP_TYPE as RT

    for holder, kinds in (
        (document.part.package, (RT.THUMBNAIL,)),
        (document.part, (RT.CUSTOM_XML, RT.NUMBERING, RT.THEME, RT.WEB_SETTINGS, _STYLES_WITH_EFFECTS)),
    ):
        for key in [key for key, rel in holder.rels.items() if rel.reltype in kinds]:
            holder.rels.pop(key)
    kept = {"Normal", "Default Paragraph Font", "Normal Table", "Table Grid", "No List"}
    for style in list(document.styles):
        if style.name not in kept:
            style.delete()
