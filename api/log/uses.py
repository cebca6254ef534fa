"""Uses: when addresses were in use, and what further mails from them say of who is one person.

That an address at one organization followed one at another, or was in use beside it, is evidence
(`algorithms.identity.in_use`). The pairs of whom that was asked are kept with a history, so that
of a log that goes on only those are asked again of whom a further mail came: mostly they followed
each other as before, and the date in the sentence that says so is all that is new.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.identity.in_use import InUse, Span, add_use, in_use
from algorithms.identity.mailboxes import mailbox_of
from algorithms.identity.same_person import InTime

__all__ = ["in_time_table", "used", "with_further_uses"]

_NEVER = 2**62
_IN_TIME = pa.schema(
    [
        ("a", pa.int32()),
        ("b", pa.int32()),
        ("of_a", pa.list_(pa.int32())),
        ("of_b", pa.list_(pa.int32())),
    ]
)


def in_time_table(found: Iterable[InTime] = (), places: Sequence[int] = ()) -> pa.Table:
    """Give the pairs as a snapshot keeps them; *places* are those of the identities compared."""
    rows = list(found)
    return pa.table(
        {
            "a": [places[one.a] for one in rows],
            "b": [places[one.b] for one in rows],
            "of_a": [[places[address] for address in one.of_a] for one in rows],
            "of_b": [[places[address] for address in one.of_b] for one in rows],
        },
        schema=_IN_TIME,
    )


def used(log: pa.Table, identities: pa.Array) -> dict[int, Span]:
    """When each address was first and last written from, or else to."""
    is_mail = pc.starts_with(identities, "email:").to_numpy(zero_copy_only=False)
    first, last = _uses(log, len(identities))
    places = np.flatnonzero(is_mail & (first <= last))
    spans = zip(first[places].tolist(), last[places].tolist(), strict=True)
    return dict(zip(places.tolist(), spans, strict=True))


def _uses(log: pa.Table, count: int) -> NDArray[np.int64]:
    """When each identity first and last wrote, or else was written to; the last first if never."""
    found = np.array([[_NEVER], [-_NEVER]]).repeat(count + 1, axis=1)  # the last place is nobody's
    at = log.column("at").to_numpy()
    for side in ("receiver", "sender"):
        who = log.column(side).to_numpy()
        found[:, who] = [[_NEVER], [-_NEVER]]
        np.minimum.at(found[0], who, at)
        np.maximum.at(found[1], who, at)
    return found[:, :-1]


def with_further_uses(
    suggested: pa.Table,
    in_time: pa.Table,
    identities: pa.Array,
    *,
    before: pa.Table,
    came: pa.Table,
    after: pa.Table,
) -> pa.Table | None:
    """Give what was suggested with the dates of a log that grew; None where it weighs otherwise.

    *came* are its further rows; *in_time* are all pairs that were laid beside each other in time.
    """
    touched = np.zeros(len(identities) + 1, bool)  # the last place is nobody's
    for side in ("sender", "receiver"):
        touched[came.column(side).to_numpy()] = True
    touched[-1] = False
    pairs = in_time.filter(pa.array(_of_any(in_time, touched))).to_pylist()
    asked = np.zeros(len(touched), bool)
    asked[[one for pair in pairs for one in (*pair["of_a"], *pair["of_b"])]] = True
    was, now = (_uses(_rows_of(log, asked), len(identities)) for log in (before, after))
    told: dict[tuple[str, str], tuple[str, str]] = {}
    for pair in pairs:
        former, found = (_in_use(pair, uses, identities) for uses in (was, now))
        if former == found:
            continue
        if former is None or found is None or former.word != found.word:
            return None
        told[identities[pair["a"]].as_py(), identities[pair["b"]].as_py()] = (
            former.sentence,
            found.sentence,
        )
    return _retold(suggested, told) if told else suggested


def _of_any(in_time: pa.Table, is_one: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which pairs have one of some addresses."""
    found = np.zeros(len(in_time), bool)
    for side in ("of_a", "of_b"):
        listed = in_time.column(side).combine_chunks()
        of = pc.list_parent_indices(listed).to_numpy()
        found[of[is_one[pc.list_flatten(listed).to_numpy()]]] = True
    return found


def _rows_of(log: pa.Table, is_one: NDArray[np.bool_]) -> pa.Table:
    """The rows that say when some were in use."""
    sides = [is_one[log.column(side).to_numpy()] for side in ("sender", "receiver")]
    return log.select(["at", "sender", "receiver"]).filter(pa.array(sides[0] | sides[1]))


def _in_use(
    pair: Mapping[str, Sequence[int]], uses: NDArray[np.int64], identities: pa.Array
) -> InUse | None:
    return in_use(*(_spans(pair[side], uses, identities) for side in ("of_a", "of_b")))


def _spans(
    addresses: Sequence[int], uses: NDArray[np.int64], identities: pa.Array
) -> dict[str, Span]:
    """When somebody first and last wrote from each organization."""
    spans: dict[str, Span] = {}
    for place in addresses:
        box = mailbox_of(identities[place].as_py())
        low, high = uses[:, place].tolist()
        if box is not None and box.organization is not None and low <= high:
            add_use(spans, box.organization, (low, high))
    return spans


def _retold(suggested: pa.Table, told: Mapping[tuple[str, str], tuple[str, str]]) -> pa.Table:
    """The suggestions with other dates in the reasons of some pairs."""
    rows = zip(*(suggested.column(name).to_pylist() for name in ("a", "b", "reasons")), strict=True)
    reasons = []
    for a, b, said in rows:
        former, found = told.get((a, b), ("", ""))
        reasons.append([found if one == former else one for one in said])
    place = suggested.schema.get_field_index("reasons")
    return suggested.set_column(
        place, suggested.schema.field(place), pa.array(reasons, pa.list_(pa.string()))
    )
