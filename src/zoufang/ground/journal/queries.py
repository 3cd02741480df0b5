"""Does the journal still hold?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from zoufang.ground.accounts.models import Post
from zoufang.ground.accounts.states import ActorKind
from zoufang.ground.journal.chain import Break, Link, breaks_in
from zoufang.ground.journal.models import JournalEntry, JournalHead
from zoufang.ground.org.models import Unit

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


def was_revealed(thing: str, *, since: datetime) -> bool:
    """Was a private value of this thing (`guardian:…`) shown in the clear since then?"""
    return JournalEntry.objects.filter(object=thing, act="private.revealed", act_at__gte=since).exists()


@dataclass(frozen=True)
class Reveal:
    """Somebody saw a private value in the clear. `name`: "" where the account is none of the school's any more."""

    at: datetime
    name: str
    what: str


def reveals_of(objects: Iterable[str], school: Unit) -> list[Reveal]:
    """Who saw private values of these things (`guardian:…`), the newest first; without the reason that was given.

    The journal holds hashes of people: each who ever held a post at the school is hashed and compared.
    """
    seen = list(JournalEntry.objects.filter(object__in=list(objects), act="private.revealed").order_by("-sequence"))
    if not seen:
        return []
    people = Post.objects.filter(unit__path__startswith=school.path).values_list("user_id", "user__name").distinct()
    names = {settings.KEYS.fingerprint(f"{ActorKind.STAFF}:{pk}", purpose="journal"): name for pk, name in people}
    return [Reveal(each.act_at, names.get(each.actor, ""), str(each.facts.get("what", ""))) for each in seen]
