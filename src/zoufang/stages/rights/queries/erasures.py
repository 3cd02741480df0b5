"""Requests to delete, as far as each person may see them; the proof, for whoever holds its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.engines.codes.spelling import cleaned_code, code_from, is_code
from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.privacy.fields import fingerprint
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import Erasure
from zoufang.stages.rights.states import ErasureExtent, ErasureState
from zoufang.stages.roster.models import Household


def erasures_of(actor: Actor) -> QuerySet[Erasure]:
    """Those of the schools that this person leads, the oldest first."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(Role.PRINCIPAL):
        inside |= Q(household__school__path__startswith=path)
    full = Erasure.objects.filter(inside).select_related("household__school", "child", "asked_by", "decided_by")
    return full.order_by("asked_at", "pk")


def open_erasures_of(actor: Actor) -> QuerySet[Erasure]:
    """Those that wait."""
    return erasures_of(actor).filter(state=ErasureState.OPEN)


def erasures_of_household(household: Household) -> QuerySet[Erasure]:
    """What this family asked, the newest first."""
    return Erasure.objects.filter(household=household).select_related("child", "asked_by").order_by("-asked_at", "-pk")


def code_of(erasure: Erasure) -> str:
    """By which the family reads the proof after its link is closed; only this installation can compute it."""
    return code_from(settings.KEYS.fingerprint(f"erasure:{erasure.public_id}", purpose="link"))


def hash_of_code(code: str) -> str:
    """By which a code is found."""
    return fingerprint("erasure", code)


def erasure_by_code(said: str) -> Erasure | None:
    """The request that this code belongs to."""
    code = cleaned_code(said)
    if not is_code(code):
        return None
    return Erasure.objects.filter(code_hash=hash_of_code(code)).select_related("household__school").first()


@dataclass(frozen=True)
class ErasureRow:
    """A request as a page shows it. `others`: grown-ups of the family who did not ask."""

    public_id: str
    children: str
    extent: str
    asked_by: str
    others: tuple[str, ...]
    asked_at: datetime
    state: str
    state_label: str
    colour: str
    clock: Reason


def erasure_rows(erasures: QuerySet[Erasure], *, now: datetime) -> list[ErasureRow]:
    """Rows for the queue: three queries, however many."""
    full = erasures.prefetch_related("household__children", "household__guardians")
    return [_row(each, now) for each in full]


def _row(each: Erasure, now: datetime) -> ErasureRow:
    colour, clock = rules.clock(due_until=timezone.localtime(each.due_until), now=timezone.localtime(now))
    here = [child.name for child in each.household.children.all() if child.left_on is None]
    others = [one for one in each.household.guardians.all() if one.pk != each.asked_by_id]
    return ErasureRow(
        public_id=each.public_id,
        children="、".join(here) or _("已离园的一家"),
        extent=extent_words(each),
        asked_by=each.asked_by.name or _("家长") if each.asked_by else "",
        others=tuple(one.name or one.relation or _("家长") for one in others),
        asked_at=each.asked_at,
        state=each.state,
        state_label=str(each.get_state_display()),
        colour=colour if each.state == ErasureState.OPEN else "",
        clock=clock,
    )


def extent_words(each: Erasure) -> str:
    """Whose data, with the child's name while there is one."""
    if each.extent == ErasureExtent.CHILD and each.child and each.state == ErasureState.OPEN:
        return _("%(name)s的") % {"name": each.child.name}
    return str(each.get_extent_display())


def copy_words(copy: Mapping[str, Any]) -> str:
    """A sealed version of the ledgers, as the proof keeps it, in words."""
    return _("%(copy)s,第 %(version)s 版,%(at)s 封存,收件人 %(to)s") % copy


@dataclass(frozen=True)
class Proof:
    """What the proof says; it names nobody."""

    public_id: str
    school: str
    extent: str
    is_over_time: bool
    asked_at: datetime
    state: str
    state_label: str
    answer: str
    done_at: datetime | None
    lines: tuple[dict[str, Any], ...]
    copies: tuple[str, ...]
    digest: str

    @property
    def rows(self) -> int:
        return sum(line["count"] for line in self.lines)


def proof_of(each: Erasure) -> Proof:
    """Tables with what went and what stays, then copies outside."""
    return Proof(
        public_id=each.public_id,
        school=each.household.school.name,
        extent=str(each.get_extent_display()),
        is_over_time=each.is_over_time,
        asked_at=each.asked_at,
        state=each.state,
        state_label=str(each.get_state_display()),
        answer=each.answer,
        done_at=each.decided_at,
        lines=tuple(line for line in each.proof if "count" in line),
        copies=tuple(copy_words(line) for line in each.proof if "copy" in line),
        digest=each.digest,
    )
