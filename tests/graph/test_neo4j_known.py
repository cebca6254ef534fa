"""What a loader remembers of a database saves it questions and never decides an answer."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from graph.batch import Batch
from graph.digest import Sums
from graph.keys import key_of
from graph.neo4j.head import Head
from graph.neo4j.known import Known
from graph.neo4j.store import Neo4jStore
from tests.graph.bulk import bulk
from tests.graph.records import batch_of, mail

_AS_ONCE_WRITTEN = """
    MATCH ()-[i:INTERACTED]->()
    SET i.revision = 0, i.content = coalesce(i.content, 0)"""


def _head(next_: int, interactions: int, store: str = "one") -> Head:
    return Head(store, 0, next_, 0, interactions, Sums(), Sums(), Sums())


def _mails(first: int, end: int) -> Batch:
    return batch_of(*(mail("ann", "bob", id=f"{k}") for k in range(first, end)))


def _keys(*values: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array(values, np.uint64)


def test_who_watched_since_the_beginning_need_not_ask_for_what_they_did_not_write() -> None:
    known = Known()
    known.learn(_head(1, 0), _head(2, 2), ["ann"], _keys(7, 9))
    assert known.may_hold(_head(2, 2), _keys(7, 8, 9)).tolist() == [True, False, True]
    assert known.names(_head(2, 2)) == {"ann"}


def test_after_another_wrote_everything_is_asked_for() -> None:
    known = Known()
    known.learn(_head(1, 0), _head(2, 2), ["ann"], _keys(7, 9))
    assert known.may_hold(_head(3, 5), _keys(7, 8)).all()
    known.learn(_head(3, 5), _head(4, 6), ["bob"], _keys(8))
    assert known.may_hold(_head(4, 6), _keys(1)).all()  # the other's rows stay unknown
    assert known.names(_head(4, 6)) == {"ann", "bob"}  # nobody takes an identity away


def test_nothing_is_known_of_another_database() -> None:
    known = Known()
    known.learn(_head(1, 0), _head(2, 2), ["ann"], _keys(7))
    assert not known.names(_head(2, 2, "two"))
    assert known.may_hold(_head(2, 2, "two"), _keys(1)).all()


def test_many_batches_are_remembered_as_one() -> None:
    known = Known()
    for k in range(100):
        known.learn(_head(k + 1, k), _head(k + 2, k + 1), [], _keys(k, 1000 + k))
    found = known.may_hold(_head(101, 100), np.arange(1100, dtype=np.uint64))
    assert np.array_equal(np.flatnonzero(found), [*range(100), *range(1000, 1100)])


@pytest.mark.neo4j
def test_two_who_take_turns_add_nothing_twice(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    url = neo4j_without_data()
    one, other = Neo4jStore(url, tmp_path / "a"), Neo4jStore(url, tmp_path / "b")
    assert one.add(_mails(0, 100), arrived_at=1).new == 100
    assert one.add(_mails(50, 150), arrived_at=1).new == 50  # its own are known
    assert other.add(_mails(150, 250), arrived_at=1).new == 100
    found = one.add(_mails(100, 300), arrived_at=1)
    assert (found.new, found.known) == (50, 150)
    assert other.add(_mails(0, 300), arrived_at=1).new == 0
    assert one.contents().interacted.num_rows == 300


@pytest.mark.neo4j
def test_a_database_that_was_emptied_is_begun_anew(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    store = Neo4jStore(neo4j_without_data(), tmp_path / "cache")
    store.add(bulk(0, 50), arrived_at=1)
    neo4j_without_data()
    assert store.add(bulk(0, 50), arrived_at=1).new == 50
    assert store.contents().interacted.num_rows == 50


@pytest.mark.neo4j
def test_ids_that_look_like_hashes_keep_their_keys(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    store = Neo4jStore(neo4j_without_data(), tmp_path / "cache")
    ids = ["h:" + "0" * 31 + "2", "<a@x.example>", "long" * 400]
    batch = batch_of(*(mail("ann", "bob", id=one) for one in ids), mail("ann", "bob"))
    store.add(batch, arrived_at=1)
    rows = store.contents().interacted.select(["id", "key_hi", "key_lo"]).to_pylist()
    told = {row["id"]: (row["key_hi"], row["key_lo"]) for row in rows}
    assert {one: told[one] for one in ids} == {one: key_of(one) for one in ids}
    assert Neo4jStore(store.url, tmp_path / "new").add(batch, arrived_at=1).new == 0


@pytest.mark.neo4j
def test_rows_that_spell_out_their_defaults_read_the_same(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    store = Neo4jStore(neo4j_without_data(), tmp_path / "cache")
    batch = bulk(0, 50)
    store.add(batch, arrived_at=1)
    before = store.contents()
    with store.server.session() as session:
        session.run(_AS_ONCE_WRITTEN).consume()
    again = Neo4jStore(store.url, tmp_path / "new")
    assert again.contents().interacted.equals(before.interacted)
    assert again.add(batch, arrived_at=2).new == 0
