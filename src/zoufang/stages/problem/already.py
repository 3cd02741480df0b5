"""What the school is already dealing with that a family's words may mean: said in plain words that point at nobody.

Made from `open_to_all` alone, so that nothing shown depends on a secret voice or on a complaint about a person. The texts
are read into an index in memory, as long as the process lives; nothing of it is written anywhere.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock

from django.db.models import Q, QuerySet
from django.utils import timezone

from zoufang.engines.lexicon import lexicon
from zoufang.engines.likeness import Band, Index, Profile, profile
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit
from zoufang.stages.problem import queries, told
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import OPEN, Circle, ProblemState
from zoufang.stages.roster.models import Household

MOST = 3
# Looked at to find them: several families may have said the same, and some things are never named.
LOOKED_AT = 12
MOST_SCHOOLS = 200


@dataclass(frozen=True)
class Offer:
    """A matter that may be the same: what it is about, how it stands, since which month; never whose it is."""

    problem: Problem
    about: str
    stands: str
    since: datetime


def offers(*, text: str, household: Household, campaign: Campaign, at: datetime) -> list[Offer]:
    """At most three of the school's open matters that these words may mean. No query grows with the school."""
    said = profile(text[:5_000], on=timezone.localdate(at))
    if not _named(said):
        return []
    mine = set(queries.problems_of_household(household, campaign).values_list("public_id", flat=True))
    main_of = _mains(campaign, household.school)
    found: dict[str, str] = {}
    for key, about in _SHELF.look(household.school, said, main_of, but=mine):
        if main_of[key] not in mine:
            found.setdefault(about, main_of[key])
    mains = {
        each.public_id: each
        for each in _open(campaign, household.school).filter(public_id__in=list(found.values())[:MOST])
    }
    return [
        Offer(
            problem=mains[public_id],
            about=about,
            stands=told.how_it_stands(state=mains[public_id].state, is_asked=False),
            since=timezone.localtime(mains[public_id].raised_at),
        )
        for about, public_id in found.items()
        if public_id in mains
    ]


def likest_first(problem: Problem, others: Iterable[Problem]) -> list[tuple[Problem, bool]]:
    """These problems with whether they may be the same matter, those first. Give it only what the reader may know."""
    known = list(others)
    index = Index()
    for each in known:
        index.add(each.public_id, _profile(each.text))
    near = index.nearest(_profile(problem.text), most=MOST, but=(problem.public_id,))
    alike = {each.key: place for place, each in enumerate(near) if each.band != Band.OTHER}
    known.sort(key=lambda each: alike.get(each.public_id, MOST))
    return [(each, each.public_id in alike) for each in known]


@lru_cache(maxsize=2_000)
def _profile(text: str) -> Profile:
    return profile(text[:5_000])


def _shared(campaign: Campaign, school: Unit) -> QuerySet[Problem]:
    """What all of this school may know, about nobody, raised by families; a campaign may be that of several schools."""
    return queries.open_to_all(campaign).filter(school=school, is_about_a_person=False, household__isnull=False)


def _open(campaign: Campaign, school: Unit) -> QuerySet[Problem]:
    """What may be joined: not answered yet, and not gone up to the district."""
    return _shared(campaign, school).filter(state__in=[state for state in OPEN if state != ProblemState.PASSED_UP])


def _mains(campaign: Campaign, school: Unit) -> dict[str, str]:
    """Public id of each text that counts → of the problem that is worked on for it (itself, or the one it joined)."""
    mains = _open(campaign, school)
    joined = Q(state=ProblemState.MERGED, merged_into__in=mains)
    found = (
        _shared(campaign, school)
        .filter(joined | Q(pk__in=mains))
        .values_list("public_id", "state", "merged_into__public_id")
    )
    return {key: main if state == ProblemState.MERGED else key for key, state, main in found}


def _named(said: Profile) -> dict[str, str]:
    matters = lexicon().matters
    return {name: matters[name].told for name in said.found.matters if matters[name].told}


class _Shelf:
    """An index for each school lately asked for: brought up to date by whoever asks, one at a time."""

    def __init__(self) -> None:
        self._indexes: OrderedDict[str, tuple[Index, dict[str, Profile]]] = OrderedDict()
        self._lock = Lock()

    def look(self, school: Unit, said: Profile, main_of: dict[str, str], *, but: set[str]) -> list[tuple[str, str]]:
        """(public id, what it is about) of the texts that may mean the same, the likeliest first."""
        with self._lock:
            index, kept = self._fresh(school, set(main_of))
            near = index.nearest(said, most=LOOKED_AT, but=but)
            mine = _named(said)
            found = []
            for each in near:
                shared = mine.keys() & kept[each.key].found.matters.keys() if each.band != Band.OTHER else ()
                if shared:
                    name = max(sorted(shared), key=lambda name: said.found.matters[name])
                    found.append((each.key, mine[name]))
            return found

    def _fresh(self, school: Unit, wanted: set[str]) -> tuple[Index, dict[str, Profile]]:
        index, kept = self._indexes.setdefault(school.public_id, (Index(), {}))
        self._indexes.move_to_end(school.public_id)
        if len(self._indexes) > MOST_SCHOOLS:
            self._indexes.popitem(last=False)
        for key in kept.keys() - wanted:
            index.remove(key)
            del kept[key]
        if missing := wanted - kept.keys():
            for key, text, raised_at in _texts(school, missing):
                kept[key] = profile(text, on=timezone.localdate(raised_at))
                index.add(key, kept[key])
        return index, kept


def _texts(school: Unit, keys: set[str]) -> list[tuple[str, str, datetime]]:
    found = Problem.objects.filter(school=school, circle=Circle.SCHOOL).only("public_id", "text", "raised_at")
    # Databases limit how many names a question may hold: where many are missing all that are open are read.
    found = (
        found.filter(public_id__in=keys) if len(keys) <= 200 else found.filter(state__in=[*OPEN, ProblemState.MERGED])
    )
    return [(each.public_id, each.text, each.raised_at) for each in found if each.public_id in keys]


_SHELF = _Shelf()
