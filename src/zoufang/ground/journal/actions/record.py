"""Every act leaves an entry, in the act's own transaction: neither is there without the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.chain import START, Link, digest_of
from zoufang.ground.journal.models import JournalEntry, JournalHead
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import school_of
from zoufang.web.prepared import Prepared, PreparedInsert, PreparedUpdate

# Every act of the house comes by here.
_HEAD = Prepared(lambda chain: JournalHead.objects.select_for_update().filter(chain=chain), "text")
_HEADS = PreparedUpdate(JournalHead, "sequence", "digest", "recorded_at")
_ENTRIES = PreparedInsert(JournalEntry)
HOUSE = "house"  # the chain of what belongs to no unit: keys, backups, the installation itself


class Thing(Protocol):
    """What an act is done to: any row with a random public id."""

    public_id: str


def record(
    act: str,
    thing: Thing,
    *,
    by: Actor,
    at: datetime,
    unit: Unit | None,
    outcome: str = "done",
    facts: Mapping[str, object] | None = None,
) -> None:
    """The act stands in the chain of the unit's school (or the unit itself above schools). Call it last in an action:
    the chain's head stays locked until the transaction ends. `facts` hold no personal data: counts, states, codes."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{act}: the journal is written in the act's own transaction")
    chain = _chain_of(unit)
    head = _HEAD.first(chain)
    if head is None:
        JournalHead.objects.get_or_create(chain=chain)
        head = JournalHead.objects.select_for_update().get(chain=chain)
    now = timezone.now()
    recorded_at = max(now, head.recorded_at) if head.recorded_at else now  # a clock set back must not shorten the past
    link = Link(
        chain=chain,
        sequence=head.sequence + 1,
        recorded_at=recorded_at,
        act_at=at,
        actor=settings.KEYS.fingerprint(by.reference, purpose="journal"),
        actor_kind=str(by.kind),
        act=act,
        object=f"{type(thing).__name__.lower()}:{thing.public_id}",
        outcome=outcome,
        facts=dict(facts or {}),
        previous=head.digest or START,
    )
    digest = digest_of(link)
    _ENTRIES.add(JournalEntry(**{**vars(link), "digest": digest}))
    head.sequence, head.digest, head.recorded_at = link.sequence, digest, recorded_at
    _HEADS.keep(head)


def head_of(unit: Unit | None) -> str:
    """The digest at the end of the unit's chain: an anchor that stands on seals."""
    head = JournalHead.objects.filter(chain=_chain_of(unit)).first()
    return head.digest if head else START


def _chain_of(unit: Unit | None) -> str:
    if unit is None:
        return HOUSE
    return (school_of(unit) or unit).public_id
