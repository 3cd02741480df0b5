"""The draw: every one of a stratum has the same chance, and the seed alone decides."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zoufang.engines.refusal import Reason, Refused

SEED_BYTES = 16


@dataclass(frozen=True)
class Commitment:
    """What is written down before the draw: a mark that binds the seed, who could be drawn, and how many."""

    mark: str
    listed: str


def commit(seed: bytes, strata: Mapping[str, Sequence[str]], sizes: Mapping[str, int]) -> Commitment:
    """The mark of a secret seed and of the list as it stands. Raises Refused where the seed could be guessed."""
    if len(seed) < SEED_BYTES:
        raise Refused(Reason("抽样的种子至少要有 %(bytes)s 个字节", bytes=SEED_BYTES))
    frame = {name: sorted(set(ids)) for name, ids in strata.items()}
    told = json.dumps([frame, dict(sizes)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    listed = hashlib.sha256(told.encode()).hexdigest()
    return Commitment(hmac.new(seed, f"commit {listed}".encode(), hashlib.sha256).hexdigest(), listed)


def is_kept(commitment: Commitment, seed: bytes, strata: Mapping[str, Sequence[str]], sizes: Mapping[str, int]) -> bool:
    """Is this the seed, the list and the sizes that were committed to?"""
    try:
        again = commit(seed, strata, sizes)
    except Refused:
        return False
    return hmac.compare_digest(again.mark, commitment.mark) and again.listed == commitment.listed


def draw(seed: bytes, strata: Mapping[str, Sequence[str]], sizes: Mapping[str, int]) -> dict[str, list[str]]:
    """Who is drawn, in the order to be asked: the first `sizes` of each stratum.

    One list in another order draws the same; a stratum that is too small is drawn whole. Who cannot be reached is not
    replaced by choice: draw with larger sizes and go on where the first draw ended.
    """
    return {
        name: sorted(set(ids), key=lambda each: (_lot(seed, name, each), each))[: max(sizes.get(name, 0), 0)]
        for name, ids in strata.items()
    }


def _lot(seed: bytes, stratum: str, each: str) -> bytes:
    said = json.dumps(["draw", stratum, each], ensure_ascii=False).encode()
    return hmac.digest(seed, said, "sha256")
