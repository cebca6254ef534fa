"""What the run before knows that may still hold: read from its folder, if it was made the same way.

A run says in its manifest what was fitted to which part of the log (`algorithms.liveness.memory`),
and keeps what its pairs are recognised by (`algorithms.known.pairs`). It is listened to only where
settings, half-life and the versions of all that computes are the same; whether a thing still holds
is then told by the log itself, row by row or by seals, never by how it came to be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.known.continued import is_continued
from algorithms.known.pairs import OWN_COLUMNS, FormerPairs
from algorithms.known.seals import Seals
from algorithms.known.ties import PAIR_COLUMNS, TIE_COLUMNS, FormerTies
from algorithms.liveness.bg_nbd import BgNbd
from algorithms.liveness.facts import FACTS
from algorithms.liveness.memory import Fits, Memory
from algorithms.liveness.model import Liveness
from api.computing.analysis import OTHER_HALF_LIVES
from api.computing.kept_liveness import liveness_of
from api.computing.run_tables import configuration, versions
from api.log.history import FORMAT, History
from api.settings import Settings
from graph.columns import Columns
from graph.errors import DamagedSnapshot
from graph.snapshot import Snapshots

__all__ = ["Former", "fits_of", "former", "kept_fits", "kept_seals", "remembered"]


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
        found.snapshot.manifest.get("format") == FORMAT
        and made.get("settings") == configuration(settings)
        and made.get("versions") == dict(versions())
        and made.get("half_life") == half_life
    )
    return found if is_alike else None


def _in_order(model: Liveness | None) -> Liveness | None:
    """Give a model its facts in the order it was fitted in: sums hang on it, and names are kept."""
    if model is None:
        return None
    parts = {
        name: {fact.name: told[fact.name] for fact in FACTS if fact.name in told}
        for name, told in (("coefficients", model.coefficients), ("centre", model.centre))
    }
    return replace(model, coefficients=parts["coefficients"], centre=parts["centre"])


def remembered(before: Former | None, history: History, seals: Seals) -> Memory:
    """Give what a former run knows that may still hold of a history with these seals."""
    if before is None:
        return Memory(seals)
    fits = fits_of(before.run.manifest)
    if "seals" not in before.run.tables:
        return Memory(seals, fits)
    then = History.mapped(before.snapshot)
    person = _numbered(then, history)
    rows = int(np.searchsorted(then.timeline.at, before.run.manifest["as_of"], "right"))
    known = rows if _is_continued(history, then, person, rows) else None
    is_heard = not len(before.run.tables["outages"])
    pairs = _pairs(before, person, known, OWN_COLUMNS) if is_heard else None
    return Memory(seals, fits, pairs, _ties(before, person, known))


def _is_continued(now: History, then: History, person: NDArray[np.int32], rows: int) -> bool:
    """Whether a history begins with the first so many rows of another, and the same messages."""
    last = int(then.timeline.interaction[rows - 1]) + 1 if rows else 0
    first, first_then = now.starts[: last + 1], then.starts[: last + 1]
    key, key_then = (one.log.column("key_lo").to_numpy()[: first_then[-1]] for one in (now, then))
    is_same = np.array_equal(first, first_then) and np.array_equal(key, key_then)
    return is_same and is_continued(now.timeline, then.timeline, person=person, rows=rows)


def _pairs(
    before: Former, person: NDArray[np.int32], rows: int | None, names: Sequence[str]
) -> FormerPairs:
    """Give what was said of pairs, and what they are recognised by."""
    tables = before.run.tables
    pairs = tables["pairs"]
    a, b = (person[pairs.column(name).to_numpy()] for name in ("a", "b"))
    return FormerPairs(
        as_of=before.run.manifest["as_of"],
        a=a,
        b=b,
        seal=tables["seals"].column("pair").to_numpy(),
        columns={name: pairs.column(name).to_numpy() for name in names},
        rows=rows,
    )


def _ties(before: Former, person: NDArray[np.int32], rows: int | None) -> FormerTies:
    """Give the ties, and when they fade by each half-life that is kept."""
    column = {
        name: before.run.tables["ties"].column(name).to_numpy()
        for name in ("source", "target", "pair", "fades_at", *TIE_COLUMNS, *OTHER_HALF_LIVES)
    }
    fades_at = {half_life: column[name] for name, half_life in OTHER_HALF_LIVES.items()}
    return FormerTies(
        pairs=_pairs(before, person, rows, PAIR_COLUMNS),
        source=person[column["source"]],
        target=person[column["target"]],
        pair=column["pair"],
        columns={name: column[name] for name in TIE_COLUMNS},
        fades_at={**fades_at, before.run.manifest["half_life"]: column["fades_at"]},
    )


def _numbered(then: History, now: History) -> NDArray[np.int32]:
    """Give the number that each person of a former history has now; -1 who is gone."""
    if then.people.id.equals(now.people.id):
        return np.arange(len(now.people), dtype=np.int32)
    place = pc.index_in(pa.array(then.people_keys), value_set=pa.array(now.people_keys))
    return np.asarray(place.fill_null(-1).to_numpy(), np.int32)


def kept_seals(memory: Memory) -> pa.Table:
    """Give what pairs are recognised by as a table of the run, in their order."""
    return pa.table({"pair": memory.pair_seals})


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
        model=_in_order(liveness_of(told["model"])),
        bg_nbd={
            name: None if one is None else BgNbd(**one) for name, one in kept["bg_nbd"].items()
        },
    )
