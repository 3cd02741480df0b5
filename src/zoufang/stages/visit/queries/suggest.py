"""What a family's sentence looks like: kinds and topics of the campaign's own lists, to be tapped or left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.queries import category_names
from zoufang.ground.campaign.states import CategoryAxis

# Below it a guess is noise on the screen: three of fourteen topics by chance alone come to about 0.07 each.
WORTH_SAYING = 0.1


@dataclass(frozen=True)
class Suggested:
    """The likeliest first; empty where nothing speaks for any."""

    natures: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def suggested_for(campaign: Campaign, text: str) -> Suggested:
    """Of this text, in the words of the campaign's lists. Nothing is chosen: a person taps, or the school sorts it later."""
    if not text.strip():
        return Suggested()
    from zoufang.engines.sorting import Guess, sort_text  # its word lists are no part of a cold start

    def known(guesses: Collection[Guess], names: Collection[str]) -> tuple[str, ...]:
        return tuple(each.label for each in guesses if each.label in names and each.chance >= WORTH_SAYING)

    found = sort_text(text)
    return Suggested(
        known(found.nature, category_names(campaign, CategoryAxis.NATURE)),
        known(found.topic, category_names(campaign, CategoryAxis.TOPIC)),
    )
