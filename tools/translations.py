"""Gather the interface's sentences and compile their English: `python tools/translations.py`.

Chinese is the source; `locale/en/LC_MESSAGES/django.po` holds the English. `--check` changes nothing and fails where a
sentence has no translation or the compiled catalogue is not the source's.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "zoufang"
PO = HOUSE / "locale" / "en" / "LC_MESSAGES" / "django.po"
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.*", "jinja2.ext:babel_extract"),
]
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "noop": None,
    "ngettext": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "Reason": None,
}
# Refusals, and sentences of engines, are written as plain strings where they are decided; `say` translates them.
PLAIN = {"Refused", "_Refused", "_RowRefused", "CannotRead", "gap", "Gap"}
OPTIONS = {
    "**/templates/**.*": {
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
        "extensions": "jinja2.ext.do",
    }
}
# Signs between two values are sentences too: a list, a colon, a parenthesis.
CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]|^[:,]$")


def gathered() -> Catalog:
    """Every Chinese sentence that a page may say."""
    catalog = Catalog(locale="en", project="Zoufang", charset="utf-8", fuzzy=False)
    found = extract_from_dir(str(HOUSE), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS)
    for name, _line, message, _comments, context in found:
        if CHINESE.search(message[0] if isinstance(message, tuple) else message):
            catalog.add(message, locations=[(f"src/zoufang/{name}", None)], context=context)
    for file in sorted(HOUSE.rglob("*.py")):
        if "tests" in file.parts or "commands" in file.parts:
            continue
        for sentence in plain_sentences(ast.parse(file.read_text("utf-8"))):
            catalog.add(sentence, locations=[(file.relative_to(ROOT).as_posix(), None)])
    return catalog


def plain_sentences(module: ast.Module) -> Iterator[str]:
    """What is said in calls of PLAIN and in `reasons = [...]`, also where one of two is chosen; no part of an f-string."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLAIN:
            yield from _chinese(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "reasons":
            yield from _chinese(node.value)


def _chinese(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and CHINESE.search(node.value):
            yield node.value
    elif not isinstance(node, ast.JoinedStr):
        for part in ast.iter_child_nodes(node):
            yield from _chinese(part)


def merged() -> Catalog:
    """The gathered sentences with the English already written for them."""
    fresh = gathered()
    if PO.exists():
        with PO.open("rb") as source:
            known = {(message.context, message.id): message.string for message in read_po(source, locale="en")}
        for message in fresh:
            message.string = known.get((message.context, message.id), message.string)
    return fresh


def written() -> Catalog:
    """The sentences and their English as they stand in the file."""
    with PO.open("rb") as source:
        return read_po(source, locale="en")


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as Django reads it; of the same sentences always the same bytes."""
    catalog.creation_date = catalog.revision_date = NO_DATE
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main() -> int:
    """Write both files, or with `--check` compare them."""
    catalog = merged()
    missing = [message.id for message in catalog if message.id and not message.string]
    text = io.BytesIO()
    write_po(text, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False)
    body = re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team)[^\n]*\n',
        b"",
        text.getvalue(),
    )
    mo = PO.with_suffix(".mo")
    if "--check" in sys.argv:
        stale = not PO.exists() or PO.read_bytes() != body or not mo.exists() or mo.read_bytes() != compiled(written())
        for sentence in missing[:20]:
            print(f"no English: {sentence}")
        if stale:
            print("locale/en is not what the pages say: run python tools/translations.py")
        return 1 if missing or stale else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(body)
    mo.write_bytes(compiled(written()))
    print(f"{len(catalog)} sentences, {len(missing)} without English")
    return 0


if __name__ == "__main__":
    sys.exit(main())
