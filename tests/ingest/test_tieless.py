"""Tieless: what was understood and kept, but ties nobody, is counted as such."""

import pytest

from graph.batch import Batch, Rejected
from graph.model import Fact, Kind
from ingest.batches.tieless import tieless_records
from tests.graph.records import Found, batch_of, mail


def tieless(*records: Found, max_receivers: int = 50) -> int:
    return tieless_records(batch_of(*records), max_receivers)


@pytest.mark.parametrize(
    ("record", "is_tieless"),
    [
        (mail("ann", "bob"), False),
        (mail("ann", "bob", "ann"), False),
        (mail("ann", "bob/to/declined", "eve/to/accepted"), False),
        (mail("ann", "ann"), True),
        (mail("ann", kind=Kind.POST), True),
        (mail("ann", "bob/to/declined", "ann"), True),
        (mail("ann", "bob", is_bulk=True), True),
        (mail("ann", *(f"p{k}" for k in range(50))), False),
        (mail("ann", *(f"p{k}" for k in range(51))), True),
        (mail("ann", *(f"p{k}" for k in range(50)), "ann", "bob/to/declined"), False),
        (mail("ann", *(f"p{k}/cc" for k in range(50)), "p7/to"), False),
    ],
    ids=["mail", "with a copy to oneself", "one declined", "self-mail", "a post", "all declined",
         "newsletter", "fifty", "fifty-one", "fifty and oneself", "one of fifty twice"],
)  # fmt: skip
def test_what_ties_nobody_is_tieless(record: Found, *, is_tieless: bool) -> None:
    assert tieless(record) == is_tieless
    assert tieless(record, mail("eve", "joe"), mail("joe", "joe")) == is_tieless + 1


def test_records_are_counted_not_rows_nor_interactions() -> None:
    assert tieless([mail("ann", "ann"), mail("ann", "ann", days=1)]) == 1
    assert tieless([mail("ann", "ann"), mail("ann", "bob")]) == 0
    assert tieless(mail("ann", "bob", id="1"), mail("ann", "ann", id="1")) == 1


def test_one_row_for_each_of_many_recipients_is_tieless_as_a_whole() -> None:
    rows = [mail("ann", f"p{k}", id="1") for k in range(4)]
    assert tieless(*rows, max_receivers=3) == 4
    assert tieless(*rows, max_receivers=4) == 0


def test_facts_and_rejected_records_are_not_tieless() -> None:
    assert tieless(Fact("email:ann@x.example", "name", "Ann"), Rejected("2", "no date")) == 0
    assert tieless_records(Batch("mbox", 0), 50) == 0
