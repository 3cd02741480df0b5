"""The ledgers, a document a file, each of one shape.

`KIND`, `FILE_NAME`, `MEDIA_TYPE`; `rows_of(facts, masked=…)` says what stands in it, and `draw(facts, masked=…, note=…)`
makes the file and says how many rows it has. A new document is a file here and a line in DOCUMENTS.
"""

from __future__ import annotations

import hashlib
import json
from types import ModuleType

from zoufang.stages.ledger.documents import rectification_ledger, registration_forms, visit_ledger
from zoufang.stages.ledger.rules.facts import CampaignFacts

DOCUMENTS: tuple[ModuleType, ...] = (visit_ledger, rectification_ledger, registration_forms)


def fingerprint_of(facts: CampaignFacts, *, masked: bool) -> str:
    """SHA-256 over everything that stands in the documents: another one means that the data changed."""
    content = [[document.KIND, document.rows_of(facts, masked=masked)] for document in DOCUMENTS]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), default=vars)
    return hashlib.sha256(text.encode()).hexdigest()
