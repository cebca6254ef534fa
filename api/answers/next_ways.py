"""Other ways to somebody who does not answer: another kind of contact, or a colleague of theirs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.answers.next_ours import Sides
from api.answers.next_pairs import Known
from api.computing.run import Run

__all__ = ["Instead", "Near", "instead"]

_NOBODY = -1

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Instead:
    """Another way where writing again is writing to the void: another kind of contact, or person.

    ``kind`` and ``person`` are -1 for none.
    """

    kind: int
    kind_at: int
    person: int

    @property
    def is_any(self) -> bool:
        """Whether there is another way at all."""
        return self.kind >= 0 or self.person >= 0


class Near:
    """Live pairs of those who write, that answer, by the organization of the other one."""

    def __init__(self, run: Run, sides: Sides, known: Known) -> None:
        code = run.belonging.organization[known.theirs]
        is_near = known.is_live & known.is_mutual & ~known.is_void & sides.writers[known.ours]
        place = np.flatnonzero(is_near & (code >= 0))
        self._order = place[np.lexsort((known.pair[place], -known.strength[place], code[place]))]
        self._code = code[self._order]

    def of(self, code: int) -> Ints:
        """The pairs with people of one organization, the strongest first."""
        low, high = np.searchsorted(self._code, [code, code + 1])
        return self._order[low:high]


def instead(run: Run, known: Known, near: Near, k: int) -> Instead:
    """Find another way to somebody who does not answer: another kind of contact, or a colleague.

    The colleague of theirs is the one with the strongest live tie with any of ours who writes.
    """
    them = int(known.theirs[k])
    colleagues = known.theirs[near.of(int(run.belonging.organization[them]))]
    person = next((one for one in colleagues.tolist() if one != them), _NOBODY)
    return Instead(int(known.other_kind[k]), int(known.other_at[k]), person)
