"""Work that has to be done one after the other never takes all the threads of a server."""

import threading
from pathlib import Path

import pytest

from api.engine import Engine
from api.processes.turn import Turn
from graph.errors import Busy
from tests.api.http_world import add, company, engine_of


def test_one_is_in_some_wait_and_the_rest_are_told_to_come_back() -> None:
    turn = Turn("knocking", waiting=1)
    done: list[str] = []
    with turn.taken():
        second = threading.Thread(target=lambda: _take(turn, done))
        second.start()
        while turn._room._value:  # until the second one waits
            threading.Event().wait(0.001)
        with pytest.raises(Busy, match="too many are knocking at once"), turn.taken():
            pass
        assert done == []
    second.join()

    assert done == ["in"]


def test_nobody_is_let_in_once_it_is_closed() -> None:
    turn = Turn("knocking", waiting=1)
    turn.close()

    with pytest.raises(Busy, match="no knocking begins any more"), turn.taken():
        pass


def _take(turn: Turn, done: list[str]) -> None:
    with turn.taken():
        done.append("in")


def test_many_threads_that_ask_at_once_get_one_answer_from_one_run(tmp_path: Path) -> None:
    engine = engine_of(tmp_path)
    add(engine, company())
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(repr(engine.influencers())))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 8
    assert len(set(answers)) == 1
    assert len(list((engine.snapshots.folder).glob("s_*/runs/r_*"))) == 1


def test_an_engine_that_was_stopped_computes_nothing_more(engine: Engine) -> None:
    engine.stop()

    assert engine.influencers()["items"]  # what is there is still read
    with pytest.raises(Busy):
        engine.influencers(as_of="2026-03-01")
