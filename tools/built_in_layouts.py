"""Lays out the built-in templates of the three documents anew: `python tools/built_in_layouts.py`.

They are ordinary office files under stages/ledger/layouts and may as well be changed in Word or Excel; this says how they began.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
FONT = "宋体"
TITLE = "入户访问登记表"
# Fixed, so that the same layout makes the same file.
MADE_ON = datetime(2000, 1, 1)
_STYLES_WITH_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
# Six columns that the rows below merge as they need; together the width of the text on A4.
WIDTHS_CM = (2.6, 3.4, 2.6, 3.4, 2.6, 3.0)
# Each row: (label or placeholder, columns it spans). Source of the fields: domain §1.
FORM: tuple[tuple[tuple[str, int], ...], ...] = (
    (("班级", 1), ("{{班级}}", 1), ("幼儿姓名", 1), ("{{幼儿姓名}}", 1), ("轮次", 1), ("{{轮次}}", 1)),
    (("走访教师", 1), ("{{走访教师}}", 3), ("走访方式", 1), ("{{走访方式}}", 1)),
    (("走访时间", 1), ("{{走访时间}}", 3), ("走访结果", 1), ("{{走访结果}}", 1)),
    (("受访家长及关系", 1), ("{{受访家长及关系}}", 3), ("联系电话", 1), ("{{联系电话}}", 1)),
    (("联系服务卡", 1), ("{{联系服务卡}}", 2), ("一封信", 1), ("{{一封信}}", 2)),
    (("序号", 1), ("反映的问题(原话要点)", 2), ("问题编号", 1), ("现场答复或去向", 2)),
    (("{{问题.序号}}", 1), ("{{问题.内容}}", 2), ("{{问题.编号}}", 1), ("{{问题.答复}}", 2)),
    (("对保教工作的意见建议", 1), ("{{意见建议}}", 5)),
    (("需继续跟进", 1), ("{{需继续跟进}}", 2), ("家长确认", 1), ("{{家长确认}}", 2)),
    (("备注", 1), ("{{备注}}", 5)),
)
TALL_ROWS = {7: 2.0, 9: 1.4}


def main() -> None:
    """Write the three files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoufang.settings")
    import django

    django.setup()
    from zoufang.stages.ledger.documents import layouts, rectification_ledger, visit_ledger

    layouts.FOLDER.mkdir(exist_ok=True)
    for document in (visit_ledger, rectification_ledger):
        (layouts.FOLDER / document.LAYOUT).write_bytes(ledger(document))
    (layouts.FOLDER / "registration_form.docx").write_bytes(form())


def ledger(document: Any) -> bytes:
    """A sheet with a title, two lines, heads, and a row that repeats."""
    from zoufang.engines.sheets import Sheet, workbook
    from zoufang.stages.ledger.documents.layouts import CAMPAIGN, NOTE, SCHOOL, names_of

    row = [f"{{{{{document.LIST}.{name}}}}}" for name in names_of(document.COLUMNS)]
    captions = [f"{{{{{SCHOOL}}}}}　{{{{{CAMPAIGN}}}}}", f"{{{{{NOTE}}}}}"]
    return workbook([Sheet(document.TITLE, document.COLUMNS, [row], captions)])


def form() -> bytes:
    """A form on A4."""
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
    _write(document.add_paragraph(), "{{学校}}　{{活动}}", size=Pt(10.5))
    table = document.add_table(rows=len(FORM), cols=len(WIDTHS_CM))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # Some programs read the grid's widths, others the cells'.
    for column, width in zip(table.columns, WIDTHS_CM, strict=True):
        column.width = Cm(width)
    for number, layout in enumerate(FORM):
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
            if is_label or text == "{{问题.序号}}":
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


if __name__ == "__main__":
    main()
