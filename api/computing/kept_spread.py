"""Kept spreads: how far a measure moves from drawn log to drawn log, kept beside its run.

Drawing logs takes seconds to hours, what it gives two numbers a person. They are a folder of their
own among those of the runs, ``u_`` with the run's name and the measure's; it goes when its snapshot
goes, or to make room, and is then drawn again to the same bytes.
"""

import numpy as np
import pyarrow as pa

from algorithms.uncertainty.rank_intervals import Spread
from api.computing.run import Run
from graph.errors import DamagedSnapshot
from graph.snapshot import Snapshots

__all__ = ["keep_spread", "kept_spread"]

_FORM = 2  # of what is kept and of how logs are drawn: what has another form is not found


def kept_spread(snapshots: Snapshots, run: Run, by: str) -> Spread | None:
    """Give the spread of a measure that was kept with a run; None if there is no whole one."""
    try:
        columns = snapshots.open(_snapshot(run), _folder(run, by))
        table, made = columns.table("spread"), columns.manifest
        x, moves = (np.asarray(table.column(name).to_numpy()) for name in ("x", "moves"))
        return Spread(x, moves, int(made["repetitions"]))
    except (DamagedSnapshot, KeyError):
        return None


def keep_spread(snapshots: Snapshots, run: Run, by: str, found: Spread) -> None:
    """Keep the spread of a measure with its run."""
    manifest = {"run": run.name, "by": by, "repetitions": found.repetitions}
    tables = {"spread": pa.table({"x": found.x, "moves": found.moves})}
    snapshots.write(tables, manifest, _snapshot(run), run=_folder(run, by))


def _snapshot(run: Run) -> str:
    return run.columns.folder.parent.parent.name  # snapshot/runs/run


def _folder(run: Run, by: str) -> str:
    return f"u_{run.name.removeprefix('r_')}_{by}_{_FORM}"
