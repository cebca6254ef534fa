"""Tone in every store: what gave it is kept, and the order of arrival decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.batch import Added, Batch
from graph.copying import copied
from graph.duckdb.store import DuckDBStore
from graph.model import Interaction, Kind
from graph.moments import DAY
from graph.store import Store
from ingest.batches.gather import gather
from ingest.listening import Heard
from ingest.source import Reading
from tests.conftest import in_file_or_proof
from tests.graph.plain_store import PlainStore, kept
from tests.graph.records import CLOCK, mail


@dataclass(frozen=True)
class Ear:
    """Hears what stands in the text: a tone, and words that begin with ``#``."""

    rank: int

    def hears(self, channel: str) -> bool:
        return bool(channel)

    def hear(self, found: Sequence[Interaction]) -> list[Heard | None]:
        return list(map(self._heard, found))

    def _heard(self, found: Interaction) -> Heard | None:
        words = (found.text or "").split()
        topics = (*found.topics, *(word[1:] for word in words if word[0] == "#"))
        tones = [float(word) / self.rank for word in words if word[0] != "#"]
        if found.sentiment is None and tones:
            return Heard(tones[0], f"ear {self.rank}", 0.5, topics, True)
        if topics == found.topics:
            return None
        return Heard(found.sentiment, found.sentiment_by, found.confidence, topics, False)


def heard(*records: Interaction, rank: int | None = None, source: str = "mbox") -> Batch:
    """One batch of records, listened to by an ear of a rank, or by none."""
    listener = None if rank is None else Ear(rank)
    placed = [(str(k), record) for k, record in enumerate(records)]
    (batch,) = gather(placed, source, Reading(CLOCK, listen=listener))
    return batch


def tones(store: Store, known_by: int | None = None) -> list[tuple[Any, ...]]:
    names = ("sentiment", "sentiment_by", "confidence")
    rows = store.contents(known_by=known_by).interacted.to_pylist()
    return [tuple(row.get(name) for name in names) for row in rows]


def test_a_tone_comes_back_with_what_gave_it_and_how_sure_that_is(store: Store) -> None:
    told = mail("ann", "bob", id="1", sentiment=-0.5, sentiment_by="nps", confidence=0.75)
    store.add(heard(told), arrived_at=1)

    assert tones(store) == [(-0.5, "nps", 0.75)]
    assert store.add(heard(told), arrived_at=2) == Added(known=1)


@in_file_or_proof
def test_a_rating_reaches_nobody_and_is_kept(store: Store) -> None:
    rating = mail("ann", kind=Kind.RATING, sentiment=1.0, sentiment_by="csat", topics=("support",))
    assert store.add(heard(rating), arrived_at=1) == Added(new=1)
    assert tones(store) == [(1.0, "csat", None)]


@in_file_or_proof
@pytest.mark.parametrize(
    ("receivers", "id_"),
    [
        (("bob",), None),
        (("bob", "eve/cc"), "1"),
        *(pytest.param(*one, marks=pytest.mark.proof)
          for one in ((("bob",), "1"), (("bob", "eve/cc"), None), ((), None))),
        ((), "1"),
    ],
)  # fmt: skip
def test_a_tone_beats_none_and_a_later_scorer_an_earlier_one_in_any_order(
    new_store: Callable[[], Store], receivers: tuple[str, ...], id_: str | None
) -> None:
    one = mail("ann", *receivers, id=id_, text="1")
    deliveries = [heard(one), heard(one, rank=2), heard(one, rank=4)]
    digests = set()
    for order in permutations(deliveries):
        store = new_store()
        for number, batch in enumerate(order):
            store.add(batch, arrived_at=number)
        assert tones(store) == [(0.25, "ear 4", 0.5)] * max(len(receivers), 1)
        digests.add(store.digest())

    straight = new_store()
    straight.add(deliveries[2], arrived_at=0)
    assert digests == {straight.digest()}, "what lost leaves no trace"


@in_file_or_proof
def test_a_tone_of_the_source_beats_the_best_scorer_in_any_order(
    new_store: Callable[[], Store],
) -> None:
    told = mail("ann", "bob", id="1", sentiment=-1.0, sentiment_by="source", text="1 #price")
    bare = replace(told, sentiment=None, sentiment_by=None)
    deliveries = [heard(bare, rank=200), heard(told), heard(told, rank=1)]
    for order in permutations(deliveries):
        store = new_store()
        for number, batch in enumerate(order):
            store.add(batch, arrived_at=number)
        (row,) = store.contents().interacted.to_pylist()
        assert (row["sentiment"], row["sentiment_by"]) == (-1.0, "source")
        assert row["topics"] == ["price"], "and what was heard beside it counts"


def test_a_tone_heard_later_corrects_and_one_heard_before_makes_none_known(
    new_store: Callable[[], Store],
) -> None:
    one = mail("ann", "bob", text="1")
    store = new_store()
    assert store.add(heard(one), arrived_at=1) == Added(new=1)
    assert store.add(heard(one, rank=1), arrived_at=2) == Added(corrected=1)
    assert store.add(heard(one), arrived_at=3) == Added(known=1)
    assert store.add(heard(one, rank=1), arrived_at=4) == Added(known=1)
    assert store.status().interactions == 1


def test_what_was_known_before_anybody_listened_can_be_asked_for(store: Store) -> None:
    one = mail("ann", "bob", text="1")
    store.add(heard(one), arrived_at=DAY)
    before = store.digest()
    store.add(heard(one, rank=1), arrived_at=2 * DAY)

    assert tones(store, DAY) == [(None, None, None)]
    assert store.digest(known_by=DAY) == before != store.digest()
    assert tones(store, 2 * DAY) == [(1.0, "ear 1", 0.5)]


@in_file_or_proof
def test_texts_that_nobody_listens_to_change_no_key_and_no_digest(
    new_store: Callable[[], Store],
) -> None:
    records = [mail("ann", "bob"), mail("ann", "bob", id="1"), mail("ann", "bob", "eve")]
    silent, spoken = new_store(), new_store()
    silent.add(heard(*records), arrived_at=1)
    spoken.add(heard(*(replace(one, text="a secret") for one in records)), arrived_at=1)
    assert silent.digest() == spoken.digest()


def test_a_text_shows_nowhere() -> None:
    one = mail("ann", "bob", text="0.125 0.375")
    assert "0.375" not in repr(one)
    assert "0.375" not in str(heard(one, rank=1).interacted.to_pydict())
    assert one == replace(one, text="another")


def test_a_copy_of_a_store_with_tones_has_the_same_digest_and_goes_on_alike(
    new_store: Callable[[], Store], tmp_path: Any
) -> None:
    one, other = mail("ann", "bob", text="1"), mail("ann", "bob", "eve", id="2", text="-1 #x")
    store, copy = new_store(), DuckDBStore(tmp_path / "copy.duckdb")
    store.add(heard(one, other, rank=1), arrived_at=1)
    assert copied(store, copy).is_equal

    for target in (store, copy):
        assert target.add(heard(one, other), arrived_at=2) == Added(known=2)
        assert target.add(heard(one, other, rank=2), arrived_at=3) == Added(corrected=2)
    assert store.digest() == copy.digest()


_SPOKEN = st.builds(
    lambda receivers, id_, text, told: mail(
        "ann", *receivers, id=id_, text=text, **({"sentiment": told} if told else {})
    ),
    st.sampled_from([(), ("bob",), ("bob", "eve")]),
    st.sampled_from([None, "1", "2"]),
    st.sampled_from([None, "1", "-1 #a", "#a"]),
    st.sampled_from([None, 0.5]),
)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.lists(_SPOKEN, min_size=1, max_size=3), st.sampled_from([None, 1, 2])),
             min_size=1, max_size=4).flatmap(
        lambda files: st.tuples(st.just(files), st.permutations(files))
    )
)  # fmt: skip
def test_loads_in_any_order_come_to_equal_stores(
    tmp_path_factory: pytest.TempPathFactory, files: Any
) -> None:
    digests = []
    for order in files:
        store = DuckDBStore(tmp_path_factory.mktemp("tone") / "log.duckdb")
        plain = PlainStore()
        for number, (records, rank) in enumerate(order):
            batch = heard(*records, rank=rank)
            assert store.add(batch, arrived_at=number) == plain.add(batch)
        assert kept(store.contents()) == plain.kept()
        digests.append(store.digest())
    assert digests[0] == digests[1]
