"""The local state file: rejected records wait in it, with how their path was loaded."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api.state import State
from graph.batch import Rejected
from graph.errors import StoreError, StoreUnreachable

HOW = {"mapping": "calls.toml", "log": "hr", "zone": "Europe/Berlin"}


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "log.duckdb.state", wait=0.1)


def keep(state: State, path: Path, *places: str) -> None:
    state.keep_rejects(path, "table", [Rejected(place, "no date", "x") for place in places], **HOW)


def places(state: State, limit: int | None = None) -> list[str]:
    return [kept.place for kept in state.rejects(limit)]


def test_rejects_wait_in_the_order_they_came_with_how_to_read_them_again(
    state: State, tmp_path: Path
) -> None:
    keep(state, tmp_path / "b.csv", "b.csv:9", "b.csv:2")
    keep(state, tmp_path / "a.csv", "a.csv:1")

    assert places(state) == ["b.csv:9", "b.csv:2", "a.csv:1"]
    assert places(state, 2) == ["b.csv:9", "b.csv:2"]
    assert state.reject_count() == 3
    first = state.rejects()[0]
    assert (first.path, first.source) == (str(tmp_path / "b.csv"), "table")
    assert (first.mapping, first.log, first.zone) == ("calls.toml", "hr", "Europe/Berlin")
    assert (first.reason, first.found) == ("no date", "x")


def test_what_was_rejected_of_a_path_is_forgotten_when_it_is_read_again(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(state, Path("a.csv"), "a.csv:1")
    keep(state, Path("b.csv"), "b.csv:1")
    state.forget_rejects(tmp_path / "sub" / ".." / "a.csv")
    assert places(state) == ["b.csv:1"]


def test_asking_makes_no_file(state: State, tmp_path: Path) -> None:
    assert (state.rejects(), state.reject_count()) == ([], 0)
    state.forget_rejects(tmp_path / "a.csv")
    state.keep_rejects(tmp_path / "a.csv", "table", [])
    assert list(tmp_path.iterdir()) == []


def test_found_values_are_cut_and_odd_characters_survive(state: State, tmp_path: Path) -> None:
    odd = "'; DROP TABLE rejected; -- \0 \udcff \ud800 é"
    state.keep_rejects(tmp_path / "a.csv", "table", [Rejected("1", odd, odd + "x" * 500)])

    (kept,) = state.rejects()
    assert kept.reason == "'; DROP TABLE rejected; -- \0 \\udcff \\ud800 é"
    assert kept.found.startswith("'; DROP TABLE")
    assert len(kept.found) < 220


def test_a_path_that_is_no_text_comes_back_as_it_was(state: State, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.csv")
    keep(state, path, "1")
    assert state.rejects()[0].path == str(path)
    state.forget_rejects(path)
    assert places(state) == []


def test_a_damaged_state_file_says_that_only_rejects_are_lost(state: State, tmp_path: Path) -> None:
    state.path.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match=r"is damaged .* only the list of rejects is lost"):
        keep(state, tmp_path / "a.csv", "1")
    state.path.unlink()
    keep(state, tmp_path / "a.csv", "1")
    assert places(state) == ["1"]


def test_a_state_file_in_use_for_too_long_is_told(state: State, tmp_path: Path) -> None:
    keep(state, tmp_path / "a.csv", "1")
    with closing(sqlite3.connect(state.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnreachable, match=r"in use by another process for more than 0\.1"):
            keep(state, tmp_path / "a.csv", "2")
    assert places(state) == ["1"]


def test_a_state_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnreachable, match="cannot be written; check the permissions"):
        keep(State(tmp_path / "file" / "log.state"), tmp_path / "a.csv", "1")
