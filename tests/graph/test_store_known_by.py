"""What every store promises (`graph.store`): what it held at a past moment can be read back."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.batch import Batch
from graph.model import Fact, Merge
from graph.moments import micros
from graph.store import Contents, Store
from tests.conftest import in_file_or_proof
from tests.graph.records import START, Found, batch_of, deliveries, mail

ANN, BOB = (f"email:{name}@x.example" for name in ("ann", "bob"))
THEN = micros(START + timedelta(days=2))  # no merge that is told of here is dated later

_SUITE = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_PROOF = settings(_SUITE, max_examples=2_000, derandomize=False, print_blob=True)


def same(found: Contents, then: Contents) -> bool:
    """Whether two readings are the same, column for column."""
    tables = zip(
        (found.interacted, found.facts, found.merges),
        (then.interacted, then.facts, then.merges),
        strict=True,
    )
    alike = all(one.equals(other) for one, other in tables)
    return alike and found.identities.equals(then.identities) and found.digest == then.digest


def is_known_again(store: Store, told: Sequence[tuple[Batch, int]]) -> None:
    """Add batches, and afterwards read what was known at the moment of each."""
    then: dict[int, Contents] = {}
    for batch, moment in told:
        store.add(batch, arrived_at=moment)
        then[moment] = store.contents()
    for moment, contents in then.items():
        assert store.digest(known_by=moment) == contents.digest
        assert same(store.contents(known_by=moment), contents)
        assert store.digest(known_by=moment + 1) == contents.digest, "until the next comes"


def at_drawn_moments(
    delivered: tuple[list[Batch], list[Batch]], data: st.DataObject
) -> list[tuple[Batch, int]]:
    """The second way of delivering, some of its batches at one moment."""
    _, batches = delivered
    steps = data.draw(st.lists(st.sampled_from([0, 10]), min_size=len(batches),
                               max_size=len(batches)))  # fmt: skip
    return list(zip(batches, accumulate(steps, initial=THEN), strict=False))


def one(*records: Found, source: str = "mbox") -> Batch:
    return batch_of(*records, source=source)


@in_file_or_proof
@_SUITE
@given(deliveries(), st.data())
def test_what_was_known_after_each_batch_is_known_again(
    new_store: Callable[[], Store], delivered: tuple[list[Batch], list[Batch]], data: st.DataObject
) -> None:
    is_known_again(new_store(), at_drawn_moments(delivered, data))


@pytest.mark.proof
@_PROOF
@given(deliveries(), st.data())
def test_what_was_known_after_each_batch_is_known_again_in_thousands_of_cases(
    new_store: Callable[[], Store], delivered: tuple[list[Batch], list[Batch]], data: st.DataObject
) -> None:
    is_known_again(new_store(), at_drawn_moments(delivered, data))


def test_a_mail_that_grew_and_was_corrected_is_seen_in_each_of_its_forms(store: Store) -> None:
    records = (
        mail("ann", "bob/cc", id="1"),
        mail("ann", "bob/to", "eve", id="1"),  # a stronger role, and one receiver more
        mail("ann", id="2"),  # reaches nobody
        mail("ann", "zoë", id="2"),  # but somebody after all
        mail("ann", "joe", id="1", revision=2, days=1, thread="t"),
        mail("ann", "bob/to/accepted", id="1"),  # too late
        mail("ann", "joe", id="1", revision=2, days=1, sentiment=0.5),  # an equal revision
    )
    is_known_again(store, [(one(record), THEN + 10 * k) for k, record in enumerate(records)])


def test_a_source_that_told_later_was_not_known_to_tell(store: Store) -> None:
    again = [one(mail("ann", "bob", id="1"), source=name) for name in ("mbox", "eml")]
    is_known_again(store, [(batch, THEN + 10 * k) for k, batch in enumerate(again)])
    assert store.contents(known_by=THEN).interacted.column("sources").to_pylist() == ["mbox"]


@in_file_or_proof
def test_people_are_not_there_before_anything_tells_of_them(store: Store) -> None:
    store.add(one(mail("ann", "bob")), arrived_at=THEN)
    store.add(one(mail("ann", "zoë"), Fact("email:joe@x.example", "name", "Joe")),
              arrived_at=THEN + 1)  # fmt: skip

    assert store.contents(known_by=THEN).identities.to_pylist() == [ANN, BOB]
    assert len(store.contents(known_by=THEN).facts) == 0


def test_the_dates_a_name_was_seen_are_those_of_then(store: Store) -> None:
    days = [None, *(START + timedelta(days=day) for day in (3, 9))]
    told = [one(Fact(ANN, "seen_name", "Ann A.", since=at)) for at in days]

    is_known_again(store, [(batch, THEN + 10 * k) for k, batch in enumerate(told)])
    seen = [
        store.contents(known_by=THEN + 10 * k).facts.select(["since", "until"]).to_pylist()
        for k in range(len(days))
    ]
    third, ninth = (micros(START + timedelta(days=day)) for day in (3, 9))
    assert seen == [
        [{"since": since, "until": until}]
        for since, until in ((None, None), (third, None), (third, ninth))
    ]


def test_the_reason_of_a_merge_is_that_of_then(store: Store) -> None:
    for moment, reason in ((THEN, "told"), (THEN + 1, "same name"), (THEN + 2, "a list")):
        store.merge([Merge(ANN, BOB, reason)], arrived_at=moment)

    reasons = [store.contents(known_by=THEN + k).merges.column("reason")[0].as_py()
               for k in range(3)]  # fmt: skip
    assert reasons == ["told", "same name", "a list"]


def test_a_merge_is_known_from_its_arrival_and_from_its_own_date(store: Store) -> None:
    early, late = (datetime.fromtimestamp((THEN + k) / 1e6, UTC) for k in (-5_000_000, 5_000_000))
    store.add(one(mail("ann", "bob")), arrived_at=THEN)
    store.merge([Merge(ANN, BOB, "told", early)], arrived_at=THEN + 1_000_000)
    store.merge([Merge(ANN, BOB, "no", late, is_active=False)], arrived_at=THEN + 2_000_000)

    known = [len(store.contents(known_by=THEN + after * 1_000_000).merges) for after in range(7)]
    assert known == [0, 1, 1, 1, 1, 2, 2]
    assert len(store.contents().merges) == 2


@in_file_or_proof
def test_facts_that_arrive_without_interactions_have_a_moment_too(store: Store) -> None:
    told = [one(mail("ann", "bob")), one(Fact(ANN, "name", "Ann")), one(Fact(BOB, "title", "b")),
            one(Merge(ANN, BOB, "told")), one(mail("bob", "ann"))]  # fmt: skip
    is_known_again(store, [(batch, THEN + 10 * k) for k, batch in enumerate(told)])


@in_file_or_proof
def test_what_comes_late_is_known_no_sooner_than_what_was_there_before_it(store: Store) -> None:
    # a long load bears the moment at which it began; another came in between
    for moment, other in ((10, "bob"), (20, "eve"), (10, "joe"), (30, "zoë")):
        store.add(one(mail("ann", other, id=other)), arrived_at=THEN + moment)

    rows = [len(store.contents(known_by=THEN + at).interacted) for at in (0, 10, 15, 20, 25, 30)]
    assert rows == [0, 1, 1, 3, 3, 4]


def test_a_late_batch_replaces_what_was_known_between(store: Store) -> None:
    for moment, reason in ((10, "told"), (20, "on a list"), (10, "a list")):
        merge = Merge(ANN, BOB, reason)
        seen = Fact(
            ANN, "seen_name", "Ann", since=START + timedelta(days=ord("z") - ord(reason[0]))
        )
        store.add(one(merge, seen), arrived_at=THEN + moment)

    first, now = store.contents(known_by=THEN + 15), store.contents(known_by=THEN + 20)
    assert first.merges.column("reason").to_pylist() == ["told"]
    assert first.facts.column("since").to_pylist() == [micros(START + timedelta(days=6))]
    assert now.merges.column("reason").to_pylist() == ["a list"]
    assert same(now, store.contents())


@in_file_or_proof
def test_nothing_was_known_before_the_first_arrival_and_the_span_is_told(store: Store) -> None:
    empty = store.digest()
    assert store.status().arrived is None
    assert store.digest(known_by=THEN) == empty
    store.add(one(mail("ann", "bob")), arrived_at=THEN)
    store.add(one(mail("ann", "bob"), Fact(ANN, "name", "Ann")), arrived_at=THEN + 5)

    found = store.contents(known_by=THEN - 1)
    assert (len(found.interacted), len(found.identities), found.digest) == (0, 0, empty)
    assert store.status().arrived == (THEN, THEN + 5)


@in_file_or_proof
def test_looking_back_changes_nothing(store: Store) -> None:
    for k, other in enumerate(("bob", "eve")):
        store.add(one(mail("ann", other, id="1", revision=k)), arrived_at=THEN + k)
    before = store.contents()
    store.contents(known_by=THEN)

    assert same(store.contents(), before)
    assert same(store.contents(known_by=THEN + 1), before)
    assert pa.table({"sender": before.interacted.column("sender")}).num_rows == 1
