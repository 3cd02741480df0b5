"""The hash chain on plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry as it is hashed."""

    chain: str
    sequence: int
    recorded_at: datetime
    act_at: datetime
    actor: str
    actor_kind: str
    act: str
    object: str
    outcome: str
    facts: Mapping[str, Any]
    previous: str
    digest: str = ""


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold, and what was done to it, in words."""

    chain: str
    sequence: int
    what: str


def digest_of(link: Link) -> str:
    """SHA-256 over the entry's values in canonical JSON, times in UTC to the microsecond."""
    values = [
        link.chain,
        link.sequence,
        _utc(link.recorded_at),
        _utc(link.act_at),
        link.actor,
        link.actor_kind,
        link.act,
        link.object,
        link.outcome,
        dict(link.facts),
        link.previous,
    ]
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def breaks_in(links: Iterable[Link], *, head: tuple[int, str] | None) -> list[Break]:
    """Every place where one chain's links (in order of sequence) do not follow from each other.

    `head` is the number and digest that the chain's end is known to have (its head row or an outside anchor).
    """
    found: list[Break] = []
    expected, previous, before = 1, START, None
    digests: dict[int, str] = {}
    chain = ""
    for link in links:
        chain = link.chain
        if link.sequence != expected:
            found.append(Break(chain, expected, f"缺少第 {expected} 条(被删除或调换)"))
            expected = link.sequence
        elif link.previous != previous:
            found.append(Break(chain, link.sequence, f"第 {link.sequence} 条与前一条不衔接(被插入、调换或改动)"))
        if digest_of(link) != link.digest:
            found.append(Break(chain, link.sequence, f"第 {link.sequence} 条的内容被改动"))
        if before is not None and link.recorded_at < before:
            found.append(Break(chain, link.sequence, f"第 {link.sequence} 条的时间早于前一条(被倒填)"))
        digests[link.sequence] = link.digest
        expected, previous, before = link.sequence + 1, link.digest, link.recorded_at
    if head is not None and head[0] > 0 and digests.get(head[0]) != head[1]:
        what = "末尾被截去" if head[0] not in digests else "与链头记录不符"
        found.append(Break(chain, head[0], f"第 {head[0]} 条{what}"))
    if head is not None and expected - 1 > head[0]:
        found.append(Break(chain, head[0] + 1, f"第 {head[0] + 1} 条不在链头记录之内(被插入)"))
    return found


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
