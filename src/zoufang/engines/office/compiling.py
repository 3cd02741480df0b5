"""A template's package turned into one JSON value: what the limited process gives back. It is the only place that parses."""

from __future__ import annotations

import json
from typing import Any

from zoufang.engines.office.book_parts import BOOK, BookParts
from zoufang.engines.office.guard import CONTENT_TYPES, kind_of, parts_of
from zoufang.engines.office.letter_parts import FILLED, SETTINGS, letter_part, settings_part
from zoufang.engines.office.manifest import Relations, relations_of, rels_of, types_of
from zoufang.engines.office.names import Name
from zoufang.engines.refusal import Refused


def in_child(content: bytes) -> bytes:
    """The program as JSON, or `!` and why not: patterns and values, so that a page can say it in its language."""
    try:
        return program_of(content)
    except Refused as fault:
        reasons = [[getattr(each, "pattern", each), getattr(each, "values", {})] for each in fault.reasons]
        return b"!" + json.dumps(reasons, ensure_ascii=False).encode("utf-8", "replace")


def program_of(content: bytes) -> bytes:
    """The program as JSON. Raises Refused."""
    parts = parts_of(content)
    kind = kind_of(parts)
    relations = relations_of(parts)
    texts = {rels_of(part): each.text() for part, each in relations.items() if part or rels_of(part) in parts}
    texts = {name: text for name, text in texts.items() if name in parts}
    made = _letter(parts, relations, texts) if kind == "docx" else _book(parts, relations, texts)
    names: list[Name] = made.pop("found")
    listed = [[list(each.path), each.optional, each.kind] for each in dict.fromkeys(names)]
    whole = {"kind": kind, "names": listed, "texts": texts, "mac_days": False, **made}
    whole["places"] = max((each[2] for each in _lists(whole)), default=0)
    return json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _letter(parts: dict[str, bytes], relations: dict[str, Relations], texts: dict[str, str]) -> dict[str, Any]:
    programs, found = {}, []
    for name in parts:
        if FILLED.fullmatch(name):
            programs[name], names = letter_part(parts[name], relations.get(name))
            found += names
    if SETTINGS in parts:
        texts[SETTINGS] = settings_part(parts[SETTINGS], relations.get(SETTINGS))
    pictures = any(each.kind != "text" for each in found)
    texts[CONTENT_TYPES] = types_of(parts[CONTENT_TYPES], parts=parts, pictures=pictures)
    return {"programs": programs, "found": found}


def _book(parts: dict[str, bytes], relations: dict[str, Relations], texts: dict[str, str]) -> dict[str, Any]:
    book = BookParts(parts, relations)
    texts |= book.texts
    texts[CONTENT_TYPES] = book.types()
    first = BOOK in parts and b'date1904="1"' in parts[BOOK]
    return {"sheets": book.sheets, "follow": book.follow, "found": book.names, "mac_days": first}


def _lists(node: Any) -> list[Any]:
    """Every list that repeats anywhere in the program."""
    if isinstance(node, dict):
        return [each for value in node.values() for each in _lists(value)]
    if not isinstance(node, list):
        return []
    own = list(node[1]) if len(node) > 2 and node[0] == "each" else []
    return own + [each for value in node for each in _lists(value)]
