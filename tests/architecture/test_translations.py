"""English is complete beside the Chinese, and what is compiled is what is written."""

import ast
import re
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from tools.translations import compiled, plain_sentences, written

from tests.architecture.house import HOUSE, ROOT
from zoufang.engines.refusal import Reason
from zoufang.web.jinja import say

PO = HOUSE / "locale" / "en" / "LC_MESSAGES" / "django.po"


def test_every_sentence_of_the_pages_has_its_english():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "translations.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_values_stand_in_both_languages():
    with PO.open("rb") as source:
        for message in read_po(source, locale="en"):
            if isinstance(message.id, str) and message.id:
                assert set(re.findall(r"%\(\w+\)s", message.id)) == set(re.findall(r"%\(\w+\)s", message.string)), (
                    message.id
                )


def test_the_compiled_catalogue_is_the_written_one():
    assert PO.with_suffix(".mo").read_bytes() == compiled(written())


@pytest.mark.parametrize(
    ("reason", "chinese", "english"),
    [
        (Reason("请选择由谁去"), "请选择由谁去", "Choose who goes"),
        (
            Reason("这个班在 %(first)s 至 %(last)s 之间走访,请选这几天", first="7月20日", last="12月1日"),
            "这个班在 7月20日 至 12月1日 之间走访,请选这几天",
            "This class is visited between 20 Jul and 1 Dec; choose one of these days",
        ),
        (
            Reason("%(what)s最多 %(longest)s 个字,请缩短", what=Reason("阶段“%(name)s”", name="夏"), longest=9),
            "阶段“夏”最多 9 个字,请缩短",
            "Phase “夏” may have at most 9 characters; please shorten it",
        ),
        (
            Reason("“%(role)s”要任在:%(places)s。请换一个单位", role="教师", places="班级、学校"),
            "“教师”要任在:班级、学校。请换一个单位",
            "“Teacher” is held at: 班级, 学校. Choose another unit",
        ),
        (Reason("“%(value)s”看不懂,请改正", value=""), "“”看不懂,请改正", "“” is not understood; please correct it"),
    ],
)
def test_a_reason_and_what_it_names_are_said_in_the_language_of_the_page(reason, chinese, english):
    assert say(reason) == chinese
    with translation.override("en"):
        assert say(reason) == english


def test_sentences_are_found_where_they_are_decided():
    module = """
def f():
    if a:
        raise Refused("一" if b else "二")
    yield gap("key", "三", f"四{n}")
    reasons = ["五"]
    other = "六"
"""

    assert sorted(plain_sentences(ast.parse(module))) == sorted("一二三五")
