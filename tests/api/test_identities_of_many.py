"""Identities of a large log: only those of which something is told are compared."""

import pyarrow as pa

from api.log.identifying import Identifying
from api.log.identities import identified
from graph.batch import FACTS, INTERACTED, MERGES

PLAIN = [f"email:ann.smith{k:06}@firm.example" for k in range(100_000)]
TOLD = {"email:p.wasik@acme.example": "Wąsik, Przemysław", "slack:T1/U7": "Przemysław Wąsik"}


def found(identities: list[str], told: dict[str, str]) -> set[tuple[str, str]]:
    facts = [
        {"record": 0, "subject": one, "name": name, "value": value}
        for one, written in told.items()
        for name, value in (("name", written), ("organization", "org:acme.example"))
    ]
    suggested = identified(
        pa.array(sorted(identities)),
        MERGES.empty_table(),
        pa.Table.from_pylist(facts, schema=FACTS),
        INTERACTED.empty_table(),
        Identifying(),
    ).suggested
    return set(zip(*(suggested.column(name).to_pylist() for name in "ab"), strict=True))


def test_in_a_large_log_those_are_compared_of_whom_something_is_told() -> None:
    few, many = [*TOLD, *PLAIN[:3]], [*TOLD, *PLAIN]

    assert ("email:p.wasik@acme.example", "slack:T1/U7") in found(few, TOLD)
    assert found(many, TOLD) == {("email:p.wasik@acme.example", "slack:T1/U7")}


def test_in_a_large_log_of_addresses_alone_nobody_is_suggested() -> None:
    assert found([*PLAIN, "email:eve@x.example"], {}) == set()
