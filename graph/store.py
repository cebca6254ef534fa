"""The store protocol, and the promises that every store keeps.

1. *Kept once.* An interaction is kept once per id. Adding it again changes nothing.
2. *Seen again.* Within the highest revision receivers are united (the strongest role, the most
   telling status); a higher revision replaces a lower one; equal revisions that differ are settled
   by whether they reached anybody, then by content hash (`graph.keeping.seen_again`). What was
   replaced is kept aside. A name seen is kept with the first and the last time it was seen; of
   several reasons for one merge the first by letter is kept. So the order of arrival decides
   nothing.
3. *Whole or absent.* A batch is one transaction: when ``add`` returns it is there, after a crash it
   is either all there or not at all. Loaders and threads take turns.
4. *In one order.* Interactions come back by time, then key, then receiver.
5. *Aware times.* Times are microseconds since the epoch, UTC. A store never reads the clock.
6. *Digest.* Equal contents have equal digests, whatever the order, the batches or the store
   (`graph.digest`). A merge that was taken back leaves no trace in it (`graph.people.decisions`).
7. *Every record counted.* ``new + known + corrected`` and the rejected are what the batch read,
   wherever the file was cut into batches. A record is corrected if it changed what was known, new
   if it only added something (an interaction, a receiver, a fact, a merge), else known.
8. *No leak.* A driver's exception never leaves its store: what a user or the world can cause is an
   ``EngineError``. A question creates nothing, not even an empty store.
9. *Known then.* What was replaced is kept with when that was, so a store gives back what it held
   at any past moment, to the digest: all that was committed before the first batch that arrived
   later. A merge counts from its own date, too. Batches of one moment are known together.

One contract suite, ``tests/graph/test_store_contract.py``, holds every store to this.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import pyarrow as pa

from graph.batch import Added, Batch
from graph.derived import Derived
from graph.digest import Sums
from graph.model import Merge

__all__ = ["Contents", "Growing", "Newer", "Preparing", "Showing", "Store", "StoreStatus"]


@dataclass(frozen=True)
class Contents:
    """One consistent reading of all that a store keeps, as columns.

    ``identities`` are the canonical identities that the log, facts or merges name (organizations
    are none, nor what only a merge named that was taken back), in sorted order. ``interacted`` has
    the schema of a batch with these differences: ``sender`` and ``receiver`` (-1 for nobody) are
    positions in ``identities``; ``kind``, ``role`` and ``status`` are codes (positions in ``KINDS``
    and so on); ``sources`` are the names of all sources, sorted and joined by ``|``;
    ``arrived_at`` is when the row came to be as it is; ``row_hi`` and ``row_lo`` are the row's hash
    (`graph.digest`); there is no ``record``; an optional column that is null, or ``content`` that
    is 0, throughout is left out.
    ``facts`` and ``merges`` are sorted by all their columns. ``mark`` is what a store that can tell
    later what is new (`Growing`) has to be told then; 0 for one that cannot. ``state`` is the
    digest with every decision, those taken back too: what a snapshot is named after.
    """

    identities: pa.Array
    interacted: pa.Table
    facts: pa.Table
    merges: pa.Table
    digest: str
    mark: int = 0
    state: str = ""


@dataclass(frozen=True)
class Newer:
    """What a store holds that it did not hold at a mark; the rest is as in ``Contents``.

    ``names`` are the identities that the new rows name, sorted, and senders and receivers are
    positions among them. ``log`` adds up all rows, the old ones too.
    """

    names: pa.Array
    interacted: pa.Table
    facts: pa.Table
    merges: pa.Table
    digest: str
    log: Sums
    mark: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What a store holds, in numbers; ``identities`` counts all that were ever told of.

    ``kept_by`` is the database and its version, and what that cannot do; ``arrived`` the first and
    the last moment at which anything arrived.
    """

    url: str
    version: int
    interactions: int
    rows: int
    identities: int
    facts: int
    first_at: int | None
    last_at: int | None
    digest: str
    kept_by: str
    arrived: tuple[int, int] | None = None
    state: str = ""


class Store(Protocol):
    """Where interactions are kept; the promises are in this module's docstring."""

    @property
    def url(self) -> str:
        """The path or address this store was opened by."""

    @property
    def batch_rows(self) -> int:
        """Records that one transaction takes well; fewer are as good, more cost memory."""

    def add(self, batch: Batch, *, arrived_at: int) -> Added:
        """Keep a batch in one transaction and say what became of its records."""

    def merge(self, merges: Sequence[Merge], *, arrived_at: int) -> int:
        """Keep decisions that identities are, or no longer are, one person; count the new."""

    def contents(self, *, known_by: int | None = None) -> Contents:
        """Read everything as it is at this moment, or as it was known at another."""

    def status(self) -> StoreStatus:
        """Count what is kept, cheaply."""

    def digest(self, *, known_by: int | None = None) -> str:
        """Give the digest of the log, facts and merges, reading no more than what came since."""

    def state(self, *, known_by: int | None = None) -> str:
        """Give the digest with every decision, those taken back too."""

    def decisions(self) -> pa.Table:
        """Read every decision about who is one person, those taken back too, in order."""


@runtime_checkable
class Growing(Protocol):
    """A store that can give what is new since a reading."""

    def newer(self, mark: int) -> Newer:
        """Give the rows that came since the contents of this mark were read.

        Rows that were replaced meanwhile are not told of: the sum of the log then does not agree.
        """


@runtime_checkable
class Preparing(Protocol):
    """A store that waits for a server, and can work on one batch while another is added."""

    def prepare(self, batch: Batch) -> None:
        """Work out what can be before the batch is added; adding it without is as right."""


@runtime_checkable
class Showing(Protocol):
    """A store that shows what was derived from its log to those who query it."""

    def written_run(self) -> str | None:
        """Give the id of the run that is shown as the current one."""

    def write_back(
        self, found: Derived, *, scores: bool = True, report: Callable[[str, float], None] = ...
    ) -> None:
        """Show what was derived; *scores* says whether those of the run as well."""
