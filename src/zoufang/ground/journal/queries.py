"""Does the journal still hold?"""

from __future__ import annotations

from zoufang.ground.journal.chain import Break, Link, breaks_in
from zoufang.ground.journal.models import JournalEntry, JournalHead

_FIELDS = (
    "chain",
    "sequence",
    "recorded_at",
    "act_at",
    "actor",
    "actor_kind",
    "act",
    "object",
    "outcome",
    "facts",
    "previous",
    "digest",
)


def broken_links() -> list[Break]:
    """Every break in every chain; empty when nothing was altered."""
    heads = {head.chain: (head.sequence, head.digest) for head in JournalHead.objects.all()}
    chains = set(heads) | set(JournalEntry.objects.values_list("chain", flat=True).distinct())
    found: list[Break] = []
    for chain in sorted(chains):
        rows = JournalEntry.objects.filter(chain=chain).order_by("sequence").values(*_FIELDS)
        found += [
            b if b.chain else Break(chain, b.sequence, b.what)
            for b in breaks_in((Link(**row) for row in rows.iterator()), head=heads.get(chain, (0, "")))
        ]
    return found


def knows_anchor(digest: str) -> bool:
    """Does an anchor kept outside (on a seal, say) still stand in the journal?"""
    return JournalEntry.objects.filter(digest=digest).exists()


def entry_count() -> int:
    return JournalEntry.objects.count()
