"""Truth: what the exports of the demo company hide, so that answers can be held against it."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

__all__ = ["Cooling", "Departed", "Moved", "Seasonal", "SingleThreaded", "Truth"]


@dataclass(frozen=True, slots=True)
class Departed:
    """Who left, on which first day without them, and what became of their customers."""

    person: str
    date: date
    silent: tuple[str, ...]
    handed_over: tuple[str, ...]
    successor: str
    silent_pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cooling:
    """A customer whose contacts thin out, since when, and whose contacts they are."""

    customer: str
    since: date
    people: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SingleThreaded:
    """A supplier, and the only one of ours who is in contact with it."""

    supplier: str
    knows: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A team whose ties went from one department to another."""

    team: str
    people: tuple[str, ...]
    before: str
    after: str
    date: date


@dataclass(frozen=True, slots=True)
class Seasonal:
    """A customer that rested for some weeks and came back: no weakening."""

    customer: str
    since: date
    until: date
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """The story of one demo company: identities, organizations and dates.

    ``tieless`` are addresses that tie nobody; ``one_person`` are the identities of one person.
    """

    seed: int
    starts: date
    ends: date
    own: str
    head: str
    broker: str
    rising: str
    rising_since: date
    departed: Departed
    cooling_customer: Cooling
    single_threaded: SingleThreaded
    reorganised_team: Moved
    not_weakening: Seasonal
    tieless: tuple[str, ...]
    one_person: tuple[str, ...]
    sentences: tuple[tuple[str, str], ...]

    @property
    def clock(self) -> datetime:
        """The moment at which the exports were taken: load them with the clock at this moment."""
        return datetime.combine(self.ends, time(23, 59, 59), UTC)

    def as_json(self) -> str:
        """Give the truth as indented JSON, dates as text."""
        fields = asdict(self) | {"sentences": dict(self.sentences)}
        return json.dumps(fields, default=str, ensure_ascii=False, indent=2) + "\n"

    def as_markdown(self) -> str:
        """Give the truth as a page to read."""
        lines = [f"- **{name.replace('_', ' ')}**: {text}" for name, text in self.sentences]
        title = f"# What the demo company hides, {self.starts} to {self.ends} (seed {self.seed})"
        return "\n".join([title, "", *lines, ""])
