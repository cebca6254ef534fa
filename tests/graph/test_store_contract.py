"""What every store promises (`graph.store`), told in small examples: the log."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from graph.batch import Added, Batch, Rejected
from graph.model import ROLES, STATUSES, Kind
from graph.moments import micros
from graph.store import Store
from tests.conftest import in_file_or_proof
from tests.graph.plain_store import kept
from tests.graph.records import START, Found, batch_of, mail


def add(store: Store, *records: Found, source: str = "mbox", arrived_at: int = 1) -> Added:
    return store.add(batch_of(*records, source=source), arrived_at=arrived_at)


def reached(store: Store) -> list[str]:
    """Who was reached in which role, in the store's order, and the answer if there is one."""
    told = []
    for _, _, receiver, role, status, _, _ in kept(store.contents()):
        name = receiver.removeprefix("email:").removesuffix("@x.example")
        answer = [STATUSES[status]] if STATUSES[status] != "none" else []
        told.append("/".join([name, ROLES[role], *answer]))
    return told


def test_the_same_mail_is_kept_once(store: Store) -> None:
    assert add(store, mail("ann", "bob", id="1")) == Added(new=1)
    assert add(store, mail("ann", "bob", id="1")) == Added(known=1)
    assert add(store, mail("ann", "bob", id="2"), mail("ann", "bob", id="2")) == Added(1, 1)
    assert len(store.contents().interacted) == 2


def test_a_row_without_an_id_may_stand_twice_in_one_file_and_is_known_in_the_next(
    store: Store,
) -> None:
    twice = (mail("ann", "bob"), mail("ann", "bob"))

    assert add(store, *twice) == Added(new=2)
    assert add(store, *twice) == Added(known=2)
    assert add(store, *twice, mail("ann", "bob")) == Added(new=1, known=2)
    assert add(store, *twice, source="eml") == Added(new=2), "another log may mean another mail"


def test_rows_of_one_key_in_one_batch_are_one_interaction(store: Store) -> None:
    once = batch_of(mail("ann", "bob"))
    rows = pa.concat_tables([once.interacted, once.interacted])
    twice = rows.set_column(0, rows.schema.field(0), pa.array([0, 1], pa.int64()))

    added = store.add(Batch("mbox", 2, once.identities, twice), arrived_at=1)

    assert added == Added(new=1, known=1)
    assert len(store.contents().interacted) == 1


def test_one_row_for_each_recipient_is_one_interaction_and_each_row_that_adds_one_is_new(
    store: Store,
) -> None:
    assert add(store, mail("ann", "bob", id="1"), mail("ann", "eve", id="1")) == Added(new=2)
    assert add(store, mail("ann", "joe", id="1"), mail("ann", "eve", id="1")) == Added(1, 1)
    assert reached(store) == ["bob/to", "eve/to", "joe/to"]
    assert store.status().interactions == 1


@in_file_or_proof
def test_the_strongest_role_and_the_most_telling_answer_win(store: Store) -> None:
    assert add(store, mail("ann", "bob/cc", id="1")) == Added(new=1)
    assert add(store, mail("ann", "bob/to", id="1")) == Added(corrected=1)
    assert add(store, mail("ann", "bob/bcc", id="1")) == Added(known=1)
    assert add(store, mail("ann", "bob/cc/tentative", id="1")) == Added(corrected=1)
    assert add(store, mail("ann", "bob/to/unanswered", id="1")) == Added(known=1)
    assert reached(store) == ["bob/to/tentative"]


def test_a_higher_revision_replaces_whom_a_lower_one_reached(store: Store) -> None:
    assert add(store, mail("ann", "bob", "eve", id="1")) == Added(new=1)
    assert add(store, mail("ann", "eve", days=1, id="1", revision=2)) == Added(corrected=1)
    assert add(store, mail("ann", "bob", "joe", id="1", revision=1)) == Added(known=1)
    assert reached(store) == ["eve/to"]
    assert store.status().first_at == micros(START + timedelta(days=1))


def test_equal_revisions_that_differ_come_out_the_same_whichever_came_first(
    new_store: Callable[[], Store],
) -> None:
    early, late = mail("ann", "bob", id="1"), mail("ann", "eve", id="1", days=1)
    found = []
    for order in ((early, late), (late, early)):
        store = new_store()
        for record in order:
            add(store, record)
        found.append((kept(store.contents()), store.digest()))
        assert reached(store) == ["bob/to", "eve/to"], "receivers are united all the same"
    assert found[0] == found[1]


@in_file_or_proof
def test_what_reached_somebody_did_not_reach_nobody(store: Store) -> None:
    assert add(store, mail("ann", id="1"), mail("ann", "bob", id="1")) == Added(new=2)
    assert add(store, mail("ann", id="1")) == Added(known=1)
    assert add(store, mail("ann", id="2")) == Added(new=1)
    assert add(store, mail("ann", "bob", id="2")) == Added(new=1)
    assert reached(store) == ["bob/to", "bob/to"]


@in_file_or_proof
def test_who_knows_whom_something_reached_knows_what_it_was(
    new_store: Callable[[], Store],
) -> None:
    """A post of a channel that a list of channels, which came later, tells to be a direct one."""
    for day in range(8):  # whichever content has the larger hash
        bare = mail("ann", id="1", kind=Kind.POST, days=day)
        told = mail("ann", "bob", id="1", kind=Kind.MESSAGE, days=day)
        found = set()
        for order in ((bare, told), (told, bare), (told,)):
            store = new_store()
            for record in order:
                add(store, record)
            found.add((tuple(reached(store)), store.digest()))
        assert len(found) == 1


def test_the_sources_of_an_interaction_are_united(store: Store) -> None:
    one = mail("ann", "bob", id="1")
    for source in ("mbox", "eml", "mbox"):
        add(store, one, source=source)

    assert add(store, one, source="eml") == Added(known=1)
    assert store.contents().interacted.column("sources").to_pylist() == ["eml|mbox"]


def test_nothing_is_corrected_without_ids_of_the_source(store: Store) -> None:
    to_many = mail("ann", "bob", "eve/cc")

    assert add(store, to_many, to_many) == Added(new=2)
    assert add(store, to_many, mail("ann", "bob", "eve/to")) == Added(new=1, known=1)


@in_file_or_proof
def test_self_mail_and_what_reached_nobody_are_kept(store: Store) -> None:
    assert add(store, mail("ann", "ann"), mail("ann", kind=Kind.POST)) == Added(new=2)
    assert sorted(reached(store)) == ["/to", "ann/to"]


def test_what_was_read_is_new_known_corrected_or_rejected(store: Store) -> None:
    batch = batch_of(
        mail("ann", "bob", id="1"),
        Rejected("2", "no date"),
        mail("ann", "bob", id="1"),
        mail("ann", "bob", id="1", days=1, revision=1),
    )

    assert store.add(batch, arrived_at=1) == Added(new=1, known=1, corrected=1)
    assert (batch.read, len(batch.rejected)) == (4, 1)


def test_a_batch_is_whole_or_absent(store: Store) -> None:
    good = batch_of(mail("ann", "bob", id="1"), mail("joe", "eve"))
    kind = good.interacted.schema.get_field_index("kind")
    odd = pa.array(["email", "séance"]).dictionary_encode()
    bad = Batch("mbox", 2, good.identities, good.interacted.set_column(kind, "kind", odd))
    add(store, mail("zoë", "bob"))
    before = store.digest()

    with pytest.raises(ValueError, match="séance"):
        store.add(bad, arrived_at=2)

    assert store.digest() == before
    assert store.contents().identities.to_pylist() == ["email:bob@x.example", "email:zoë@x.example"]


def test_interactions_come_back_by_time_then_key_then_receiver(store: Store) -> None:
    add(store, mail("ann", "zoë", "bob", id="1"), mail("eve", "bob"), mail("eve", "bob", days=-1))
    add(store, mail("ann", "joe", id="1"), mail("eve", "bob", id="2"))

    rows = kept(store.contents())
    assert len(rows) == 6
    assert rows == sorted(rows, key=lambda row: row[:3])


def test_a_row_tells_when_it_came_to_be_as_it_is(store: Store) -> None:
    add(store, mail("ann", "bob", id="1"), mail("eve", "bob", days=1), arrived_at=10)
    add(store, mail("ann", "bob", id="1"), mail("eve", "bob", days=1), arrived_at=20)
    assert store.contents().interacted.column("arrived_at").to_pylist() == [10, 10]

    add(store, mail("ann", "zoë", id="1"), arrived_at=30)
    add(store, mail("ann", "bob/to/accepted", id="1"), arrived_at=40)
    assert store.contents().interacted.column("arrived_at").to_pylist() == [40, 30, 10]


def test_an_empty_store_answers_and_a_question_creates_nothing(
    new_store: Callable[[], Store], tmp_path: Path
) -> None:
    store = new_store()
    contents, status = store.contents(), store.status()

    assert (len(contents.interacted), len(contents.identities), len(contents.facts)) == (0, 0, 0)
    assert (status.interactions, status.rows, status.first_at, status.last_at) == (0, 0, None, None)
    assert status.digest == contents.digest == store.digest()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@in_file_or_proof
def test_nothing_in_a_batch_is_nothing_new(store: Store) -> None:
    assert store.add(Batch("mbox", 0), arrived_at=1) == Added()
    assert add(store, Rejected("1", "no date"), Rejected("2", "no date")) == Added()


def test_status_counts_interactions_rows_identities_facts_and_the_span(store: Store) -> None:
    add(store, mail("ann", "bob", "eve", id="1", days=3), mail("ann", "bob"), mail("ann", days=1))

    status = store.status()
    assert (status.interactions, status.rows, status.identities, status.facts) == (3, 4, 3, 0)
    assert (status.first_at, status.last_at) == (micros(START), micros(START + timedelta(days=3)))


def test_a_log_may_have_hundreds_of_channels(store: Store) -> None:
    add(store, *(mail("ann", "bob", channel=f"c{k}") for k in range(300)))

    found = store.contents().interacted.column("channel").to_pylist()
    assert sorted(found) == sorted(f"c{k}" for k in range(300))


def test_every_field_comes_back_as_it_was_given(store: Store) -> None:
    add(
        store,
        mail(
            "ann", "bob/cc/accepted", id="<1@x>", kind=Kind.MEETING, channel="calendar", thread="t",
            duration=timedelta(minutes=30), in_reply_to="<0@x>", sentiment=0.5,
            topics=("pricing", "delay"), revision=4, is_bulk=True,
        ),
    )  # fmt: skip

    (row,) = store.contents().interacted.to_pylist()
    assert {name: row[name] for name in ("at", "revision", "is_bulk", "channel", "sources")} == {
        "at": micros(START), "revision": 4, "is_bulk": True, "channel": "calendar",
        "sources": "mbox",
    }  # fmt: skip
    assert [row[name] for name in ("id", "thread", "in_reply_to", "sentiment", "topics")] == [
        "<1@x>", "t", "<0@x>", np.float32(0.5), ["pricing", "delay"],
    ]  # fmt: skip
    assert row["duration"] == 30 * 60 * 1_000_000


def test_columns_that_say_nothing_are_left_out(store: Store) -> None:
    add(store, mail("ann", "bob", thread="t"))

    names = set(store.contents().interacted.column_names)
    assert "thread" in names
    assert names.isdisjoint({"id", "duration", "in_reply_to", "sentiment", "topics"})
