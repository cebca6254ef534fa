"""A store in plain Python, by the letter of the promises: what every real store is compared with.

It remembers everything ever said and settles it anew for each answer, so that the order of arrival
cannot matter to it. ``kept`` and ``stated`` bring a real store's contents into the same form.
"""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from graph.batch import FACTS, MERGES, Added, Batch
from graph.model import KINDS, ROLES, STATUSES
from graph.store import Contents

__all__ = ["PlainStore", "kept", "merged", "stated"]

_COLUMNS = {
    "at": pa.int64(), "key_hi": pa.uint64(), "key_lo": pa.uint64(), "kind": pa.uint8(),
    "sender": pa.int32(), "receiver": pa.int32(), "role": pa.uint8(), "status": pa.uint8(),
    "is_bulk": pa.bool_(), "thread": pa.string(), "sentiment": pa.float32(),
}  # fmt: skip
Key = tuple[int, int]
Row = dict[str, Any]
_FIELDS = ("at", "kind", "channel", "sender", "is_bulk", "revision", "id", "duration", "thread",
           "in_reply_to", "sentiment", "topics", "sentiment_by", "confidence", "heard")  # fmt: skip


@dataclass
class PlainStore:
    """Everything ever said, in the order it was said."""

    said: dict[Key, list[Row]] = field(default_factory=dict)
    facts: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    merges: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def add(self, batch: Batch) -> Added:
        """Remember a batch record by record; say what each did to what was known before it."""
        classes = dict.fromkeys(range(batch.read), "known")
        for record in classes:
            rows = [row for row in _rows(batch) if row["record"] == record]
            before = {row["key"]: self.settled(row["key"]) for row in rows}
            for row in rows:
                self.said.setdefault(row["key"], []).append(row)
            changes = {_change(before[key], self.settled(key)) for key in before}
            changes |= {self._state(fact) for fact in _of(batch.facts, record)}
            changes |= {self._merge(merge) for merge in _of(batch.merges, record)}
            classes[record] = max(changes, default="known", key=("known", "new", "corrected").index)
        counts = {word: list(classes.values()).count(word) for word in classes.values()}
        new, corrected = counts.get("new", 0), counts.get("corrected", 0)
        return Added(new, batch.read - len(batch.rejected) - new - corrected, corrected)

    def settled(self, key: Key) -> Row | None:
        """One interaction as it stands: its fields, and role, status of each receiver."""
        rows = self.said.get(key)
        if not rows:
            return None
        revision = max(row["revision"] for row in rows)
        latest = [row for row in rows if row["revision"] == revision]
        header = max(latest, key=_standing)
        receivers: dict[str | None, tuple[int, int]] = {}
        for row in latest:
            role, status = receivers.get(row["receiver"], (99, 99))
            receivers[row["receiver"]] = (min(role, row["role"]), min(status, row["status"]))
        if len(receivers) > 1:
            receivers.pop(None, None)
        return {
            **{name: header[name] for name in _FIELDS},
            "receivers": dict(sorted(receivers.items(), key=lambda one: one[0] or "")),
            "sources": "|".join(sorted({row["source"] for row in rows})),
            "content": header["content"],
        }

    def kept(self) -> list[tuple[Any, ...]]:
        """All rows, in the one order."""
        rows = []
        for key in self.said:
            found = self.settled(key)
            assert found is not None
            for receiver, (role, status) in found["receivers"].items():
                fields = tuple(found[name] for name in _FIELDS)
                rows.append(
                    (found["at"], key, receiver or "", role, status, fields, found["sources"])
                )
        return sorted(rows, key=lambda row: row[:3])

    def identities(self) -> list[str]:
        """Everybody that rows, facts or merges name."""
        found = {
            who
            for key in self.said
            if (one := self.settled(key))
            for who in (one["sender"], *one["receivers"])
            if who is not None
        }
        return sorted(
            found | {fact[0] for fact in self.facts} | {x for m in self._holding() for x in m[:2]}
        )

    def _holding(self) -> list[tuple[Any, ...]]:
        """The merges that nobody took back later, or on the same date."""
        undone = [merge for merge in self.merges if not merge[3]]
        return [
            merge
            for merge in self.merges
            if merge[3] and all(merge[:2] != no[:2] or merge[2] > no[2] for no in undone)
        ]

    def contents(self) -> Contents:
        """What is kept in the form of a real store, without hashes of rows and digest."""
        who = {identity: place for place, identity in enumerate(self.identities())}
        columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        for at, key, receiver, role, status, fields, _ in self.kept():
            named = dict(zip(_FIELDS, fields, strict=True))
            row = {**named, "at": at, "key_hi": key[0], "key_lo": key[1], "role": role,
                   "status": status, "sender": who[named["sender"]],
                   "receiver": who.get(receiver, -1)}  # fmt: skip
            for name, values in columns.items():
                values.append(row[name])
        rows = pa.table([pa.array(columns[name], kind) for name, kind in _COLUMNS.items()],
                        names=list(_COLUMNS))  # fmt: skip
        facts = [
            (*fact[:3], *(when if isinstance(when, tuple) else (when, fact[3])))
            for fact, when in self.facts.items()
        ]
        merges = [(*merge, reason) for merge, reason in self.merges.items()]
        return Contents(
            identities=pa.array(list(who), pa.string()),
            interacted=rows,
            facts=_table(("subject", "name", "value", "since", "until"), FACTS, facts),
            merges=_table(("a", "b", "at", "is_active", "reason"), MERGES, merges),
            digest="",
        )

    def _state(self, fact: Row) -> str:
        if fact["name"] == "seen_name":
            place = (fact["subject"], "seen_name", fact["value"])
            times = [*self.facts.get(place, ()), fact["since"], fact["until"]]
            known = [time for time in times if time is not None]
            first, last = min(known, default=None), max(known, default=None)
            self.facts[place] = (first, None if first == last else last)
            return "known"
        place = tuple(fact[name] for name in ("subject", "name", "value", "until", "since"))
        if place in self.facts:
            return "known"
        self.facts[place] = fact["since"]
        return "new"

    def _merge(self, merge: Row) -> str:
        place = tuple(merge[name] for name in ("a", "b", "at", "is_active"))
        known = place in self.merges
        self.merges[place] = min(merge["reason"], self.merges.get(place, merge["reason"]))
        return "known" if known else "new"


def _standing(row: Row) -> tuple[bool, int, int]:
    """What reached somebody beats what did not, then the tone decides, then the content."""
    return row["receiver"] is not None, _known_of_tone(row), row["content"]


def _known_of_tone(row: Row) -> int:
    """A tone of the source beats one that was heard, which beats none."""
    if row["heard"] is not None:
        return int(row["heard"])
    return 0 if row["sentiment"] is None else 512


def _change(before: Row | None, after: Row | None) -> str:
    if before is None:
        return "new"
    assert after is not None
    fields = (*_FIELDS, "content")
    was = {who: how for who, how in before["receivers"].items() if who is not None}
    now = after["receivers"]
    if any(before[name] != after[name] for name in fields) or any(
        now.get(who) != how for who, how in was.items()
    ):
        return "corrected"
    return "known" if now == before["receivers"] else "new"


def _rows(batch: Batch) -> list[Row]:
    who = [*batch.identities.to_pylist(), None]
    rows: list[Row] = batch.interacted.to_pylist()
    for row in rows:
        row["key"] = (row.pop("key_hi"), row.pop("key_lo"))
        row["sender"], row["receiver"] = who[row["sender"]], who[row["receiver"]]
        row["kind"] = KINDS.index(row["kind"])
        row["role"] = ROLES.index(row["role"])
        row["status"] = STATUSES.index(row["status"])
        row["source"] = batch.source
        row["topics"] = tuple(row["topics"] or ())
    return rows


def _of(table: Any, record: int) -> list[Row]:
    return [row for row in table.to_pylist() if row["record"] == record]


def _table(names: tuple[str, ...], schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.Table:
    fields = pa.schema([schema.field(name) for name in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], fields)


def kept(contents: Contents) -> list[tuple[Any, ...]]:
    """A store's rows in the form, and the order, of ``PlainStore.kept``."""
    who = [*contents.identities.to_pylist(), None]
    rows = []
    for row in contents.interacted.to_pylist():
        row["sender"], receiver = who[row["sender"]], who[row["receiver"]] or ""
        row["topics"] = tuple(row.get("topics") or ())
        key = (row["key_hi"], row["key_lo"])
        fields = tuple(row.get(name) for name in _FIELDS)
        how = (row["role"], row["status"])
        rows.append((row["at"], key, receiver, *how, fields, row["sources"]))
    return rows


def stated(contents: Contents) -> dict[tuple[Any, ...], Any]:
    """A store's facts in the form of ``PlainStore.facts``."""
    found: dict[tuple[Any, ...], Any] = {}
    for row in contents.facts.to_pylist():
        place = (row["subject"], row["name"], row["value"])
        if row["name"] == "seen_name":
            found[place] = (row["since"], row["until"])
        else:
            found[(*place, row["until"], row["since"])] = row["since"]
    return found


def merged(contents: Contents) -> dict[tuple[Any, ...], str]:
    """A store's merges in the form of ``PlainStore.merges``."""
    return {
        (row["a"], row["b"], row["at"], row["is_active"]): row["reason"]
        for row in contents.merges.to_pylist()
    }
