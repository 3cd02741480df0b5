"""Matters that are still being typed: one for each person who writes, so that nobody's takes another's place."""

from __future__ import annotations

import json

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.stages.visit.models import Visit


def half_matter_of(visit: Visit, actor: Actor) -> str:
    """What this person is typing; "" once these words are noted."""
    return _typed(visit).get(str(actor.id), "")


def others_half_matters(visit: Visit, actor: Actor) -> list[tuple[str, str]]:
    """What others were typing and never noted, with whose it is."""
    typed = {who: text for who, text in _typed(visit).items() if who != str(actor.id) and text.strip()}
    names = dict(User.objects.filter(pk__in=list(typed)).values_list("pk", "name")) if typed else {}
    return [(names.get(int(who), ""), text) for who, text in typed.items()]


def half_matters(visit: Visit) -> list[str]:
    """What anybody was typing and never noted, each once."""
    return list(dict.fromkeys(text.strip() for text in _typed(visit).values() if text.strip()))


def with_half_matter(visit: Visit, actor: Actor, text: str) -> str:
    """How the visit keeps them when this person types this."""
    typed = {who: said for who, said in _typed(visit).items() if who != str(actor.id)}
    typed |= {str(actor.id): text} if text.strip() and not is_noted(visit, text) else {}
    return json.dumps(typed, ensure_ascii=False) if typed else ""


def is_noted(visit: Visit, text: str) -> bool:
    """Do these very words stand among the visit's matters already?"""
    return any(matter.text == text.strip() for matter in visit.matters.all())


def _typed(visit: Visit) -> dict[str, str]:
    typed: dict[str, str] = json.loads(visit.half_matters) if visit.half_matters else {}
    noted = {matter.text for matter in visit.matters.all()} if typed else set()
    return {who: text for who, text in typed.items() if text.strip() not in noted}
