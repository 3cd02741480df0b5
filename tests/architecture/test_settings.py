"""Everything that can be set stands in `.env.example`, and nothing else does."""

import re

from tests.architecture.house import HOUSE, ROOT


def test_every_setting_is_declared():
    read = set()
    for file in HOUSE.rglob("*.py"):
        if "tests" not in file.parts:
            read |= set(re.findall(r"ZOUFANG_[A-Z_]+", file.read_text("utf-8")))
    declared = set(re.findall(r"^(ZOUFANG_[A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.M))

    assert read == declared
