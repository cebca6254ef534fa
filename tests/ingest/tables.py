"""What a table became: its rows put back into words, and where the rest of it went."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.batch import Batch, Rejected
from graph.moments import iso
from ingest.source import File, Reading
from ingest.table.source import Table

CLOCK = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass
class TableFound:
    """All the batches of one table, and their rows with names instead of numbers."""

    batches: list[Batch] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """All rows, put into words where somebody looks at them: that takes longer than reading."""
        return [row for batch in self.batches for row in _rows(batch)]

    @property
    def read(self) -> int:
        return sum(batch.read for batch in self.batches)

    @property
    def records(self) -> int:
        """Records that became something."""
        return sum(len(set(b.interacted.column("record").to_pylist())) for b in self.batches)

    @property
    def rejected(self) -> list[Rejected]:
        return [one for batch in self.batches for one in batch.rejected]

    @property
    def warnings(self) -> list[str]:
        return [line for batch in self.batches for line in batch.warnings]

    @property
    def keys(self) -> list[tuple[int, int]]:
        found = [batch.interacted for batch in self.batches]
        return [key for one in found for key in _keys(one)]

    @property
    def ties(self) -> list[tuple[str, str | None]]:
        """Sender and receiver of every row, without the scheme of bare names."""
        return [
            (
                row["sender"].removeprefix("account:"),
                (row["receiver"] or "").removeprefix("account:"),
            )
            for row in self.rows
        ]


def table_file(folder: Path, data: bytes | str, name: str = "log.csv") -> File:
    """A file as the loader hands it over."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return table_at(path)


def table_at(path: Path) -> File:
    with path.open("rb") as stream:
        return File(path, path.name, stream.read(2**16))


def table_read(file: File, mapping: str | Path | None = None, **reading: Any) -> TableFound:
    """Read a table at a fixed clock, with the text of a mapping or its path."""
    if isinstance(mapping, str):
        path = file.path.parent / "mapping.toml"
        path.write_text(mapping, "utf-8")
        mapping = path
    found = TableFound()
    known = {"clock": CLOCK, "mapping": mapping, "folder": file.path.parent}
    for batch in Table().read(file, Reading(**(known | reading))):
        found.batches.append(batch)
    return found


def read_text(folder: Path, data: bytes | str, mapping: str | None = None, **reading: Any) -> Any:
    """Read what a file called ``log.csv``, or as *name* says, would hold."""
    name = reading.pop("name", "log.csv")
    return table_read(table_file(folder, data, name), mapping, **reading)


def _keys(table: pa.Table) -> Iterator[tuple[int, int]]:
    columns = (table.column(name).to_pylist() for name in ("key_hi", "key_lo"))
    return zip(*columns, strict=True)


def _rows(batch: Batch) -> list[dict[str, Any]]:
    who = batch.identities.to_pylist()
    rows: list[dict[str, Any]] = batch.interacted.to_pylist()
    for row in rows:
        row["sender"] = who[row["sender"]]
        row["receiver"] = who[row["receiver"]] if row["receiver"] >= 0 else None
        row["at"] = iso(row["at"])
        row["key"] = (row.pop("key_hi"), row.pop("key_lo"))
    return rows
