"""What the run before knows that may still hold: read from its folder, if it was made the same way.

A run says in its manifest what was fitted to which part of the log (`algorithms.liveness_memory`).
It is listened to only where settings, half-life and the versions of all that computes are the same;
whether a thing still holds is then told by seals of the log, never by how the log came to be.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from algorithms.bg_nbd import BgNbd
from algorithms.liveness_memory import Fits, Memory
from api.kept_liveness import liveness_of
from api.run_tables import configuration, versions
from api.settings import Settings
from graph.columns import Columns
from graph.errors import DamagedSnapshot
from graph.snapshot import Snapshots

__all__ = ["Former", "fits_of", "former", "kept_fits"]


@dataclass(frozen=True)
class Former:
    """A run that was made in the same way, and the snapshot that it is of."""

    snapshot: Columns
    run: Columns


def former(snapshots: Snapshots, settings: Settings, half_life: int) -> Former | None:
    """Give the current run, if another would be made as it was; half-life in microseconds."""
    try:
        pointer = snapshots.pointer()
        if pointer is None:
            return None
        found = Former(
            snapshots.open(pointer.snapshot), snapshots.open(pointer.snapshot, pointer.run)
        )
    except DamagedSnapshot:
        return None
    made = found.run.manifest
    is_alike = (
        made.get("settings") == configuration(settings)
        and made.get("versions") == dict(versions())
        and made.get("half_life") == half_life
    )
    return found if is_alike else None


def kept_fits(memory: Memory) -> dict[str, Any]:
    """Give what was fitted as plain values; the model itself stands beside it in the manifest."""
    return {
        "made_from": memory.made_from,
        "bg_nbd": {
            name: None if one is None else asdict(one)
            for name, one in memory.bg_nbd_of_cuts.items()
        },
    }


def fits_of(manifest: Mapping[str, Any]) -> Fits:
    """Read what a run says that it fitted; nothing where it says nothing."""
    told = manifest.get("weakening", {})
    kept = told.get("fits")
    if kept is None:
        return Fits()
    return Fits(
        made_from=kept["made_from"],
        model=liveness_of(told["model"]),
        bg_nbd={
            name: None if one is None else BgNbd(**one) for name, one in kept["bg_nbd"].items()
        },
    )
