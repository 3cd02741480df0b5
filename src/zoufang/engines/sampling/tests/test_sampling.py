"""The draw cannot be chosen nor changed afterwards; the interval covers the truth as often as it says."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoufang.engines.refusal import Refused
from zoufang.engines.sampling import Stratum, commit, draw, estimate, is_kept, share, size_for

SEED = b"sixteen bytes or more"
STRATA = {"家访": [f"h{n}" for n in range(300)], "园内": [f"s{n}" for n in range(40)], "电话": ["p1", "p2"]}
SIZES = {"家访": 30, "园内": 8, "电话": 5}


def test_the_seed_alone_decides_and_binds() -> None:
    drawn = draw(SEED, STRATA, SIZES)
    assert {name: len(ids) for name, ids in drawn.items()} == {"家访": 30, "园内": 8, "电话": 2}
    turned = {name: list(reversed(ids)) for name, ids in STRATA.items()}
    assert draw(SEED, turned, SIZES) == drawn
    assert draw(SEED, STRATA, {**SIZES, "家访": 45})["家访"][:30] == drawn["家访"]
    assert set(draw(SEED + b"!", STRATA, SIZES)["家访"]) != set(drawn["家访"])
    committed = commit(SEED, STRATA, SIZES)
    assert is_kept(committed, SEED, turned, SIZES)
    assert not is_kept(committed, SEED + b"!", STRATA, SIZES)
    assert not is_kept(committed, SEED, {**STRATA, "家访": STRATA["家访"][1:]}, SIZES)
    assert not is_kept(committed, SEED, STRATA, {**SIZES, "家访": 31})
    with pytest.raises(Refused):
        commit(b"short", STRATA, SIZES)


def test_everybody_is_drawn_equally_often() -> None:
    ids = [f"h{n}" for n in range(20)]
    often = dict.fromkeys(ids, 0)
    for seed in range(2_000):
        for each in draw(seed.to_bytes(16), {"": ids}, {"": 5})[""]:
            often[each] += 1
    # 500 expected, standard deviation 19: one in a million lies further off.
    assert all(405 < times < 595 for times in often.values())


def test_known_sizes() -> None:
    # Tables of Cochran's formula: ± 5 % at 95 %.
    assert [size_for(of, error=0.05) for of in (100, 1_000, 10_000, 10**9, 0, 1)] == [80, 278, 370, 385, 0, 1]
    assert size_for(1_000, error=0.05, expected=0.05) < 80
    assert size_for(1_000, error=0.05, reached=0.5) == 556
    with pytest.raises(Refused):
        size_for(100, error=0)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 400), min_size=1, max_size=8), st.integers(0, 900))
def test_shares_add_up_and_nobody_gives_more_than_it_has(sizes: dict[str, int], total: int) -> None:
    given_out = share(total, sizes)
    assert all(min(2, sizes[name]) <= count <= sizes[name] for name, count in given_out.items())
    assert sum(given_out.values()) == min(max(total, sum(min(2, size) for size in sizes.values())), sum(sizes.values()))


def test_a_textbook_interval_and_the_ends() -> None:
    whole = estimate([Stratum(10**7, 100, 10)])
    # Clopper and Pearson for 10 of 100: 4.90 % to 17.62 %.
    assert (round(whole.low, 4), round(whole.high, 4)) == (0.0490, 0.1762)
    everybody = estimate([Stratum(50, 50, 3)])
    assert everybody.low == everybody.high == everybody.share == 0.06
    none = estimate([Stratum(1_000, 60, 0)])
    assert none.low == 0
    assert 0.03 < none.high < 0.07
    assert (estimate([]).low, estimate([]).high) == (0, 1)
    half_seen = estimate([Stratum(500, 50, 0), Stratum(500, 0, 0)])
    assert half_seen.high > 0.5
    with pytest.raises(Refused):
        estimate([Stratum(10, 3, 4)])


@pytest.mark.parametrize(
    ("shares", "total"),
    [
        ((0.05, 0.05, 0.05), 200),
        ((0.02, 0.1, 0.3), 150),
        ((0.5, 0.4, 0.6), 90),
        ((0.01, 0.0, 0.2), 120),
        ((0.05,), 100),
    ],
)
def test_ninety_five_in_a_hundred_cover_the_truth(shares: tuple[float, ...], total: int) -> None:
    chance = random.Random(str(shares))
    sizes = dict(zip("甲乙丙", (600, 250, 150), strict=False))
    strata = {name: [f"{name}{n}" for n in range(size)] for name, size in sizes.items()}
    truly = {
        each
        for (name, ids), part in zip(list(strata.items()), shares, strict=False)
        for each in ids[: round(part * len(ids))]
    }
    strata = {name: strata[name] for name in list(strata)[: len(shares)]}
    sizes = {name: len(ids) for name, ids in strata.items()}
    truth = len(truly) / sum(sizes.values())
    given_out = share(total, sizes)
    covered, runs = 0, 100
    for _ in range(runs):
        drawn = draw(chance.randbytes(16), strata, given_out)
        found = estimate(
            [Stratum(sizes[name], len(ids), sum(each in truly for each in ids)) for name, ids in drawn.items()]
        )
        covered += found.low <= truth <= found.high
    assert covered >= 0.93 * runs
