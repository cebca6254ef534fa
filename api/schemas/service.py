"""Answers of the server about itself: measures, runs, the store, loads, problems."""

from typing import Any, Literal

from pydantic import Field

from api.schemas.backtesting import InUse
from api.schemas.parts import Head, Moment, Wire

__all__ = [
    "ExplainedMeasure",
    "Live",
    "LoadReport",
    "Measures",
    "Problem",
    "Ready",
    "RefreshState",
    "Runs",
    "Status",
]


class Measure(Wire):
    """What a measure says about a person or a pair of them, and between which values."""

    name: str
    of: Literal["people", "pairs"]
    meaning: str
    formula: str
    low: float | None = Field(description="Null where there is no lower limit.")
    high: float | None = Field(description="Null where there is no upper limit.")
    more: str = Field(description='"A high value says that this person (these two) ...".')
    undefined: str | None
    unit: str | None = Field(description="What the values count; null for plain numbers.")
    largest_first: bool
    is_sampled: bool
    is_kept: bool = Field(description="Whether every run holds it; others are made when asked for.")


class ExplainedMeasure(Measure):
    """A measure with its edge cases, its cost and its references."""

    explanation: str


class Measures(Wire):
    """Every measure, of people and of pairs."""

    items: list[Measure]


class OneRun(Head):
    """A run that is kept, and how it was made."""

    is_current: bool
    made: dict[str, Any]


class Runs(Wire):
    """The runs of the current snapshot, the current one first."""

    items: list[OneRun]
    next: None


class Status(Wire):
    """What the store holds, and what the answers are read from."""

    store: str
    version: int
    interactions: int
    rows: int
    identities: int
    facts: int
    first_at: Moment | None
    last_at: Moment | None
    first_arrived_at: Moment | None = Field(description="From when on known_by can be asked.")
    last_arrived_at: Moment | None = Field(description="When anything new was loaded last.")
    digest: str
    kept_by: str = Field(description="The database, its version, and what that cannot do.")
    run: str | None
    as_of: Moment | None
    is_fresh: bool = Field(description="Whether all that is stored is in the answers.")
    in_use: InUse


class RefreshState(Wire):
    """How the last refresh begun here goes."""

    state: Literal["none", "running", "done", "failed", "stopped"]
    doing: str | None
    done: float = Field(description="How far it is, from 0 to 1.")
    run: str | None
    problem: str | None


class Source(Wire):
    """What one source gave, in records."""

    path: str
    source: str
    read: int
    new: int
    known: int
    corrected: int
    rejected: int
    tieless: int


class RejectedRecord(Wire):
    """A record that could not become an interaction."""

    place: str
    reason: str


class LeftOut(Wire):
    """A file that no source reads, and why."""

    path: str
    sort: str = Field(description="What it is, in a word: table, json, documentation, ...")
    reason: str


class LoadReport(Wire):
    """What became of every record: read = new + known + corrected + rejected."""

    read: int
    new: int
    known: int
    corrected: int
    rejected: int
    tieless: int
    interactions: int
    people: int
    first_at: Moment | None
    last_at: Moment | None
    sources: list[Source]
    warnings: list[str]
    not_recognised: list[str] = Field(description="The names of those left out.")
    left_out: list[LeftOut]
    failed: list[str]
    rejects: list[RejectedRecord] = Field(description="Why each rejected record was refused.")


class Live(Wire):
    """The server runs."""

    status: Literal["live"]


class Ready(Head):
    """The server can answer, from this run."""


class Flaw(Wire):
    """One thing wrong with a request."""

    where: str
    detail: str


class Problem(Wire):
    """What went wrong, as RFC 9457 writes it; media type application/problem+json."""

    type: str = Field(description="Names the kind of problem; leads to its explanation.")
    title: str
    status: int
    detail: str
    errors: list[Flaw] | None = Field(None, description="One for each thing wrong.")
