"""What the learner sees of a sentence: the lexicon's finds and its characters, one to four at a time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from zoufang.engines.lexicon import Found, Lexicon

LONGEST_PIECE = 3
SHARE_OF_CHARACTERS = 2.0


def features_of(found: Found, topics: Iterable[str] = ()) -> dict[str, float]:
    """Named strengths: `m:` matters, `a:` aspects, `n:` natures, `c:` characters, `e:` how the clauses end."""
    features = {f"m:{name}": 1.0 for name in found.matters}
    features |= {f"a:{name}": 1.0 for name in found.aspects}
    features |= {f"n:{name}": min(strength, 2.0) for name, strength in found.natures.items()}
    pieces = Counter(
        found.text[at : at + size]
        for size in range(1, LONGEST_PIECE + 1)
        for at in range(len(found.text) - size + 1)
        if " " not in found.text[at : at + size]
    )
    share = SHARE_OF_CHARACTERS / math.sqrt(max(len(pieces), 1))
    features |= {f"c:{piece}": share for piece in pieces}
    clauses = found.text.split(" ")
    features |= {f"e:{clause[-size:]}": 0.5 for clause in clauses[-1:] for size in (1, 2)}
    features |= {f"b:{clause[:size]}": 0.5 for clause in clauses[:1] for size in (1, 2)}
    said = sorted(found.forms)
    features |= {f"f:{name}": 1.0 for name in said}
    features |= {f"f:{name}$": 1.0 for name in said if found.forms[name] == 2}
    features |= {f"f:{one}+{two}": 1.0 for at, one in enumerate(said) for two in said[at + 1 :]}
    asks = any(name in found.forms for name in ("问", "问能", "请", "提", "改", "软"))
    features["f:asks" if asks else "f:states"] = 1.0
    features |= {f"{'asks' if asks else 'states'}:{name}": 1.0 for name in topics}
    features["always"] = 1.0
    return features


def topic_votes(found: Found, lexicon: Lexicon) -> dict[str, float]:
    """The lexicon's votes for topics."""
    return _votes({name: (strength, lexicon.matters[name].topic) for name, strength in found.matters.items()})


def area_votes(found: Found, lexicon: Lexicon) -> dict[str, float]:
    """The lexicon's votes for areas."""
    return _votes({name: (strength, lexicon.matters[name].area) for name, strength in found.matters.items()})


def _votes(said: Mapping[str, tuple[float, str]]) -> dict[str, float]:
    votes: dict[str, float] = {}
    for strength, label in said.values():
        known = votes.get(label, 0.0)
        votes[label] = max(known, strength) + 0.25 * min(known, strength)
    return votes
