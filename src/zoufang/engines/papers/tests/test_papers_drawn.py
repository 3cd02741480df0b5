"""Papers as files, reopened by another library."""

import io
import json
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from zoufang.engines.papers import (
    Card,
    CardLine,
    CardSection,
    Letter,
    Slip,
    Slips,
    TooLong,
    card_pdf,
    card_picture,
    draw,
    letter_pdf,
    letters_missing,
    slips_pdf,
)
from zoufang.engines.typesetting import drawn

CARD = Card(
    language="zh",
    school="城东幼儿园",
    title="联系服务卡",
    sections=(
        CardSection("", (CardLine("园所电话", "", "0533-1111111"), CardLine("园长", "王园长", "13900000003"))),
        CardSection("什么都可以说", (CardLine("保育教育、膳食营养"),)),
    ),
    code="BEGIN:VCARD\r\nVERSION:3.0\r\nFN:城东幼儿园\r\nTEL:0533-1111111\r\nEND:VCARD\r\n",
    code_title="给家里人扫一扫",
    code_hint="电话就存进通讯录",
    edition="第 2 版",
)
# As code, each of these would fail, vanish or read a file.
HOSTILE = (
    '#read("/etc/passwd") #panic("x") $x^2$ \\ *粗* _斜_ @ref <label> `raw` // 注 /* 释 */ = 题 #import "x.typ": * "}]'
)
LINK = "https://visits.example.org/f#{}"


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def slips(count: int) -> Slips:
    return Slips(
        language="zh",
        title="小（1）班",
        how="扫一扫",
        by_hand="填口令",
        class_address="https://visits.example.org/signup/join/abc/",
        warning="只给您一家",
        slips=tuple(Slip(f"孩子{n}", "给爸爸", LINK.format(f"{n:026d}"), f"{n:026d}") for n in range(count)),
    )


@pytest.mark.parametrize(("sheet", "size"), [("a4", (595, 842)), ("a6", (298, 420))])
def test_the_card_is_a_pdf_of_that_size_with_its_words_as_text(sheet, size):
    pdf = card_pdf(CARD, sheet=sheet)

    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size
    for words in ("城东幼儿园", "王园长", "13900000003", "保育教育、膳食营养", "第2版"):
        assert words in text_of(pdf)


def test_the_picture_is_as_wide_as_a_phone_and_its_code_is_read():
    with Image.open(io.BytesIO(card_picture(CARD))) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1080
        (code,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == CARD.code


def test_what_people_typed_is_never_code():
    card = replace(CARD, school=HOSTILE, sections=(CardSection(HOSTILE, (CardLine(HOSTILE, HOSTILE, HOSTILE),)),))
    letter = Letter("zh", HOSTILE, HOSTILE, (("head", HOSTILE), ("words", HOSTILE)))

    wanted = "".join(HOSTILE.split())
    assert text_of(card_pdf(card)).count(wanted) == 5
    assert text_of(letter_pdf(letter)).count(wanted) == 4


def test_letters_that_no_font_draws_break_nothing():
    odd = "NUL\x00 铃\x07 反\u202e向 半\ud800对 罕𠮷䶮 笑😀 空\u3000格 尾"

    pdf = letter_pdf(Letter("zh", odd, odd, (("words", odd),)))

    assert "尾" in text_of(pdf)
    assert letters_missing(odd) == "䶮𠮷"
    assert not letters_missing("陈小满 Anna·买买提 2026")


def test_the_same_paper_has_the_same_bytes_and_says_no_time():
    words = json.dumps({"language": "zh", "school": "园", "title": "信", "paragraphs": [["words", "字"]]})

    first, second = (draw._drawn("letter", "pdf", words) for _ in range(2))

    assert first == second
    assert "/CreationDate" not in (PdfReader(io.BytesIO(first)).metadata or {})


def test_a_paper_far_too_long_is_refused_before_it_is_drawn():
    with pytest.raises(TooLong):
        letter_pdf(Letter("zh", "园", "信", (("words", "长" * 20_001),)))
    with pytest.raises(TooLong):
        slips_pdf(slips(401))


def test_ten_slips_stand_on_a_sheet_and_each_code_is_its_own_familys():
    pdf = slips_pdf(slips(13))
    drawings = [{"qr": draw.qr_drawing(each.address), **vars(each)} for each in slips(10).slips]
    order = "\n".join(("slips", "png", json.dumps(vars(slips(0)) | {"slips": drawings})))

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    for words in ("孩子0", "孩子12", f"{12:026d}", "只给您一家"):
        assert words in text_of(pdf)
    with Image.open(io.BytesIO(drawn(order.encode()))) as sheet:
        read = {code.text for code in zxingcpp.read_barcodes(sheet.convert("L"))}
    assert read == {each.address for each in slips(10).slips}
