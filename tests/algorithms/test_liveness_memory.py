"""What was learned is taken again while the log up to its cuts is the same, and only then."""

from dataclasses import replace

import numpy as np

from algorithms.known.seals import Seals
from algorithms.liveness.cuts import Protocol
from algorithms.liveness.learning import Liveness, learned
from algorithms.liveness.memory import Fits, Memory
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline
from tests.worlds import DAY

_PROTOCOL = Protocol()


def _log(days: int, *, without: int | None = None) -> Timeline:
    """Forty pairs that write every few days, some of which stop; one row may be missing."""
    draw = np.random.default_rng(4)
    rows = []
    for pair in range(40):
        gaps = draw.integers(1, 12, 400)
        stops = int(draw.choice([10_000, 10_000, 60, 120]))
        rows += [(int(at), 2 * pair) for at in np.cumsum(gaps) if at < min(days, stops)]
    rows.sort()
    if without is not None:
        rows.pop(without)
    at, source = np.array(rows).T
    return Timeline.of(80, source=source, target=source + 1, at=at * DAY + 5)


def _learned(log: Timeline, days: int, before: Fits | None) -> tuple[Liveness, Memory]:
    weight, keys = np.ones(len(log)), np.arange(1, len(log) + 81, dtype=np.uint64)
    memory = Memory(Seals(log, weight, keys, keys * np.uint64(7)), before)
    rows = pair_rows(log, weight, as_of=days * DAY)
    found = learned(log, weight, rows, as_of=days * DAY, protocol=_PROTOCOL, memory=memory)
    assert found is not None
    assert found.is_fitted
    return found, memory


def learned_with_memory(days: int) -> tuple[Liveness, Memory]:
    """What is learned of the log up to a day, and what is remembered of that."""
    return _learned(_log(days), days, None)


def _kept(found: Liveness, memory: Memory) -> Fits:
    """What was fitted, with an intercept that nobody would fit."""
    strange = replace(found, intercept=99.0)
    return Fits(memory.made_from, strange, memory.bg_nbd_of_cuts)


def test_until_the_next_cut_is_known_the_model_is_not_fitted_again() -> None:
    before = _kept(*_learned(_log(203), 203, None))
    again, memory = _learned(_log(214), 214, before)  # the cut of day 195 is known on day 216
    anew = _learned(_log(214), 214, None)[0]
    assert again.intercept == 99.0
    assert replace(again, intercept=anew.intercept) == anew
    assert memory.bg_nbd_of_cuts == before.bg_nbd


def test_a_further_cut_or_a_row_of_before_is_learned_anew() -> None:
    before = _kept(*_learned(_log(203), 203, None))
    assert _learned(_log(217), 217, before)[0].intercept != 99.0
    assert _learned(_log(214, without=30), 214, before)[0].intercept != 99.0
    other = replace(before, made_from=before.made_from.replace("silent", "recontact"))
    assert _learned(_log(214), 214, other)[0].intercept != 99.0


def test_what_was_fitted_at_cuts_that_stay_is_taken_at_each_of_them() -> None:
    strange = dict.fromkeys(_learned(_log(203), 203, None)[1].bg_nbd_of_cuts)
    later = _learned(_log(217), 217, Fits("", None, strange))[1].bg_nbd_of_cuts
    assert [later[name] for name in strange] == [None] * len(strange)
    new = set(later) - set(strange)
    assert len(new) == 1
    assert later[new.pop()] is not None


def test_seals_tell_apart_what_was_said_by_whom_to_whom_when_and_how_weighty() -> None:
    log, keys = _log(50), np.arange(1, 400, dtype=np.uint64)
    weight = np.ones(len(log))
    said = {_seal(log, weight, keys)}
    said.add(_seal(replace(log, source=log.target, target=log.source), weight, keys))
    said.add(_seal(replace(log, at=log.at + 1), weight, keys))
    said.add(_seal(log, weight * 2, keys))
    said.add(_seal(log, np.where(np.arange(len(log)) == 3, 0.0, weight), keys))
    said.add(_seal(log, weight, keys[::-1]))
    assert len(said) == 6


def _seal(log: Timeline, weight: np.ndarray, keys: np.ndarray) -> str:
    return Seals(log, weight, keys, keys).until([60 * DAY])[0]
