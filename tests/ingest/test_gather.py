"""Gathering: records become columns, and each is counted once, kept or refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from graph.batch import Rejected
from graph.model import Fact, Kind
from ingest.batches.gather import Record, gather
from ingest.source import Reading
from tests.worlds import START, email

READING = Reading(clock=START + timedelta(days=100))
FACT = Fact("email:ann@x.example", "kind", "list")


def test_a_record_with_a_rejected_part_is_rejected_whole() -> None:
    ahead = email("ann", "bob", days=200)
    records: list[Record] = [
        ("1", [email("ann", "bob"), FACT]),
        ("2", [FACT, ahead]),
        ("3", Rejected("3", "why")),
    ]

    (batch,) = gather(records, "x", READING)

    assert (batch.read, batch.interacted.num_rows, batch.facts.num_rows) == (3, 1, 1)
    assert [one.place for one in batch.rejected] == ["2", "3"]


def test_a_meeting_may_lie_ahead() -> None:
    ahead = replace(email("ann", "bob", days=200), kind=Kind.MEETING)

    (batch,) = gather([("1", ahead)], "x", READING)

    assert batch.rejected == ()


def test_of_a_name_seen_often_the_first_and_the_last_time_are_kept() -> None:
    days = [datetime(2026, 1, day, tzinfo=UTC) for day in (2, 3, 1)]
    records: list[Record] = [
        (str(at), Fact("email:ann@x.example", "seen_name", "Ann", at)) for at in days
    ]

    (batch,) = gather(records, "x", READING)

    (fact,) = batch.facts.to_pylist()
    assert fact["since"] == 1_767_225_600_000_000  # 1 January
    assert fact["until"] == 1_767_398_400_000_000  # 3 January


def test_a_record_of_many_rows_ends_its_batch() -> None:
    many = email("ann", *(f"p{k}" for k in range(300_000)))
    records: list[Record] = [("1", many), ("2", email("ann", "bob"))]

    assert [batch.read for batch in gather(records, "x", READING)] == [1, 1]


def test_warnings_leave_with_the_batch_after_which_they_were_said() -> None:
    warnings: list[str] = []

    def records() -> list[Record]:
        warnings.append("beware")
        return [(str(k), email("ann", "bob", days=k / 100)) for k in range(20)]

    batches = list(gather(records(), "x", replace(READING, batch_rows=10), warnings=warnings))

    assert [batch.warnings for batch in batches] == [("beware",), ()]


def test_equal_records_without_an_id_are_numbered_over_the_whole_file() -> None:
    records: list[Record] = [(str(k), email("ann", "bob")) for k in range(3)]

    batches = list(gather(records, "x", replace(READING, batch_rows=1)))

    keys = {batch.interacted.column("key_lo")[0].as_py() for batch in batches}
    assert len(keys) == 3
