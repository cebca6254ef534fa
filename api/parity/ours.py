"""Our side of comparisons: the measures in the forms in which they are compared, all exact."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import eigsh, svds

from algorithms.measures import MEASURES
from algorithms.options import Options
from algorithms.pairs.measures import PAIR_MEASURES
from algorithms.people.eigenvector import largest_component
from algorithms.people.personalised import personalised_pagerank
from algorithms.projection import Projection

__all__ = [
    "FORMS",
    "has_leader",
    "has_leading_value",
    "is_held",
    "katz_step",
    "roots",
]

Floats = NDArray[np.float64]
Values = Callable[[Projection], Floats]

_GAP = 1e-4  # values nearer than this are as good as equal
_SMALL = 400  # people up to whom all singular values are found, so that none is missed


_EXACT = Options(exact_limit=math.inf)
_BY_STRENGTH = replace(_EXACT, paths="strength")
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{one.name: one.function for one in MEASURES},
    **{one.name: one.function for one in PAIR_MEASURES},
}


def _measure(name: str, options: Options = _EXACT) -> Values:
    """Take a measure of people or pairs by its name."""
    function = _FUNCTIONS[name]
    return lambda seen: np.asarray(function(seen, options=options).values, np.float64)


def roots(seen: Projection) -> NDArray[np.int64]:
    """Choose some people from whose side to look: every fifth."""
    return np.arange(0, seen.people, 5)


def _personal(seen: Projection) -> Floats:
    return personalised_pagerank(seen, roots(seen)).values if seen.people else np.zeros(0)


def _equal_strengths(seen: Projection) -> Projection:
    """Give the same ties, each as strong as any other."""
    even = np.full(len(seen.fades_at), seen.ref)
    return replace(seen, fades_at=even, pair_fades_at=np.full(len(seen.a), seen.ref))


FORMS: Mapping[str, Callable[[str], Values]] = {
    "": _measure,
    "by strength": lambda name: _measure(name, _BY_STRENGTH),
    "from some people's side": lambda _: _personal,
    "of equal strengths": lambda name: lambda seen: _measure(name)(_equal_strengths(seen)),
}
"""The forms in which measures are compared: how to take a measure, by its name."""


def _singular(seen: Projection) -> Floats:
    """Give the largest singular values of the table of ties, the largest first."""
    ends = (seen.source, seen.target)
    table = sparse.csr_array((seen.weight, ends), (seen.people, seen.people))
    if seen.people <= _SMALL:
        return np.asarray(np.linalg.svd(table.toarray(), compute_uv=False))
    start = np.ones(seen.people)
    return np.sort(svds(table, k=3, return_singular_vectors=False, v0=start))[::-1]


def has_leader(seen: Projection) -> bool:
    """Say whether one singular value stands out, so that hubs can only mean one thing."""
    if seen.people < 3 or len(seen.source) == 0:
        return False
    found = _singular(seen)
    return bool(found[1] < found[0] * (1 - _GAP))


def has_leading_value(seen: Projection) -> bool:
    """Say whether the largest eigenvalue of the largest component stands out of the others."""
    inside = largest_component(seen)
    people = int(inside.sum())
    if people < 3:
        return False
    kept = inside[seen.a]
    place = np.cumsum(inside) - 1
    a, b, weight = place[seen.a[kept]], place[seen.b[kept]], seen.pair_weight[kept]
    ends = (np.concatenate([a, b]), np.concatenate([b, a]))
    table = sparse.csr_array((np.tile(weight, 2), ends), (people, people))
    if people <= _SMALL:
        found = np.linalg.eigvalsh(table.toarray())[-2:]
    else:
        found = np.sort(
            eigsh(table, k=2, which="LA", return_eigenvectors=False, v0=np.ones(people))
        )
    return bool(found[0] < found[1] * (1 - _GAP))


def katz_step(seen: Projection) -> float:
    """Give Katz's alpha, half of one over the largest singular value."""
    return 0.5 / float(_singular(seen)[0]) if len(seen.source) else 0.0


def is_held(seen: Projection) -> bool:
    """Say whether the faintest strength is still a number beside the strongest."""
    return bool((seen.pair_weight > 1e-290).all())
