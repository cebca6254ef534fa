"""The one ``Log`` of a Neo4j store: what it says of all the rest, and how a write moves it.

It holds the next sequence number, counts, and the sums behind the digest. Every write locks it
first, so writers queue there, and every reading is checked against it.
"""

from dataclasses import dataclass, field
from typing import Any

from graph.digest import Sums, digest_of
from graph.neo4j.server import Transaction

__all__ = ["NO_HEAD", "Head", "head", "lock", "move"]

_WRAP, _HALF = 1 << 64, 1 << 63

_HEAD = "MATCH (l:Log {name: 'tieline'}) RETURN l {.*} AS log"
# A write, so that whoever comes second waits; what it changes is nothing.
_LOCK = "MATCH (l:Log {name: 'tieline'}) SET l.epoch = l.epoch"
_MOVE = """
    MATCH (l:Log {name: 'tieline'})
    SET l.next = $next, l.identities = $identities, l.interactions = $interactions,
        l.rows = $rows, l.log_hi = $log_hi, l.log_lo = $log_lo,
        l.facts = $facts, l.fact_hi = $fact_hi, l.fact_lo = $fact_lo,
        l.merges = $merges, l.merge_hi = $merge_hi, l.merge_lo = $merge_lo, l.voids = $voids,
        l.void_hi = $void_hi, l.void_lo = $void_lo, l.digest = $digest,
        l.latest_us = $latest_us, l.latest_seq = $latest_seq"""


@dataclass(frozen=True)
class Head:
    """What the one ``Log`` says of all the rest; ``next`` is the first sequence number to come.

    ``void`` adds up the decisions about who is one person that count for nothing in the digest.
    ``latest`` is the latest moment at which anything arrived, and ``latest_seq`` the first number
    of that moment; None and 0 where no such batch came since that is kept.
    """

    store_id: str
    epoch: int
    next: int
    identities: int
    interactions: int
    log: Sums
    facts: Sums
    merges: Sums
    latest: int | None = None
    latest_seq: int = 0
    void: Sums = field(default_factory=Sums)

    @property
    def digest(self) -> str:
        """The digest of the log, the facts and the merges that count: those not in ``void``."""
        return digest_of(self.log, self.facts, self.merges - self.void)

    @property
    def state(self) -> str:
        """The digest with every decision, those taken back too."""
        return digest_of(self.log, self.facts, self.merges)


NO_HEAD = Head("", 0, 1, 0, 0, Sums(), Sums(), Sums())
"""What stands for it in a database that is no store yet."""


def head(tx: Transaction) -> Head | None:
    """Read the one ``Log``; None in a database that is no store yet."""
    found = tx.run(_HEAD).single()
    if found is None:
        return None
    log = found["log"]
    return Head(
        store_id=log["store_id"],
        epoch=log["epoch"],
        next=log["next"],
        identities=log["identities"],
        interactions=log["interactions"],
        log=Sums(log["log_hi"], log["log_lo"], log["rows"]),
        facts=Sums(log["fact_hi"], log["fact_lo"], log["facts"]),
        merges=Sums(log["merge_hi"], log["merge_lo"], log["merges"]),
        latest=log.get("latest_us"),
        latest_seq=log.get("latest_seq", 0),
        void=Sums(log.get("void_hi", 0), log.get("void_lo", 0), log.get("voids", 0)),
    )


def lock(tx: Transaction) -> None:
    """Keep whoever else would write waiting until this transaction ends."""
    tx.run(_LOCK).consume()


def move(tx: Transaction, after: Head) -> None:
    """Let the ``Log`` say what is so after a write; whose store it is stays."""
    told: dict[str, Any] = {
        "next": after.next,
        "identities": after.identities,
        "interactions": after.interactions,
        "rows": after.log.rows,
        "log_hi": _signed(after.log.hi),
        "log_lo": _signed(after.log.lo),
        "facts": after.facts.rows,
        "fact_hi": _signed(after.facts.hi),
        "fact_lo": _signed(after.facts.lo),
        "merges": after.merges.rows,
        "merge_hi": _signed(after.merges.hi),
        "merge_lo": _signed(after.merges.lo),
        "voids": after.void.rows,
        "void_hi": _signed(after.void.hi),
        "void_lo": _signed(after.void.lo),
        "latest_us": after.latest,
        "latest_seq": after.latest_seq,
        "digest": after.digest,
    }
    tx.run(_MOVE, told).consume()


def _signed(value: int) -> int:
    """Give a number as Neo4j's 64 bits with a sign hold it."""
    return value - _WRAP if value >= _HALF else value
