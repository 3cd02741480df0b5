"""Forms reopened with python-docx."""

import io
import time
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from zoufang.engines.letters import Matter, RegistrationForm, registration_form

FORM = RegistrationForm(
    school="城东幼儿园",
    campaign="城东幼儿园大走访",
    class_name="小（1）班",
    children="陈小满",
    round_name="第一轮",
    teachers="张老师、李老师",
    form="入户走访",
    time="2026-07-19 10:00–10:25",
    outcome="见到了",
    met="陈建国(父亲)",
    phone="138****",
    card="2026-07-19 电子版",
    letter="2026-07-19 电子版",
    opinions="希望多一些户外活动",
    follow_up="否",
    confirmation="是",
    remark="",
    matters=(Matter("午睡太短", "WT-AAAA-BBBB", "转园里"), Matter("几点接", "WT-CCCC-DDDD", "四点半")),
)


def table_of(content):
    """The form's cells, merged ones once."""
    rows = []
    for row in docx.Document(io.BytesIO(content)).tables[0].rows:
        seen: list = []
        for cell in row.cells:
            if not any(cell._tc is other._tc for other in seen):
                seen.append(cell)
        rows.append([cell.text for cell in seen])
    return rows


def test_labels_and_values_stand_side_by_side():
    rows = table_of(registration_form(FORM))

    assert rows[0] == ["班级", "小（1）班", "幼儿姓名", "陈小满", "轮次", "第一轮"]
    assert rows[3] == ["受访家长及关系", "陈建国(父亲)", "联系电话", "138****"]
    assert rows[6] == ["1", "午睡太短", "WT-AAAA-BBBB", "转园里"]
    assert rows[7] == ["2", "几点接", "WT-CCCC-DDDD", "四点半"]
    assert rows[8] == ["对保教工作的意见建议", "希望多一些户外活动"]
    assert not any("{{" in cell for row in rows for cell in row)


def test_the_title_and_the_school_stand_above():
    paragraphs = [each.text for each in docx.Document(io.BytesIO(registration_form(FORM))).paragraphs]

    assert paragraphs[:2] == ["入户访问登记表", "城东幼儿园　城东幼儿园大走访"]


def test_a_family_that_raised_nothing_has_one_line_that_says_so():
    rows = table_of(registration_form(replace(FORM, matters=())))

    assert rows[6] == ["—", "未反映问题", "", ""]
    assert len(rows) == 10


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("</w:t><w:x>&lt;", "</w:t><w:x>&lt;"),
        ("一\n二", "一\n二"),
        ("a\x00b\x1fc\ud800d", "abcd"),
        ("{{school}}", "{{school}}"),
        ("𠮷😀", "𠮷😀"),
        ("“引号”'\"", "“引号”'\""),
    ],
)
def test_any_text_is_only_text(typed, read):
    assert table_of(registration_form(replace(FORM, opinions=typed)))[8][1] == read


def test_chinese_letters_have_a_chinese_font():
    document = docx.Document(io.BytesIO(registration_form(FORM)))

    fonts = {rPr.get(qn("w:eastAsia")) for rPr in document.element.body.iter(qn("w:rFonts"))}
    assert fonts == {"宋体"}


def test_a_page_is_a4_and_nothing_tells_who_made_it_when():
    document = docx.Document(io.BytesIO(registration_form(FORM)))

    assert (round(document.sections[0].page_width.cm, 1), round(document.sections[0].page_height.cm, 1)) == (21, 29.7)
    assert document.core_properties.author == ""
    assert document.core_properties.created.year == 2000


def test_the_same_data_give_the_same_bytes_with_fixed_dates():
    assert registration_form(FORM) == registration_form(FORM)
    with zipfile.ZipFile(io.BytesIO(registration_form(FORM))) as package:
        assert package.testzip() is None
        assert {info.date_time[:3] for info in package.infolist()} == {(1980, 1, 1)}
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_a_thousand_forms_take_no_longer_than_a_few_seconds():
    registration_form(FORM)
    begun = time.perf_counter()
    for _ in range(1000):
        registration_form(FORM)

    assert time.perf_counter() - begun < 4  # measured 0.3 s; a busy machine gets ten times that
