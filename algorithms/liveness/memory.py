"""Memory of liveness: what was learned from a log before, where it would be learned again.

A model is fitted to cases at cuts that stay, of pairs that stay; each answer is known a horizon
after its cut. So two logs that are equal up to the last cut and a horizon give the same model to
the bit, and two that are equal up to a cut give the same numbers of BG/NBD at it. What is equal is
told by seals (`seals`). What is not found in memory is learned, and remembered.

Cost: O(m) additions for each cut of a log of m rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from algorithms.known.pairs import FormerPairs
from algorithms.known.seals import Seals
from algorithms.known.ties import FormerTies
from algorithms.liveness.bg_nbd import BgNbd
from algorithms.liveness.cuts import Protocol
from algorithms.liveness.model import Liveness
from algorithms.rows.pair_rows import PairRows

__all__ = ["Fits", "Memory"]


@dataclass(frozen=True)
class Fits:
    """What was fitted: the model by what it was made from, BG/NBD by the cut and the log up to it.

    Of the model, what belongs to the moment of its run (its BG/NBD, its priors) is not taken.
    """

    made_from: str = ""
    model: Liveness | None = None
    bg_nbd: Mapping[str, BgNbd | None] = field(default_factory=dict)


class Memory:
    """What was fitted before, and what is fitted now, for a log of known seals.

    ``pairs`` is what was said of pairs before, ``ties`` are those of before, ``pair_seals`` what
    pairs are recognised by next. Pairs and ties are of one run.
    """

    def __init__(
        self,
        seals: Seals,
        before: Fits | None = None,
        pairs: FormerPairs | None = None,
        ties: FormerTies | None = None,
    ) -> None:
        self.pairs = pairs
        self.ties = ties
        self.pair_seals = np.zeros(0, np.uint64)
        self._looked_at: PairRows | None = None
        self._unchanged = np.zeros(0, np.int64)
        self._seals = seals
        self._before = before or Fits()
        self._bg_nbd: dict[str, BgNbd | None] = {}
        self._made_from = ""

    def unchanged(self, rows: PairRows) -> NDArray[np.int64]:
        """Give the place before of each pair that has the interactions it had; else -1.

        What pairs are recognised by next is told by the way.
        """
        seen = self._looked_at
        if seen is not None and (
            np.array_equal(seen.row, rows.row) and np.array_equal(seen.start, rows.start)
        ):
            return self._unchanged
        known = self._known
        if known is None:
            self.pair_seals = self._seals.of_pairs(rows)
            self._unchanged = np.full(len(rows), -1)
        else:
            self._unchanged, self.pair_seals = known.unchanged(rows, self._seals)
        self._looked_at = rows
        return self._unchanged

    @property
    def _known(self) -> FormerPairs | None:
        return self.pairs if self.ties is None else self.ties.pairs

    @property
    def made_from(self) -> str:
        """What the model that was asked for is made from; empty where none was."""
        return self._made_from

    @property
    def bg_nbd_of_cuts(self) -> Mapping[str, BgNbd | None]:
        """The numbers of BG/NBD at the cuts of that model."""
        return self._bg_nbd

    def bg_nbd(self, cut: int, share: int, fit: Callable[..., BgNbd | None]) -> BgNbd | None:
        """Give BG/NBD at a cut; *share* says which part of the pairs it is fitted to."""
        name = self._named(cut, share)
        known = self._before.bg_nbd
        found = known[name] if name in known else fit(at=cut)
        self._bg_nbd[name] = found
        return found

    def model(
        self,
        cuts: NDArray[np.int64],
        shares: tuple[int, int],
        protocol: Protocol,
        learn: Callable[[], Liveness],
    ) -> Liveness:
        """Give the model of cases at some cuts, at least one; *shares* say of which pairs."""
        until = int(cuts[-1]) + protocol.horizon
        before, asked = self._before, f"{cuts.tolist()} {shares} {protocol} "
        if before.made_from.startswith(asked) and self._is_continued(until):
            self._made_from = before.made_from
        else:
            self._made_from = asked + self._seals.until([until])[0]
        if before.model is not None and before.made_from == self._made_from:
            self._bg_nbd |= before.bg_nbd
            return before.model
        return learn()

    def _is_continued(self, moment: int) -> bool:
        """Whether the log up to a moment is known to be the one of before."""
        known = self._known
        if known is None or known.rows is None:
            return False
        return int(np.searchsorted(self._seals.timeline.at, moment, "right")) <= known.rows

    def _named(self, cut: int, share: int) -> str:
        return f"{cut} {share} {self._seals.until([cut])[0]}"
