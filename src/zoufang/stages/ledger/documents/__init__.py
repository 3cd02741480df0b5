"""The ledgers, a document a file, each of one shape.

`KIND`, `TITLE`, `FILE_NAME`, `MEDIA_TYPE`, `COLUMNS`, `LAYOUT` (the built-in one) and `LIST` (which repeats in it); `rows_of(facts, masked=…)` is everything that stands in it, `lines_of` what a
page shows of it under the columns, and `draw(facts, masked=…, note=…, layout=…)` fills the layout and says how many rows it has. A new document is a file here and a line in DOCUMENTS.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from types import ModuleType

from zoufang.stages.ledger.documents import rectification_ledger, registration_forms, visit_ledger
from zoufang.stages.ledger.rules.facts import CampaignFacts

DOCUMENTS: tuple[ModuleType, ...] = (visit_ledger, rectification_ledger, registration_forms)


@dataclass(frozen=True)
class Preview:
    """What a page shows of a document: headings and rows."""

    kind: str
    title: str
    headings: tuple[str, ...]
    rows: list[list[str]]


def preview_of(kind: str, facts: CampaignFacts) -> Preview | None:
    """The masked document of this kind as it would be drawn up now; None for a kind there is not."""
    document = document_of(kind)
    if document is None:
        return None
    headings = tuple(column.title for column in document.COLUMNS)
    return Preview(kind, document.KIND.label, headings, document.lines_of(facts, masked=True))


def document_of(kind: str) -> ModuleType | None:
    """The document of this kind."""
    return next((each for each in DOCUMENTS if kind == each.KIND), None)


def fingerprint_of(facts: CampaignFacts, *, masked: bool) -> str:
    """SHA-256 over everything that stands in the documents: another one means that the data changed."""
    content = [[document.KIND, document.rows_of(facts, masked=masked)] for document in DOCUMENTS]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), default=vars)
    return hashlib.sha256(text.encode()).hexdigest()
