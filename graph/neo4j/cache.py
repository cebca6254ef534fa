"""The cached log of a Neo4j store: one folder of columns in the user's cache, replaced whole."""

import contextlib
import json
import secrets
from pathlib import Path

import pyarrow as pa

from graph.building import building, drop, replace_text, turn
from graph.columns import as_json, is_intact, manifest_of, mapped, write_columns
from graph.errors import DamagedSnapshot, StoreUnreachable
from graph.neo4j.reading import KEPT, Log

__all__ = ["cached", "forget_cached", "keep_cached"]

_CURRENT = "current"
_FORMAT = 1


def cached(folder: Path) -> Log | None:
    """Give the log as it was read last, or None where there is none that is whole."""
    try:
        name = json.loads((folder / _CURRENT).read_text("utf-8"))["log"]
        columns = mapped(folder / name, manifest_of(folder / name))
        manifest, rows = columns.manifest, columns.table("rows")
        if manifest["format"] != _FORMAT or rows.schema != KEPT or not is_intact(columns):
            return None
        identities = columns.table("identities").column("key").combine_chunks()
        end = manifest["next"]
        if not isinstance(end, int):
            return None
        return Log(manifest["store_id"], manifest["epoch"], end, identities, rows)
    except (OSError, ValueError, KeyError, TypeError, DamagedSnapshot, StoreUnreachable):
        return None


def keep_cached(folder: Path, log: Log) -> None:
    """Keep the log for the next reading; what was kept before is dropped.

    It is a cache: where it cannot be written, the next reading only takes longer.
    """
    manifest = {
        "format": _FORMAT,
        "store_id": log.store_id,
        "epoch": log.epoch,
        "next": log.next,
    }
    tables = {"rows": log.rows, "identities": pa.table({"key": log.identities})}
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with building(folder) as built:
            write_columns(built, tables, manifest)
            with turn(folder):
                name = f"l_{secrets.token_hex(8)}"
                built.rename(folder / name)
                replace_text(folder / _CURRENT, as_json({"log": name}))
                for older in folder.glob("l_*"):
                    if older.name != name:
                        drop(older)


def forget_cached(folder: Path) -> None:
    """Let the next reading start anew."""
    with contextlib.suppress(OSError):
        (folder / _CURRENT).unlink()
