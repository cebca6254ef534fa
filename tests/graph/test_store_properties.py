"""Every store against a store in plain Python: any files, in any order, repeated and cut anyhow."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from graph.batch import Batch
from graph.store import Store
from tests.graph.plain_store import PlainStore, kept, merged, stated
from tests.graph.records import deliveries

_SUITE = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_PROOF = settings(_SUITE, max_examples=3_000, derandomize=False, print_blob=True)


def holds(store: Store, batches: list[Batch]) -> str:
    """Add batches to a real and to a plain store, compare all they say, and give the digest."""
    plain = PlainStore()
    for number, batch in enumerate(batches):
        added = store.add(batch, arrived_at=number)
        assert added == plain.add(batch)
        assert min(added.new, added.known, added.corrected) >= 0
        assert added.new + added.known + added.corrected + len(batch.rejected) == batch.read
    contents = store.contents()
    assert contents.identities.to_pylist() == plain.identities()
    assert kept(contents) == plain.kept()
    assert stated(contents) == plain.facts
    assert merged(contents) == plain.merges
    return contents.digest


@_SUITE
@given(deliveries())
def test_repetition_order_and_batches_decide_nothing(
    new_store: Callable[[], Store], delivered: tuple[list[Batch], list[Batch]]
) -> None:
    as_they_are, anyhow = delivered
    assert holds(new_store(), as_they_are) == holds(new_store(), anyhow)


@pytest.mark.proof
@_PROOF
@given(deliveries())
def test_repetition_order_and_batches_decide_nothing_in_thousands_of_cases(
    new_store: Callable[[], Store], delivered: tuple[list[Batch], list[Batch]]
) -> None:
    as_they_are, anyhow = delivered
    assert holds(new_store(), as_they_are) == holds(new_store(), anyhow)
