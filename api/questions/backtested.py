"""Back-tests: how right the answers would have been on this very history, asked for and kept.

The work runs in a child process. Its parts, one for each cut and each shuffle, are kept beside the
store as they are made, by the run and the protocol they belong to; so a back-test that was
interrupted goes on where it was, and one that is there is not made again. What is kept can be
deleted at any time.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import orjson

from algorithms.backtesting.backtest import Asked, backtest
from algorithms.backtesting.rolling import Arrays, Log
from algorithms.liveness.cuts import LABELS, Protocol
from api.answers.backtesting import backtest_answer
from api.computing.run import Run
from api.learned import Learned, apply, learned, undo
from api.log.feeds import coverage_of
from api.log.history import History
from api.processes.child import Report, in_child
from api.runs.of_store import Runs, When, head
from api.settings import Settings
from graph.connect import snapshot_folder, state_file
from graph.errors import Misuse, NothingYet
from graph.moments import iso
from graph.short_digest import short_digest
from graph.snapshot import Snapshots

__all__ = ["Backtesting", "backtest_folder"]

Answer = dict[str, Any]

FORMAT = 3
"""Version of what is kept; another one is made anew."""

_KEPT = 6  # back-tests with their parts


class Backtesting(Runs):
    """What is asked about how right the answers would have been."""

    def backtest(
        self,
        *,
        label: str = "silent",
        horizon_days: int | None = None,
        list_length: int = 20,
        precision: float | None = None,
        only_kept: bool = False,
        report: Report = lambda _what, _done: None,
        is_stopped: Callable[[], bool] = lambda: False,
        **when: Unpack[When],
    ) -> Answer:
        """Try model, rules, half-lives and thresholds on the history up to a moment.

        With *only_kept* nothing is computed: ``NothingYet`` where it has not been asked for before.
        """
        days = self.settings.horizon_days if horizon_days is None else horizon_days
        _check(label, days, list_length, precision)
        run = self.run(**when)
        folder = backtest_folder(self.url) / _key(run.name, label, days)
        path = folder / _answer_name(list_length, precision)
        found = _read(path)
        if found is None and only_kept:
            raise NothingYet(
                "this back-test has not been made yet; begin it: POST /api/v1/backtest, "
                "or: tieline backtest"
            )
        if found is not None:
            self.note(f"read from what was kept in {folder}; delete that to make it anew")
        else:
            if done := len(list(folder.glob("*.npz"))):
                self.note(f"{done} parts that were made before are used again")
            place = run.columns.folder  # snapshot/runs/run
            in_child(
                made_backtest,
                self.url,
                place.parent.parent.name,
                place.name,
                (label, days, list_length, precision),
                str(path),
                report=report,
                niceness=10 if self.is_server else 0,
                memory_limit_gb=self.settings.memory_limit_gb,
                is_stopped=lambda: is_stopped() or self._stopping.is_set(),
            )
            found = _read(path)
        if found is None:
            raise NothingYet(f"what was found could not be kept in {folder}; is the disk full?")
        os.utime(folder)
        return {**head(run), **found, "in_use": self.in_use()}

    def apply_backtest(self, answer: Answer) -> Answer:
        """Keep what a back-test learned: it counts from the next question on, below the file."""
        found, limits = answer["half_life"], answer["thresholds"]["learned"]
        days = None if found["is_flat"] else found["learned"]
        if days is None and not limits:
            why = answer["thresholds"]["why"]
            raise Misuse(f"nothing was learned that could be kept: no half-life; {why}")
        model = answer["model"] or {}
        figures = {
            name: answer[name] for name in ("run", "as_of", "label", "horizon_days", "cases")
        } | {name: model.get(name) for name in ("auc", "brier", "calibration_error")}
        apply(self.url, Learned(days, limits, iso(self.clock()), figures))
        return {**answer, "in_use": self.in_use()}

    def undo_backtest(self) -> Answer:
        """Take back what was learned; the defaults, or the file, count again."""
        was_there = undo(self.url)
        return {"undone": was_there}

    def in_use(self) -> Answer:
        """Say what the settings are by default, what was learned, and what counts here."""
        known = learned(self.url)
        return {
            "half_life_days": self.settings.half_life_days,
            "thresholds": self.settings.thresholds,
            "half_life_days_default": Settings.model_fields["half_life_days"].default,
            "half_life_days_learned": None if known is None else known.half_life_days,
            "thresholds_learned": {} if known is None else dict(known.thresholds),
            "learned_at": None if known is None else known.when,
        }


def backtest_folder(url: str) -> Path:
    """Give the folder of what is kept of back-tests, beside the local state of a store."""
    return state_file(url).with_suffix(".backtests")


def made_backtest(
    url: str,
    snapshot: str,
    name: str,
    asked: tuple[str, int, int, float | None],
    path: str,
    *,
    report: Report = lambda _what, _done: None,
) -> None:
    """Make a back-test of a published run, part by part, and keep its answer."""
    report("reading the log", 0.0)
    snapshots = Snapshots(snapshot_folder(url))
    run = Run(History.mapped(snapshots.open(snapshot)), snapshots.open(snapshot, name))
    label, horizon_days, list_length, precision = asked
    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True)
    found = backtest(
        Log(run.history.timeline, run.weight, run.rows),
        Asked(
            Protocol.for_horizon(label, horizon_days),
            half_life=run.half_life,
            list_length=list_length,
            precision=precision,
            thresholds=run.settings.limits(),
            seed=run.settings.seed,
        ),
        segments=run.belonging.segments,
        coverage=coverage_of(run.history, as_of=run.as_of),
        keep=lambda part, make: _part(folder, part, make),
        report=report,
    )
    _write(Path(path), orjson.dumps(backtest_answer(found)))
    _make_room(folder.parent)


def _check(label: str, horizon_days: int, list_length: int, precision: float | None) -> None:
    if label not in LABELS:
        raise Misuse(f"no label is called {label!r}; there are {', '.join(LABELS)}")
    if not 1 <= horizon_days <= 3650:
        raise Misuse(f"the horizon must be 1 to 3650 days, not {horizon_days}")
    if list_length < 1:
        raise Misuse(f"the list must have at least 1 place, not {list_length}")
    if precision is not None and not 0 < precision < 1:
        raise Misuse(f"the precision must lie between 0 and 1, such as 0.8, not {precision}")


def _key(run: str, label: str, horizon_days: int) -> str:
    text = json.dumps([FORMAT, run, label, horizon_days])
    return f"{label}-{horizon_days}-{short_digest(text)}"


def _answer_name(list_length: int, precision: float | None) -> str:
    return f"answer-{list_length}-{precision}.json"


def _read(path: Path) -> Answer | None:
    """Read a kept answer; one that is damaged is made anew."""
    try:
        found: Answer = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return found


def _part(folder: Path, name: str, make: Callable[[], Arrays]) -> Arrays:
    """Give a kept part, or make it and keep it whole."""
    path = folder / f"{name}.npz"
    try:
        with np.load(path, allow_pickle=False) as kept:
            return {key: kept[key] for key in kept.files}
    except (OSError, ValueError, EOFError, KeyError):
        found = make()
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with new.open("wb") as file:
        np.savez(file, **found)  # type: ignore[arg-type]
    new.replace(path)
    return found


def _write(path: Path, text: bytes) -> None:
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.write_bytes(text)
    new.replace(path)


def _make_room(folder: Path) -> None:
    """Keep the back-tests that were asked for last."""
    kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
