"""What every store promises (`graph.store`): equal contents have equal digests, others have not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from graph.digest import Sums, digest_of, row_hash
from graph.model import Fact, Kind, Merge
from graph.store import Contents, Store
from tests.conftest import in_file_or_proof
from tests.graph.records import START, Found, batch_of, mail

ANN, BOB = "email:ann@x.example", "email:bob@x.example"


def digest_after(store: Store, *batches: list[Found]) -> str:
    for number, batch in enumerate(batches):
        store.add(batch_of(*batch), arrived_at=number)
    return store.digest()


def _sums(hashes: list[tuple[int, int]]) -> Sums:
    return Sums(sum(hi for hi, _ in hashes), sum(lo for _, lo in hashes), len(hashes))


def digest_by_hand(contents: Contents) -> str:
    """The digest by its published formula; the hashes of rows are the store's own."""
    log = contents.interacted.to_pylist()
    facts = [
        row_hash(*(row[name] for name in ("subject", "name", "value", "since", "until")))
        for row in contents.facts.to_pylist()
    ]
    merges = [
        row_hash(*(row[name] for name in ("a", "b", "at", "is_active")))
        for row in contents.merges.to_pylist()
    ]
    rows = [(row["row_hi"], row["row_lo"]) for row in log]
    return digest_of(_sums(rows), _sums(facts), _sums(merges))


MANY: list[Found] = [
    mail("ann", "bob", "eve/cc", id="1"),
    mail("ann", "bob"),
    mail("eve", "ann", days=2, kind=Kind.CALL, duration=timedelta(minutes=3)),
    Fact(ANN, "name", "Ann", since=START),
    Fact(BOB, "seen_name", "Bob"),
    Merge(ANN, BOB, "told", START),
]


def test_the_digest_follows_its_published_formula(store: Store) -> None:
    digest_after(store, MANY, [mail("ann", "bob/to/accepted", id="1", revision=1)])

    contents = store.contents()
    assert contents.digest == store.digest() == store.status().digest == digest_by_hand(contents)


def test_the_hash_of_a_row_is_its_key_or_follows_the_published_formula(store: Store) -> None:
    digest_after(store, [mail("ann", "bob"), mail("ann", "eve/cc/declined", id="1", revision=3)])
    batch = batch_of(mail("ann", "eve/cc/declined", id="1", revision=3))
    (content,) = batch.interacted.column("content").to_pylist()

    for row in store.contents().interacted.to_pylist():
        key = (row["key_hi"], row["key_lo"])
        parts = (*key, "email:eve@x.example", 4, 1, 3, content, "mbox")  # cc is 4, declined is 1
        expected = key if row["id"] is None else row_hash(*parts)
        assert (row["row_hi"], row["row_lo"]) == expected


@in_file_or_proof
def test_order_and_batches_do_not_show_in_the_digest(new_store: Callable[[], Store]) -> None:
    found = {
        digest_after(new_store(), MANY),
        digest_after(new_store(), *([one] for one in MANY)),
        digest_after(new_store(), *([one] for one in reversed(MANY))),
        digest_after(new_store(), MANY[:2], MANY, MANY[3:]),
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"days": 1.0}, {"id": "2"}, {"kind": Kind.CALL}, {"channel": "fax"}, {"thread": "t"},
        {"duration": timedelta(seconds=1)}, {"in_reply_to": "0"}, {"sentiment": 0.1},
        {"topics": ("a",)}, {"revision": 1}, {"is_bulk": True}, {"id": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_change_of_any_field_shows_in_the_digest(
    new_store: Callable[[], Store], change: dict[str, Any]
) -> None:
    one = mail("ann", "bob", id="1")
    other = mail("ann", "bob", **({"id": "1"} | change))
    assert digest_after(new_store(), [one]) != digest_after(new_store(), [other])


@pytest.mark.parametrize(
    "receivers", [[], ["eve"], ["bob", "eve"], ["bob/cc"], ["bob/to/declined"]]
)
def test_a_change_of_receivers_shows_in_the_digest(
    new_store: Callable[[], Store], receivers: list[str]
) -> None:
    one, other = mail("ann", "bob", id="1"), mail("ann", *receivers, id="1")
    assert digest_after(new_store(), [one]) != digest_after(new_store(), [other])


def test_facts_and_merges_show_in_the_digest(new_store: Callable[[], Store]) -> None:
    worlds: list[list[Found]] = [
        [],
        [Fact(ANN, "name", "Ann")],
        [Fact(ANN, "name", "Ann", since=START)],
        [Fact(ANN, "name", "Ann", until=START)],
        [Fact(ANN, "title", "Ann")],
        [Merge(ANN, BOB, "told", START)],
        [Merge(ANN, BOB, "told", START, is_active=False)],
        [Merge(ANN, "email:eve@x.example", "told", START)],
    ]
    assert len({digest_after(new_store(), world) for world in worlds}) == len(worlds)


@in_file_or_proof
def test_a_correction_undone_by_a_later_one_leaves_no_trace_of_the_first(
    new_store: Callable[[], Store],
) -> None:
    last = mail("ann", "eve", id="1", revision=2)
    detour: list[Found] = [mail("ann", "bob", id="1")]
    straight: list[Found] = [last]
    found = []
    for batches in ([straight], [detour, straight], [straight, detour]):
        store = new_store()
        digest = digest_after(store, *batches)
        found.append((digest, store.contents().identities.to_pylist()))

    assert found == [(found[0][0], [ANN, "email:eve@x.example"])] * 3
