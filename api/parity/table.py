"""The table of parity: every measure with its counterparts in other libraries, or why it has none.

A new measure is in here twice over: as comparisons, or in ``ALONE`` with the reason and the tests
that hold it instead. A measure that is in neither fails a test.
"""

from dataclasses import dataclass

from algorithms.measures import MEASURES
from algorithms.pairs.measures import PAIR_MEASURES
from api.parity import (
    igraph_pairs,
    igraph_people,
    igraph_spectral,
    networkx_pairs,
    networkx_people,
    networkx_spectral,
)

__all__ = ["ALONE", "COMPARISONS", "NAMES", "Alone"]

NAMES = (*(one.name for one in MEASURES), *(one.name for one in PAIR_MEASURES))
"""Every measure of people, then every measure of pairs."""

COMPARISONS = tuple(
    sorted(
        (
            *networkx_people.COMPARISONS,
            *networkx_spectral.COMPARISONS,
            *networkx_pairs.COMPARISONS,
            *igraph_people.COMPARISONS,
            *igraph_spectral.COMPARISONS,
            *igraph_pairs.COMPARISONS,
        ),
        key=lambda one: NAMES.index(one.measure),
    )
)
"""Everything that networkx and igraph take as well, in the order of the measures."""


@dataclass(frozen=True)
class Alone:
    """A measure that no library has: why, and what holds it instead."""

    measure: str
    reason: str
    held_by: str


_GROUPS = (
    "no library reads groups of people beside their contacts: counted one by one, in fractions"
)
_TIME = (
    "libraries of networks keep no times: computed once more from the plain list of interactions"
)
_BEGUN = "libraries of networks keep no times: by hand, and held against what is said of pairs"
_STRENGTHS = "no library weighs it by strength: computed once more pair by pair"
_ANSWERS = tuple(
    f"{name}_{who}"
    for who in "ab"
    for name in ("response_median", "response_p90", "answered_share")
)

ALONE = (
    Alone("participation", _GROUPS, "tests/algorithms/test_participation.py"),
    Alone("community_role", _GROUPS, "tests/algorithms/test_participation.py"),
    Alone("communities_bridged", _GROUPS, "tests/algorithms/test_participation.py"),
    Alone("organizations_bridged", _GROUPS, "tests/algorithms/test_participation.py"),
    Alone("initiation", _BEGUN, "tests/algorithms/test_initiation.py"),
    Alone("reciprocity", _STRENGTHS, "tests/algorithms/test_reciprocity.py"),
    Alone("pair_reciprocity", _STRENGTHS, "tests/algorithms/test_pair_reciprocity.py"),
    Alone("mutual", _STRENGTHS, "tests/algorithms/test_pair_reciprocity.py"),
    Alone("active_days", _TIME, "tests/algorithms/test_cadence.py"),
    Alone("usual_gap", _TIME, "tests/algorithms/test_cadence.py"),
    Alone("burstiness", _TIME, "tests/algorithms/test_burstiness.py"),
    *(Alone(name, _TIME, "tests/algorithms/test_responses.py") for name in _ANSWERS),
    Alone("started_by_a", _TIME, "tests/algorithms/test_responses.py"),
    Alone("pressure", _TIME, "tests/algorithms/test_pressure.py"),
    Alone("direction_balance", _TIME, "tests/algorithms/test_pair_state.py"),
    Alone("sentiment_trend", _TIME, "tests/algorithms/test_pair_state.py"),
    Alone("positive_strength", _TIME, "tests/algorithms/test_signed_strength.py"),
    Alone("negative_strength", _TIME, "tests/algorithms/test_signed_strength.py"),
)
"""What is ours alone, in full or, where it is among the comparisons too, in its usual form."""
