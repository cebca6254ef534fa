"""What a source made of a file, put back from columns into the values of the model."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from graph.batch import Batch, Rejected
from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role, Status
from graph.moments import moment
from ingest.source import File, Reading, Source

CLOCK = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass
class Gathered:
    """Everything in the batches of one file; ``records`` counts those that became something."""

    read: int = 0
    records: int = 0
    interactions: list[Interaction] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def said(self, name: str) -> set[tuple[str, str]]:
        """Who was said to be what, such as all kinds."""
        return {(fact.subject, fact.value) for fact in self.facts if fact.name == name}


def file_at(path: Path, shown: str | None = None) -> File:
    """A file as the loader hands it over."""
    with path.open("rb") as stream:
        return File(path, shown or path.name, stream.read(2**16), str(path.absolute()))


def gathered(source: Source, path: Path, **reading: Any) -> Gathered:
    """Read a file with a source, at a fixed clock."""
    found = Gathered()
    for batch in source.read(file_at(path), Reading(**({"clock": CLOCK} | reading))):
        found.read += batch.read
        found.records += len(set(batch.interacted.column("record").to_pylist()))
        found.interactions += _interactions(batch)
        found.facts += _facts(batch)
        found.merges += [
            Merge(row["a"], row["b"], row["reason"]) for row in batch.merges.to_pylist()
        ]
        found.rejected += batch.rejected
        found.warnings += batch.warnings
    return found


def _interactions(batch: Batch) -> Iterator[Interaction]:
    who = batch.identities.to_pylist()
    rows = batch.interacted.to_pylist()
    for _, group in groupby(rows, lambda row: (row["record"], row["key_hi"], row["key_lo"])):
        first, *others = group
        yield Interaction(
            at=moment(first["at"]),
            kind=Kind(first["kind"]),
            channel=first["channel"],
            sender=who[first["sender"]],
            receivers=tuple(
                Receiver(who[row["receiver"]], Role(row["role"]), Status(row["status"]))
                for row in (first, *others)
                if row["receiver"] >= 0
            ),
            id=first.get("id"),
            duration=None
            if first.get("duration") is None
            else timedelta(microseconds=first["duration"]),
            thread=first.get("thread"),
            in_reply_to=first.get("in_reply_to"),
            sentiment=first.get("sentiment"),
            sentiment_by=first.get("sentiment_by"),
            topics=tuple(first.get("topics") or ()),
            revision=first.get("revision", 0),
            is_bulk=first.get("is_bulk", False),
        )


def _facts(batch: Batch) -> Iterator[Fact]:
    for row in batch.facts.to_pylist():
        since = None if row["since"] is None else moment(row["since"])
        yield Fact(row["subject"], row["name"], row["value"], since)


def written(found: Gathered) -> str:
    """What the expected files hold: one line for each thing that was read."""
    lines = [
        *(json.dumps(_plain(one), ensure_ascii=False) for one in found.interactions),
        *(
            json.dumps({"fact": [fact.subject, fact.name, fact.value]}, ensure_ascii=False)
            for fact in found.facts
        ),
        *(
            json.dumps({"merge": [one.a, one.b, one.reason]}, ensure_ascii=False)
            for one in found.merges
        ),
        *(json.dumps({"rejected": [one.place, one.reason]}) for one in found.rejected),
        *(json.dumps({"warning": line}) for line in found.warnings),
    ]
    return "\n".join(lines) + "\n"


def _plain(found: Interaction) -> dict[str, Any]:
    reached = [
        " ".join([one.identity, one.role, *([one.status] if one.status != Status.NONE else [])])
        for one in found.receivers
    ]
    values = {
        "id": found.id,
        "at": found.at.isoformat().replace("+00:00", "Z"),
        "kind": "" if found.kind in (Kind.EMAIL, Kind.MEETING) else found.kind,
        "sender": found.sender,
        "receivers": reached,
        "minutes": found.duration and found.duration / timedelta(minutes=1),
        "thread": found.thread,
        "in_reply_to": found.in_reply_to,
        "revision": found.revision,
        "is_bulk": found.is_bulk,
        "topics": list(found.topics),
    }
    said = {name: value for name, value in values.items() if value or name == "receivers"}
    if found.sentiment is not None:
        said[found.sentiment_by or "sentiment"] = round(found.sentiment, 3)
    return said
