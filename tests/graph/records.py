"""Records as sources give them, gathered into batches; and random ones for property tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from graph.batch import Batch, Rejected
from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role, Status
from ingest.batches.gather import gather
from ingest.source import Reading

__all__ = ["CLOCK", "RECORDS", "batch_of", "deliveries", "mail"]

CLOCK = datetime(2026, 6, 1, tzinfo=UTC)
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
Found = Interaction | Fact | Merge | Rejected | list[Any]


def batch_of(*records: Found, source: str = "mbox") -> Batch:
    """One batch of records of one file."""
    placed = [(f"{k}", record) for k, record in enumerate(records)]
    found = list(gather(placed, source, Reading(CLOCK)))
    return found[0] if found else Batch(source, 0)


def mail(
    sender: str,
    *receivers: str,
    id: str | None = None,  # noqa: A002
    days: float = 0.0,
    **fields: Any,
) -> Interaction:
    """A mail between short names; ``bob/cc/declined`` names a role and an answer too."""
    reached = []
    for text in receivers:
        name, role, status, *_ = (*text.split("/"), "", "")
        who = f"email:{name}@x.example"
        reached.append(Receiver(who, Role(role or "to"), Status(status or "none")))
    return Interaction(
        at=START + timedelta(days=days),
        kind=fields.pop("kind", Kind.EMAIL),
        channel=fields.pop("channel", "email"),
        sender=f"email:{sender}@x.example",
        receivers=tuple(reached),
        id=id,
        **fields,
    )


_NAMES = st.sampled_from(["ann", "bob", "eve", "joe", "zoë"])
_RECEIVERS = st.lists(
    st.tuples(
        _NAMES,
        st.sampled_from(["to", "cc", "bcc"]),
        st.sampled_from(["none", "accepted", "declined"]),
    ).map("/".join),
    max_size=3,
)
_INTERACTIONS = st.builds(
    lambda sender, receivers, id, day, extra: mail(sender, *receivers, id=id, days=day, **extra),  # noqa: A006
    _NAMES,
    _RECEIVERS,
    st.sampled_from([None, "1", "2", "3"]),
    st.integers(0, 2),
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from([Kind.EMAIL, Kind.MEETING]),
            "channel": st.sampled_from(["email", "calendar"]),
            "duration": st.sampled_from([timedelta(minutes=30)]),
            "thread": st.sampled_from(["t1", "t2"]),
            "sentiment": st.sampled_from([0.5, -0.25]),
            "topics": st.sampled_from([("pricing",), ("a", "b")]),
            "is_bulk": st.just(True),
        },
    ),
).flatmap(
    lambda found: (
        st.just(found)
        if found.id is None
        else st.integers(0, 2).map(lambda revision: _revised(found, revision))
    )
)
_DATES = st.sampled_from([None, START, START + timedelta(days=1)])
_WHO = _NAMES.map("email:{}@x.example".format)
_FACTS = st.builds(
    Fact,
    _WHO,
    st.sampled_from(["name", "seen_name", "kind"]),
    st.sampled_from(["Ann", "Bob", "resource", "bot"]),
    _DATES,
    _DATES,
)
_MERGES = st.builds(
    Merge, _WHO, _WHO, st.sampled_from(["same name", "told"]), st.just(START), st.booleans()
)
RECORDS = st.one_of(
    _INTERACTIONS,
    _INTERACTIONS,
    _FACTS,
    _MERGES,
    st.lists(st.one_of(_INTERACTIONS, _FACTS), min_size=1, max_size=3),
    st.just(Rejected("7", "no date")),
)


def _revised(found: Interaction, revision: int) -> Interaction:
    return replace(found, revision=revision)


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Batch], list[Batch]]:
    """The same files delivered twice over: as they are, and repeated, shuffled and cut anew."""
    files = draw(st.lists(st.lists(RECORDS, max_size=5), min_size=1, max_size=3))
    sources = draw(
        st.lists(st.sampled_from(["mbox", "ics"]), min_size=len(files), max_size=len(files))
    )
    named = list(zip(sources, files, strict=True))
    plainly = [batch_of(*records, source=source) for source, records in named]
    again = draw(st.lists(st.sampled_from(named), max_size=2))
    shuffled = draw(st.permutations(named + again))
    cut = [
        batch
        for source, records in shuffled
        for batch in gather(
            [(str(k), record) for k, record in enumerate(records)],
            source,
            Reading(CLOCK, batch_rows=draw(st.integers(2, 5))),
        )
    ]
    return plainly, cut
