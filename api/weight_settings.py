"""What settings of weights may say: kinds that there are, and numbers that make sense."""

from collections.abc import Callable, Mapping, Sequence

from algorithms.weight_table import sorts, split
from graph.model import Kind

__all__ = ["checked_minutes", "checked_weights"]

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


def checked_minutes(value: Mapping[str, float], hint: Hint) -> None:
    """Refuse what is no kind, and lengths below 0."""
    for kind, minutes in value.items():
        _known(kind, [str(one) for one in Kind], hint)
        if not 0 <= minutes < float("inf"):
            raise ValueError(f"the minutes of a {kind} must be 0 or more, not {minutes}")


def _known(kind: str, known: Sequence[str], hint: Hint) -> None:
    if kind not in known:
        raise ValueError(f"no kind is called {kind!r}{hint(kind, known)}")
