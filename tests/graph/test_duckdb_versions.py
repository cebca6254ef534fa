"""The embedded store keeps what was replaced: what was known at any moment can be read back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.batch import Batch
from graph.duckdb.file import opened
from graph.duckdb.store import DuckDBStore
from tests.graph.plain_store import kept
from tests.graph.records import batch_of, deliveries, mail

_KNOWN_BY = """
    WITH all_rows AS (
        SELECT "at", key_hi, key_lo, receiver, role, status, revision, seq, NULL AS replaced
        FROM interacted
        UNION ALL SELECT "at", key_hi, key_lo, receiver, role, status, revision, seq, replaced
        FROM superseded WHERE seq < replaced
        UNION ALL SELECT "at", key_hi, key_lo, receiver, role, status, 0, seq, NULL FROM plain)
    SELECT "at", key_hi, key_lo, coalesce(key, '') AS receiver, role, status, revision
    FROM all_rows r LEFT JOIN identity ON number = receiver
    JOIN arrival came ON came.seq = r.seq LEFT JOIN arrival went ON went.seq = r.replaced
    WHERE came.arrived_at <= $moment AND (r.replaced IS NULL OR went.arrived_at > $moment)
    ORDER BY ALL"""


def known_by(path: Path, moment: int) -> list[tuple[object, ...]]:
    with opened(path, wait=1) as connection:
        return connection.execute(_KNOWN_BY, {"moment": moment}).fetchall()


def known_now(store: DuckDBStore) -> list[tuple[object, ...]]:
    rows = [(at, *key, who, role, status, fields[5]) for at, key, who, role, status, fields, _ in
            kept(store.contents())]  # fmt: skip
    return sorted(rows)


def test_a_corrected_mail_can_be_read_as_it_was_known_before(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "log.duckdb")
    known = {}
    for moment, record in enumerate(
        [
            mail("ann", "bob/cc", id="1"),
            mail("ann", "bob/to", "eve", id="1"),
            mail("ann", "joe", id="1", revision=2, days=1),
            mail("ann", "bob/to/accepted", id="1"),
        ],
        start=1,
    ):
        store.add(batch_of(record), arrived_at=moment)
        known[moment] = known_now(store)

    assert [len(rows) for rows in known.values()] == [1, 2, 1, 1]
    assert {moment: known_by(store.path, moment) for moment in known} == known


def test_what_arrives_too_late_to_win_is_kept_aside_once(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "log.duckdb")
    store.add(batch_of(mail("ann", "bob", id="1", revision=2)), arrived_at=1)
    for moment in (2, 3):
        store.add(batch_of(mail("ann", "eve", id="1", revision=1)), arrived_at=moment)

    with opened(store.path, wait=1) as connection:
        aside = connection.execute("SELECT revision, seq, replaced FROM superseded").fetchall()
    assert aside == [(1, 2, 2)]


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deliveries())
def test_what_was_known_after_each_batch_can_be_read_back(
    tmp_path_factory: pytest.TempPathFactory, delivered: tuple[list[Batch], list[Batch]]
) -> None:
    store = DuckDBStore(tmp_path_factory.mktemp("store") / "log.duckdb")
    known = {}
    for moment, batch in enumerate(delivered[1], start=1):
        store.add(batch, arrived_at=moment)
        known[moment] = known_now(store)
    assert {moment: known_by(store.path, moment) for moment in known} == known
