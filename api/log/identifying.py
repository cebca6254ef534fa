"""How people are identified: the settings that decide who is one person, in one value."""

from dataclasses import dataclass

__all__ = ["Identifying"]


@dataclass(frozen=True, slots=True)
class Identifying:
    """Whether evidence may make identities one person, how sure it must be, and how many.

    ``above`` is the probability from which nobody is asked; ``most_members`` are the identities
    that one person has at most unless a person, or what agrees, says otherwise.
    """

    automatic: bool = True
    above: float = 0.99
    most_members: int = 12
