"""Decisions about who is one person: what is taken back leaves no trace in any store's digest."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from graph.model import Merge
from graph.people.decisions import counting, last_decisions
from graph.store import Store
from tests.conftest import in_file_or_proof
from tests.graph.records import START, Found, batch_of, mail

ANN, BOB, EVE = (f"email:{name}@x.example" for name in ("ann", "bob", "eve"))


def on(day: int) -> datetime:
    return START + timedelta(days=day)


def merged(day: int, a: str = ANN, b: str = BOB) -> Merge:
    return Merge(a, b, "told", on(day))


def undone(day: int, a: str = ANN, b: str = BOB) -> Merge:
    return Merge(a, b, "no", on(day), is_active=False)


def digests(store: Store, *decided: Merge) -> list[str]:
    """The digest before the first decision and after each."""
    store.add(batch_of(mail("ann", "bob", "eve")), arrived_at=0)
    found = [store.digest()]
    for number, one in enumerate(decided, start=1):
        store.merge([one], arrived_at=number)
        found.append(store.digest())
        contents = store.contents()
        assert (contents.digest, contents.state) == (found[-1], store.state())
        assert store.status().digest == found[-1]
    return found


def test_a_merge_that_is_undone_leaves_the_digest_as_it_was(store: Store) -> None:
    before, during, after = digests(store, merged(1), undone(2))
    assert before == after != during


@in_file_or_proof
def test_it_does_so_with_interactions_arriving_between(new_store: Callable[[], Store]) -> None:
    mails = [mail("ann", "bob", days=day) for day in range(4)]
    told: list[list[Found]] = [[mails[0]], [merged(1)], [mails[1]], [undone(2)], [mails[2]],
                               [merged(5)], [mails[3]], [undone(6)]]  # fmt: skip
    detour = new_store()
    for number, found in enumerate(told, start=1):
        detour.add(batch_of(*found), arrived_at=number)
    digest, state = detour.digest(), detour.state()
    assert digest == detour.contents().digest != state
    plain = new_store()
    plain.add(batch_of(*mails), arrived_at=9)
    assert (digest, digest) == (plain.digest(), plain.state())


@in_file_or_proof
def test_two_who_never_were_merged_are_kept_apart_and_that_shows(store: Store) -> None:
    before, apart, again, together, back = digests(
        store, undone(1), undone(2), merged(3), undone(4)
    )
    assert len({before, apart, together}) == 3
    assert apart == again == back


def test_who_is_merged_once_more_counts_by_the_last_decision(
    new_store: Callable[[], Store],
) -> None:
    *_, last = digests(new_store(), merged(1), undone(2), merged(3))
    assert last == digests(new_store(), merged(3))[-1]


def test_one_undo_takes_back_whatever_several_sources_told(store: Store) -> None:
    before, *_, after = digests(store, merged(1), merged(2), undone(3))
    assert before == after


@in_file_or_proof
def test_the_order_of_arrival_decides_nothing(new_store: Callable[[], Store]) -> None:
    decided = [merged(1), undone(2), merged(3), undone(4), undone(1, ANN, EVE), merged(5, BOB, EVE)]
    straight, turned = digests(new_store(), *decided), digests(new_store(), *decided[::-1])
    assert straight[-1] == turned[-1]


def test_what_was_known_has_the_digest_of_then(store: Store) -> None:
    store.add(batch_of(mail("ann", "bob")), arrived_at=1)
    for number, one in enumerate([merged(1), undone(2), merged(3)], start=1):
        store.merge([one], arrived_at=_micros(on(number)))
    first, second, third = (store.digest(known_by=_micros(on(day))) for day in (1, 2, 3))
    assert second == store.digest(known_by=2)
    assert len({first, second, third}) == 3
    assert third == store.digest()
    assert store.contents(known_by=_micros(on(2))).digest == second
    assert store.state(known_by=_micros(on(2))) == store.contents(known_by=_micros(on(2))).state


@in_file_or_proof
def test_every_decision_can_be_read_again(store: Store) -> None:
    digests(store, merged(1), undone(2))
    rows = store.decisions().to_pylist()
    assert [(row["a"], row["b"], row["is_active"], row["reason"]) for row in rows] == [
        (ANN, BOB, True, "told"),
        (ANN, BOB, False, "no"),
    ]


def test_an_undo_of_the_same_date_comes_after_the_merge(store: Store) -> None:
    store.merge([merged(1), undone(1)], arrived_at=1)
    table = store.decisions()
    assert len(counting(table)) == 0
    assert last_decisions(table)[(ANN, BOB)]["is_active"] is False


@in_file_or_proof
def test_an_empty_store_has_decided_nothing(store: Store) -> None:
    assert len(store.decisions()) == 0
    assert store.digest() == store.state()


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        ("m1", ["m1"]),
        ("m1 m2", ["m1", "m2"]),
        ("m1 u2", []),
        ("u1", ["u1"]),
        ("u1 u2", ["u1"]),
        ("u1 m2", ["m2"]),
        ("u1 m2 u3", ["u1"]),
        ("m1 u2 m3", ["m3"]),
        ("m1 u1 m3 u3", []),
    ],
)
def test_which_decisions_count(store: Store, days: str, counted: list[str]) -> None:
    told = [merged(int(d[1:])) if d[0] == "m" else undone(int(d[1:])) for d in days.split()]
    store.merge(told, arrived_at=1)
    kept = counting(store.decisions()).to_pylist()
    shown = [f"{'m' if row['is_active'] else 'u'}{(row['at'] - _micros(START)) // 86_400_000_000}"
             for row in kept]  # fmt: skip
    assert shown == counted


def _micros(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)
