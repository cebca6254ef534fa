"""Bare accounts: identities of which nothing is known but a number, which nobody need look at."""

from bisect import bisect_left
from collections.abc import Iterator

from algorithms.identity.known_identities import Known

__all__ = ["named_places"]


def named_places(known: Known) -> Iterator[int]:
    """Give the places of all but the bare accounts, which stand together in sorted order.

    An account with something told of it, or with a blank in it, is a name.

    >>> import numpy as np
    >>> known = Known(["account:12", "account:Ann Smith", "x:ann"], np.arange(3, dtype=np.int32))
    >>> list(named_places(known))
    [1, 2]
    """
    first = bisect_left(known.identities, "account:")
    last = bisect_left(known.identities, "account;")
    told: set[int] = set()
    for what in (known.names, known.handles, known.phones, known.organizations, known.kinds):
        told.update(what)
    written = (k for k in range(first, last) if " " in known.identities[k])
    yield from range(first)
    yield from sorted({k for k in told if first <= k < last}.union(written))
    yield from range(last, len(known.identities))
