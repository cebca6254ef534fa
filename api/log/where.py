"""Where people belong at a moment, those with several addresses by the one that they used."""

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from api.log.history import History
from graph.people.organization import Belonging, belonging

__all__ = ["belonging_of"]

_SINCE = 2**62  # who only received is as if long before whoever wrote


def belonging_of(history: History, *, as_of: int) -> Belonging:
    """Find who belongs where at a moment (microseconds), by facts and by addresses in use."""
    return belonging(
        history.identities,
        history.people,
        history.facts,
        as_of=as_of,
        used_at=_used_at(history, as_of),
    )


def _used_at(history: History, as_of: int) -> NDArray[np.int64] | None:
    """When addresses of people with several were last written from, or else to; None of nobody."""
    person_of = history.people.person_of
    is_mail = pc.starts_with(history.identities, "email:").to_numpy(zero_copy_only=False)
    addresses = np.bincount(person_of[is_mail], minlength=len(history.people))
    wanted = is_mail & (addresses > 1)[person_of]
    if not wanted.any():
        return None
    used = np.full(len(wanted), np.iinfo(np.int64).min)
    wanted = np.append(wanted, np.False_)  # where receiver -1 looks
    rows = int(np.searchsorted(history.at, as_of, "right"))
    for side, before in (("receiver", _SINCE), ("sender", 0)):
        who = history.log.column(side).to_numpy()[:rows]
        chosen = np.flatnonzero(wanted[who])
        used[who[chosen]] = history.at[chosen] - before  # in order, so the last stays
    return used
