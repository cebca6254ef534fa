"""The digest of a store: one short text that equal contents share, in every store.

Rows of the log, facts and merges are hashed one by one and the hashes are added up, so neither
order nor batches matter. Of decisions about who is one person those count that
`graph.people.decisions` names. A row whose content is 0 is covered by its key, which is its hash;
any other row's hash is the MD5 of

    key_hi US key_lo US receiver US role US status US revision US content US sources

(receiver as its identity's text, empty for nobody; role and status as codes; the sources sorted and
joined by ``|``); a fact's is that of ``subject US name US value US since US until``, and a merge's
that of ``a US b US at US is_active``, with true or false and nothing for null. Reasons, dates of
arrival and sequence numbers are outside it. US is the unit separator of `graph.keys`.
"""

import hashlib
from dataclasses import dataclass

from graph.keys import key_of

__all__ = ["Sums", "digest_of", "row_hash"]

_WRAP = 1 << 64


@dataclass(frozen=True, slots=True)
class Sums:
    """The two halves of the hashes of some rows, each added up modulo 2 ** 64, and their number.

    >>> Sums(1, 2, 1) - Sums(3, 0, 1) + Sums(3, 0, 1)
    Sums(hi=1, lo=2, rows=1)
    """

    hi: int = 0
    lo: int = 0
    rows: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "hi", self.hi % _WRAP)
        object.__setattr__(self, "lo", self.lo % _WRAP)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.hi + other.hi, self.lo + other.lo, self.rows + other.rows)

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(self.hi - other.hi, self.lo - other.lo, self.rows - other.rows)


def row_hash(*parts: object) -> tuple[int, int]:
    """Give the two halves of a row's hash; None counts as nothing, and truth in lower case.

    >>> row_hash("a", None, True) == key_of("a", "", "true")
    True
    """
    return key_of(*(_text(part) for part in parts))


def digest_of(log: Sums, facts: Sums, merges: Sums) -> str:
    """Join the sums of the log, its facts and its merges in one text of 32 letters and digits."""
    parts = [str(part) for sums in (log, facts, merges) for part in (sums.hi, sums.lo, sums.rows)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def _text(part: object) -> str:
    if isinstance(part, bool):
        return str(part).lower()
    return "" if part is None else str(part)
