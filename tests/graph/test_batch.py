"""Batches: small ones of many files become one, as if each had come alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.batch import Added, Batch, Rejected, concat
from graph.model import Fact, Merge
from graph.store import Store
from tests.graph.plain_store import PlainStore
from tests.graph.records import RECORDS, batch_of, mail


def test_one_batch_stays_what_it_is() -> None:
    batch = batch_of(mail("ann", "bob"))
    assert concat([batch]) is batch


def test_the_same_row_without_an_id_in_two_files_is_one_and_the_second_is_known(
    store: Store,
) -> None:
    one, other = batch_of(mail("ann", "bob")), batch_of(mail("eve", "bob"), mail("ann", "bob"))

    joined = concat([one, other])
    assert (joined.read, len(joined.interacted)) == (3, 2)
    assert store.add(joined, arrived_at=1) == Added(new=2, known=1)


def test_a_mail_to_many_without_an_id_in_two_files_is_one_too(store: Store) -> None:
    copies = [batch_of(mail("ann", "bob", "eve/cc")) for _ in range(2)]
    assert store.add(concat(copies), arrived_at=1) == Added(new=1, known=1)
    assert store.status().rows == 2


def test_records_and_identities_of_all_files_stay_apart() -> None:
    joined = concat(
        [
            batch_of(Rejected("1", "no date"), mail("ann", "bob")),
            batch_of(mail("bob", "zoë"), Fact("email:ann@x.example", "name", "Ann")),
            batch_of(Merge("email:ann@x.example", "email:bob@x.example", "told"), mail("ann")),
        ]
    )
    who = [*joined.identities.to_pylist(), None]
    assert len(who) == len(set(who)) == 4
    assert [
        (row["record"], who[row["sender"]], who[row["receiver"]])
        for row in joined.interacted.to_pylist()
    ] == [
        (1, "email:ann@x.example", "email:bob@x.example"),
        (2, "email:bob@x.example", "email:zoë@x.example"),
        (5, "email:ann@x.example", None),
    ]
    assert joined.facts.column("record").to_pylist() == [3]
    assert joined.merges.column("record").to_pylist() == [4]
    assert [rejected.place for rejected in joined.rejected] == ["1"]


def test_warnings_are_told_once_and_progress_is_that_of_the_last() -> None:
    parts = [
        Batch("mbox", 1, warnings=("no zone",), done=0.2),
        Batch("mbox", 1, warnings=("no zone", "odd name"), done=0.7),
    ]
    joined = concat(parts)
    assert (joined.warnings, joined.done, joined.read) == (("no zone", "odd name"), 0.7, 2)


def test_hundreds_of_channels_join() -> None:
    joined = concat([batch_of(mail("ann", "bob", channel=f"c{k}")) for k in range(300)])
    assert len(set(joined.interacted.column("channel").to_pylist())) == 300


def test_ten_thousand_small_files_join_quickly() -> None:
    small = [batch_of(mail(f"p{k}", f"q{k}", id=f"{k}")) for k in range(100)] * 100
    began = time.process_time()
    assert concat(small).read == 10_000
    assert time.process_time() - began < 5


@pytest.mark.parametrize("source", ["", "a|b"])
def test_a_source_is_a_word_without_the_sign_that_joins_them(source: str) -> None:
    with pytest.raises(ValueError, match=r"source must be a word without '\|'"):
        Batch(source, 0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(RECORDS, max_size=4), min_size=1, max_size=4))
def test_joined_or_not_everything_is_counted_and_kept_the_same(files: list[list[object]]) -> None:
    apart, together = PlainStore(), PlainStore()
    batches = [batch_of(*records) for records in files]  # type: ignore[arg-type]
    alone = sum((apart.add(batch) for batch in batches), Added())
    joined = concat(batches)

    assert together.add(joined) == alone
    assert together.kept() == apart.kept()
    assert (together.facts, together.merges) == (apart.facts, apart.merges)
