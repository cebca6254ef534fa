"""What settings of weights may say: kinds that there are, and numbers that make sense."""

from collections.abc import Callable, Mapping, Sequence

from algorithms.weighing.table import sorts, split
from graph.errors import Misuse
from graph.model import Kind

__all__ = ["checked_minutes", "checked_weights", "tried_weights"]

Hint = Callable[[str, Sequence[str]], str]


def checked_weights(value: Mapping[str, float], hint: Hint) -> None:
    """Refuse keys that are neither ``kind`` nor ``kind/channel``, and weights below 0."""
    for key, weight in value.items():
        kind, channel = split(key)
        _known(kind, sorts(), hint)
        if channel == "":
            raise ValueError(f"{key!r} names no channel; such as {kind}/slack, or {kind} alone")
        if not 0 <= weight < float("inf"):
            raise ValueError(f"the weight of {key} must be 0 or more, not {weight}")


def tried_weights(told: Sequence[str], hint: Hint) -> dict[str, float]:
    """Read weights that are to be tried, each as ``KIND=WEIGHT`` or ``KIND/CHANNEL=WEIGHT``.

    >>> tried_weights(["reaction=1", "reply/reddit=0.2"], lambda _kind, _known: "")
    {'reaction': 1.0, 'reply/reddit': 0.2}
    """
    found: dict[str, float] = {}
    for text in told:
        key, _, written = text.rpartition("=")
        try:
            weight = float(written)
        except ValueError:
            weight = float("nan")
        if not key or weight != weight:  # noqa: PLR0124 - not a number
            raise Misuse(f"a weight to try is written such as reaction=1, not {text[:80]!r}")
        if key.strip() in found:
            raise Misuse(f"the weight of {key.strip()} is given twice; try one after the other")
        found[key.strip()] = weight
    if not found:
        raise Misuse("no weight to try is given; write it such as reaction=1")
    try:
        checked_weights(found, hint)
    except ValueError as error:
        raise Misuse(f"a weight to try: {error}") from None
    return found


def checked_minutes(value: Mapping[str, float], hint: Hint) -> None:
    """Refuse what is no kind, and lengths below 0."""
    for kind, minutes in value.items():
        _known(kind, [str(one) for one in Kind], hint)
        if not 0 <= minutes < float("inf"):
            raise ValueError(f"the minutes of a {kind} must be 0 or more, not {minutes}")


def _known(kind: str, known: Sequence[str], hint: Hint) -> None:
    if kind not in known:
        raise ValueError(f"no kind is called {kind!r}{hint(kind, known)}")
