"""What some files of an export tell about the others, kept for those who read them.

A saying holds for a folder and all below it; asked from a file, the nearest folder answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

__all__ = ["Near", "Sayings", "Survey", "Told"]

Sayings = Mapping[str, Mapping[str, str]]
"""Values by key, by topic."""


@dataclass(frozen=True, slots=True)
class Told:
    """One saying, such as the team of a Slack user: topic ``slack.team``, key ``U7``, value ``T1``.

    It holds for the folder of the file that tells it, or for one *above* it, so many steps up.
    """

    topic: str
    key: str
    value: str
    above: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """What is told about one place, the nearest folder first."""

    sayings: tuple[Sayings, ...] = ()

    def value(self, topic: str, key: str) -> str | None:
        """Give what is told, or None."""
        for said in self.sayings:
            found = said.get(topic, {}).get(key)
            if found is not None:
                return found
        return None

    def values(self, topic: str) -> Mapping[str, str]:
        """Give all that the nearest folder which speaks of the topic tells, by key."""
        return next((said[topic] for said in self.sayings if topic in said), MappingProxyType({}))

    def topics(self) -> frozenset[str]:
        """Give the topics that anything is told of."""
        return frozenset(topic for said in self.sayings for topic in said)


@dataclass(frozen=True, slots=True)
class Survey:
    """All that was told, by folder.

    >>> survey = Survey({"/export": {"slack.team": {"U7": "T1"}}})
    >>> survey.near("/export/general/2026-03-01.json").value("slack.team", "U7")
    'T1'
    >>> survey.near("/other/2026-03-01.json").value("slack.team", "U7")
    """

    told: Mapping[str, Sayings] = field(default_factory=dict)

    def near(self, place: str) -> Near:
        """Give what is told about the file at a place."""
        if not self.told:
            return Near()
        return Near(tuple(self.told[folder] for folder in _above(place) if folder in self.told))


def _above(place: str) -> Sequence[str]:
    folder = place.rpartition("/")[0]
    return _from(folder) if folder else _folders(PurePosixPath(place).parents)


@lru_cache(maxsize=16)
def _from(folder: str) -> Sequence[str]:
    """A folder and those above it: the files of one are asked about one after the other."""
    path = PurePosixPath(folder)
    return _folders((path, *path.parents))


def _folders(paths: Iterable[PurePosixPath]) -> Sequence[str]:
    return tuple(str(path) for path in paths)
