"""A part of a projection: some people, and the ties among them."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from algorithms.people.strength import strength
from algorithms.projection import Projection

__all__ = ["part", "some_people"]

Numbers = NDArray[np.intp]


def some_people(projection: Projection, most: int, *, seed: int) -> Numbers:
    """Choose people: half of them those with most strength, the others drawn; in their order.

    Everybody, where there are no more.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1], target=[1, 2], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> some_people(seen, 4, seed=1)
    array([0, 1, 2, 3])
    >>> chosen = some_people(seen, 2, seed=1)
    >>> len(chosen), 1 in chosen
    (2, True)
    """
    if most < 1:
        raise ValueError(f"most must be at least 1, not {most!r}")
    if projection.people <= most:
        return np.arange(projection.people)
    order = np.argsort(-strength(projection).values, kind="stable")
    first, rest = order[: (most + 1) // 2], order[(most + 1) // 2 :]
    drawn = np.random.default_rng(seed).permutation(len(rest))[: most - len(first)]
    return np.sort(np.concatenate([first, rest[drawn]]))


def part(projection: Projection, people: Numbers) -> Projection:
    """Keep some people, numbered anew in their order, and the ties among them.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1, 3], target=[1, 2, 1], at=[0, 0, 0])
    >>> kept = part(projection(ties(timeline, np.ones(3), as_of=0, half_life=10)), np.array([1, 3]))
    >>> kept.people, kept.source, kept.target, kept.a, kept.b
    (2, array([1], dtype=int32), array([0], dtype=int32), array([0], dtype=int32),
     array([1], dtype=int32))
    """
    is_kept = np.zeros(projection.people, np.bool_)
    is_kept[people] = True
    place = (np.cumsum(is_kept) - 1).astype(np.int32)
    found = projection.part(is_kept[projection.a] & is_kept[projection.b])
    groups = (projection.community, projection.organization)
    community, organization = (None if one is None else one[is_kept] for one in groups)
    return replace(  # whose strengths are relative to the strongest pair of the part
        found,
        people=int(is_kept.sum()),
        source=place[found.source],
        target=place[found.target],
        a=place[found.a],
        b=place[found.b],
        community=community,
        organization=organization,
        exchanges=None,
    )
