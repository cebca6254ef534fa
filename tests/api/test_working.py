"""Parts of an analysis in processes of their own: the same outcome as here, and none left over."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from api.processes.apart import _computed, apart
from api.refresh import refresh
from graph.moments import micros
from tests.api.growing_logs import rhythms
from tests.api.kept import CLOCK, engine_on, fill


def test_what_is_computed_apart_is_computed_by_another_process() -> None:
    assert apart(os.getpid) != os.getpid()
    assert np.array_equal(apart(np.arange, 5, dtype=np.int8), np.arange(5, dtype=np.int8))


def test_a_process_that_takes_its_time_to_end_has_computed_what_was_asked() -> None:
    code = """if True:
        import builtins, time
        class Slow:
            def __del__(self, sleep=time.sleep):
                sleep(1.5)
        builtins.slow = Slow()"""

    assert _computed(exec, (code, {}), {}) is None


def test_what_fails_apart_fails_here_with_the_same_words() -> None:
    with pytest.raises(ValueError, match="invalid literal for int"):
        apart(int, "seven")


def test_where_no_process_can_be_had_it_is_computed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    assert apart(os.getpid) == os.getpid()


def test_a_process_whose_work_nobody_waits_for_ends_soon(tmp_path: Path) -> None:
    number = tmp_path / "number"
    for_long = (
        f"import os, time; open({str(number)!r}, 'w').write(str(os.getpid())); time.sleep(120)"
    )
    asking = subprocess.Popen(
        [sys.executable, "-c", f"from api.processes.apart import apart; apart(exec, {for_long!r})"],
        cwd=Path(__file__).parents[2],
    )
    assert _within(60, lambda: number.exists() and number.read_text() != "")
    asking.kill()
    asking.wait()

    assert _within(60, lambda: not _is_running(int(number.read_text())))


def test_a_run_of_a_large_log_is_that_of_a_small_one_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = _published(tmp_path / "here", monkeypatch, large=1 << 40)
    elsewhere = _published(tmp_path / "apart", monkeypatch, large=0)

    assert here == elsewhere
    assert "communities.arrow" in here


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _published(folder: Path, monkeypatch: pytest.MonkeyPatch, *, large: int) -> dict[str, bytes]:
    """Fill a store, refresh it with so many rows being large, and give the files of its run."""
    monkeypatch.setattr("api.computing.analysis._LARGE", large)
    folder.mkdir()
    engine = engine_on(fill(folder / "kept.duckdb", rhythms(3)))
    refresh(engine.url, engine.settings, micros(CLOCK))
    files = (folder / "kept.duckdb.snapshots").rglob("runs/*/*")
    return {file.name: file.read_bytes() for file in files}
