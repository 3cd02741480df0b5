"""What may not come in: bombs, programs, what leads outside, what is no template."""

import io
import zipfile

import docx
import openpyxl
import pytest

from zoufang.engines.office import compile_own, compile_template
from zoufang.engines.refusal import Refused


def package(made: bytes, **changed: bytes | None) -> bytes:
    """The package with parts added or changed (`__` in a name stands for `/`, `_dot_` for `.`)."""
    new = {name.replace("__", "/").replace("_dot_", "."): part for name, part in changed.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in old.namelist():
            if name not in new:
                written.writestr(name, old.read(name))
        for name, part in new.items():
            if part is not None:
                written.writestr(name, part)
    return out.getvalue()


def word(text: str = "{{name}}") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel(*cells: object) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def relation(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "打不开"),
        (b"PK\x03\x04 torn", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "密码"),
        (package(word(), word__vbaProject_dot_bin=b"x"), "宏"),
        (package(word(), word__embeddings__oleObject1_dot_xml=b"x"), "嵌着"),
        (package(excel(1), xl__externalLinks__externalLink1_dot_xml=b"<x/>"), "连着"),
        (package(word(), word___rels__header9_dot_xml_dot_rels=relation("image", "http://evil.example/x.png")), "外面"),
        (package(word(), word__footnotes_dot_xml=DTD), "DTD"),
        (package(word(), word__footnotes_dot_xml=DTD.decode().encode("utf-16")), "打不开"),
        (package(word(), word__media__a_dot_png=bytes(30 << 20)), "太大"),
        (package(word(), evil_dot_sh=b"x"), "不认识"),
        (package(word(), word__document_dot_xml=b"<w:document"), "读不懂"),
        (package(word(), word__document_dot_xml=None), "不是 .docx"),
        (excel("=A{{name}}"), "公式"),
        (excel("{{name}"), "花括号"),
        (word("{{name} 和 {{other}}"), "花括号"),
    ],
)
def test_what_is_refused_before_or_while_it_is_read(content: bytes, said: str):
    with pytest.raises(Refused, match=said):
        compile_own(content)


def test_links_of_text_and_an_attached_template_are_cut_loose():
    made = package(
        word(),
        word___rels__settings_dot_xml_dot_rels=relation("attachedTemplate", "file:///C:/Users/x/Normal.dotm"),
    )

    filled = compile_own(made).fill({"name": "甲"})

    with zipfile.ZipFile(io.BytesIO(filled)) as opened:
        assert all(b"file:///" not in opened.read(name) for name in opened.namelist())
    assert docx.Document(io.BytesIO(filled)).paragraphs[-1].text == "甲"


def test_an_upload_is_parsed_in_a_process_of_its_own():
    assert [name.full for name in compile_template(word("{{幼儿姓名}}")).names] == ["幼儿姓名"]
    with pytest.raises(Refused, match="读不懂"):
        compile_template(package(word(), word__document_dot_xml=b"<w:document" + b"<a>" * 100_000))
    with pytest.raises(Refused) as refused:
        compile_template(excel("=A{{name}}"))
    # The pattern comes through, so that an English page says it in English.
    assert refused.value.reasons[0].pattern == "名字不能写在公式里(单元格 %(cell)s)"


def test_values_are_never_markup_nor_formulas():
    nasty = "</w:t><w:p/>\"&<![CDATA[x]]>{{name}}=cmd|' /C calc'!A0"
    again = docx.Document(io.BytesIO(compile_own(word()).fill({"name": nasty})))
    cell = openpyxl.load_workbook(io.BytesIO(compile_own(excel("{{name}}")).fill({"name": "=" + nasty}))).active["A1"]

    assert again.paragraphs[-1].text == nasty
    assert (cell.value, cell.data_type) == ("=" + nasty, "s")
