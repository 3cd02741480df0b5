"""The pages' style sheet holds what the pages use, and no more."""

import re

from tools import used_styles


def test_the_vendored_sheet_is_what_the_templates_ask_for():
    asked = used_styles.used(used_styles.WHOLE.read_text("utf-8"), used_styles.words())

    assert used_styles.USED.read_text("utf-8") == asked, "run: python tools/used_styles.py"


def test_a_class_that_is_used_keeps_its_rules_and_another_loses_them():
    sheet = ":root{--a:1px;--b:2px}.btn{margin:var(--a)}.btn,.carousel{color:red}.carousel .x{color:var(--b)}"

    cut = used_styles.used(sheet, frozenset({"btn"}))

    assert ".btn{margin:var(--a)}" in cut
    assert "carousel" not in cut
    assert re.search(r"--a:1px", cut)
    assert "--b" not in cut
