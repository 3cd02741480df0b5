"""How families feel: n answered of N asked, never by class or teacher, never of few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zoufang.ground.campaign.models import Campaign
from zoufang.stages.supervision.rules import Share, share, shares_together
from zoufang.stages.visit.queries import households_asked, rated_households
from zoufang.stages.visit.states import FEELING_WORDS, Feeling

HIGH = (4, 5)


@dataclass(frozen=True)
class FeelingFigure:
    """One feeling: households that answered of those asked, and those on the two highest steps of the answered."""

    label: str
    high_words: tuple[str, str]
    answered: Share
    high: Share


def feelings_of(campaigns: Iterable[Campaign]) -> list[FeelingFigure]:
    """The campaigns' households together; a campaign in which few answered is in no sum. Two queries."""
    campaigns = list(campaigns)
    asked, rated = households_asked(campaigns), rated_households(campaigns)
    figures = []
    for feeling in Feeling:
        answered, high = [], []
        for each in campaigns:
            steps = list(rated[each.pk].get(feeling, {}).values())
            limit = each.limit("suppress_below")
            # Of few answers not even their number is told: from one day to the next it would point at a family.
            few = share(0, len(steps), suppress_below=limit).withheld
            answered.append(Share(len(steps), asked[each.pk], withheld=few))
            high.append(Share(sum(step in HIGH for step in steps), len(steps), withheld=few))
        words = FEELING_WORDS[feeling].steps
        label, two = str(feeling.label), (str(words[3]), str(words[4]))
        figures.append(FeelingFigure(label, two, shares_together(answered), shares_together(high)))
    return figures
