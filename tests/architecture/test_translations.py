"""English is complete beside the Chinese, and what is compiled is what is written."""

import re
import subprocess
import sys

from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.architecture.house import HOUSE, ROOT

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
    with PO.open("rb") as source, PO.with_suffix(".mo").open("rb") as compiled:
        written, read = read_po(source, locale="en"), read_mo(compiled)
        assert {m.id: m.string for m in written if m.id} == {m.id: m.string for m in read if m.id}
