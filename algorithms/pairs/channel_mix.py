"""Channel mix: how two people are in touch, by the share of each channel or kind.

    share of a name = interactions of that name / interactions

Shares add up to 1, the largest first, equal ones by name. Whoever was never in touch has no mix.

Cost: O(n log n) for n interactions.
"""

from collections import Counter
from collections.abc import Iterable

__all__ = ["channel_mix"]


def channel_mix(names: Iterable[str]) -> dict[str, float]:
    """Give the share of each name, one name for each interaction.

    >>> channel_mix(["slack", "email", "email", "meet"])
    {'email': 0.5, 'meet': 0.25, 'slack': 0.25}
    """
    counted = Counter(names)
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return {name: count / counted.total() for name, count in ordered}
