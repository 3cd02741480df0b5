"""Any record, filled in and read back with another library, is the same record."""

import io
import shutil
import subprocess
import warnings
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zoufang.engines.office import Template, compile_own

# What XML can hold; blanks at the ends, quotes, signs and letters beyond the first plane among it.
LETTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff\u2028\u2029\x7f", max_codepoint=0x2FFFF
)
WORDS = st.text(st.one_of(LETTERS, st.sampled_from("\n=<>&\"' {}_x")), max_size=20).filter(
    lambda text: "_x" not in text
)
NUMBERS = st.one_of(st.integers(-(10**15) + 1, 10**15 - 1), st.floats(allow_nan=False, allow_infinity=False, width=32))
RECORDS = st.fixed_dictionaries(
    {
        "title": WORDS,
        "rows": st.lists(st.fixed_dictionaries({"a": WORDS, "n": NUMBERS, "b": WORDS}), max_size=6),
        "others": st.lists(st.fixed_dictionaries({"x": WORDS, "y": WORDS}), max_size=4),
    }
)


@cache
def sheet() -> Template:
    book = openpyxl.Workbook()
    for row in (
        ("{{title}}",),
        ("{{rows.a}}", "{{rows.n}}", "{{rows.b}}"),
        ("中",),
        ("{{others.x}}", "{{others.y}}"),
        ("末", "=SUM(B2:B2)"),
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return compile_own(out.getvalue())


@cache
def letter() -> Template:
    document = docx.Document()
    document.add_paragraph("{{title}}")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "{{rows.a}}", "{{rows.b}}"
    table.cell(1, 0).text = "末"
    out = io.BytesIO()
    document.save(out)
    return compile_own(out.getvalue())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS)
def test_a_sheet_holds_what_was_given(record):
    got = openpyxl.load_workbook(io.BytesIO(sheet().fill(record))).active
    rows = [[cell.value for cell in row] for row in got.iter_rows(max_col=3)]
    empty = [{"a": "", "n": None, "b": ""}] if not record["rows"] else []
    wanted = [[record["title"] or None, None, None]]
    wanted += [[row["a"] or None, row["n"], row["b"] or None] for row in record["rows"] or empty]
    wanted += [["中", None, None]] + [[row["x"] or None, row["y"] or None, None] for row in record["others"]]

    assert rows[:-1] == wanted
    assert rows[-1][:2] == ["末", f"=SUM(B2:B{1 + max(1, len(record['rows']))})"]
    assert all(cell.data_type != "f" for row in got.iter_rows(max_row=len(wanted)) for cell in row)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS)
def test_a_letter_holds_what_was_given(record):
    got = docx.Document(io.BytesIO(letter().fill(record)))
    table = [[cell.text for cell in row.cells] for row in got.tables[0].rows]

    assert got.paragraphs[0].text == record["title"]
    assert table == [[row["a"], row["b"]] for row in record["rows"]] + [["末", ""]]


def test_another_office_program_opens_both(tmp_path: Path):
    office = shutil.which("soffice")
    if not office:
        # A second opinion: openpyxl and python-docx reopen the same files in the tests above, everywhere. Half a gigabyte is
        # not installed for it, and a warning stands at the end of the run.
        warnings.warn("LibreOffice is not here: filled files were not opened with it", stacklevel=1)
        pytest.skip("NO LibreOffice: not opened with a third office program (openpyxl and python-docx did)")
    record = {"title": "走访", "rows": [{"a": "甲", "n": 1, "b": "乙"}], "others": []}
    for name, template, word in (("a.xlsx", sheet(), "csv"), ("a.docx", letter(), "txt:Text")):
        (tmp_path / name).write_bytes(template.fill(record))
        subprocess.run([office, "--headless", "--convert-to", word, "--outdir", tmp_path, tmp_path / name], check=True)
    assert "走访" in (tmp_path / "a.csv").read_text("utf-8", "replace") + (tmp_path / "a.txt").read_text("utf-8")
