"""What every store promises (`graph.store`), told in small examples: facts and merges."""

from collections.abc import Callable
from datetime import datetime, timedelta

from graph.batch import Added, concat
from graph.model import Fact, Merge
from graph.moments import micros
from graph.store import Store
from tests.conftest import in_file_or_proof
from tests.graph.records import START, Found, batch_of, mail

ANN, BOB, EVE = (f"email:{name}@x.example" for name in ("ann", "bob", "eve"))
LATER = START + timedelta(days=9)


def add(store: Store, *records: Found) -> Added:
    return store.add(batch_of(*records), arrived_at=1)


def seen(at: datetime | None) -> Fact:
    return Fact(ANN, "seen_name", "Ann A.", since=at)


def test_a_fact_is_kept_once_and_its_dates_make_it_another(store: Store) -> None:
    works = Fact(ANN, "organization", "org:acme.example", since=START)

    assert add(store, works) == Added(new=1)
    assert add(store, works) == Added(known=1)
    assert add(store, Fact(ANN, "organization", "org:acme.example", START, LATER)) == Added(new=1)
    assert [row["until"] for row in store.contents().facts.to_pylist()] == [micros(LATER), None]


@in_file_or_proof
def test_only_the_first_record_that_states_a_fact_is_new(store: Store) -> None:
    small_files = [batch_of(Fact(ANN, "name", "Ann")) for _ in range(3)]

    assert store.add(concat(small_files), arrived_at=1) == Added(new=1, known=2)


def test_a_name_seen_is_kept_with_the_first_and_the_last_time_it_was_seen(
    new_store: Callable[[], Store],
) -> None:
    between = START + timedelta(days=3)
    for order in ((START, between, LATER, None), (None, LATER, START), (LATER, None, START)):
        store = new_store()
        for at in order:
            assert add(store, seen(at)) == Added(known=1), "it says nothing new about anybody"
        (fact,) = store.contents().facts.to_pylist()
        assert (fact["since"], fact["until"]) == (micros(START), micros(LATER))


@in_file_or_proof
def test_a_name_seen_once_has_one_date_and_two_in_a_batch_have_two(store: Store) -> None:
    add(store, seen(LATER), seen(LATER))
    (once,) = store.contents().facts.to_pylist()
    assert (once["since"], once["until"]) == (micros(LATER), None)

    add(store, seen(LATER), seen(START))
    (twice,) = store.contents().facts.to_pylist()
    assert (twice["since"], twice["until"]) == (micros(START), micros(LATER))


@in_file_or_proof
def test_a_mail_is_known_though_it_shows_a_name_of_another_day(store: Store) -> None:
    assert add(store, [mail("ann", "bob", id="1"), seen(START)]) == Added(new=1)
    assert add(store, [mail("ann", "bob", id="1"), seen(LATER)]) == Added(known=1)


def test_a_record_with_a_known_mail_and_a_new_fact_is_new(store: Store) -> None:
    add(store, mail("ann", "bob", id="1"))

    both: list[Found] = [mail("ann", "bob", id="1"), Fact(ANN, "name", "Ann")]
    assert add(store, both, both) == Added(new=1, known=1)


def test_merges_are_kept_once_whichever_way_round_they_are_told(store: Store) -> None:
    assert store.merge([Merge(ANN, BOB, "told"), Merge(BOB, ANN, "told")], arrived_at=1) == 1
    assert store.merge([Merge(BOB, ANN, "told")], arrived_at=2) == 0
    assert store.merge([], arrived_at=3) == 0
    assert add(store, Merge(BOB, ANN, "same name")) == Added(known=1)
    assert [(row["a"], row["b"]) for row in store.contents().merges.to_pylist()] == [(ANN, BOB)]


def test_of_several_reasons_for_one_merge_the_first_by_letter_is_kept(
    new_store: Callable[[], Store],
) -> None:
    for order in (("told", "same name"), ("same name", "told")):
        store = new_store()
        for reason in order:
            store.merge([Merge(ANN, BOB, reason)], arrived_at=1)
        assert store.contents().merges.column("reason").to_pylist() == ["same name"]


def test_undoing_a_merge_is_a_decision_of_its_own(store: Store) -> None:
    store.merge([Merge(ANN, BOB, "told", START)], arrived_at=1)

    assert store.merge([Merge(ANN, BOB, "wrong", LATER, is_active=False)], arrived_at=2) == 1
    found = store.contents().merges.to_pylist()
    assert [(row["at"], row["is_active"]) for row in found] == [
        (micros(START), True),
        (micros(LATER), False),
    ]


def test_who_is_only_told_of_in_a_fact_or_a_merge_is_somebody_and_organizations_are_not(
    store: Store,
) -> None:
    store.merge([Merge(BOB, "phone:+48600100200", "told")], arrived_at=1)
    add(store, Fact(ANN, "name", "Ann"), Fact("org:x.example", "name", "X"), mail("eve", "ann"))

    assert store.contents().identities.to_pylist() == [ANN, BOB, EVE, "phone:+48600100200"]
