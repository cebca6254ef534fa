"""Roomy: a process that only computes keeps the memory it has had, for its next array.

As it starts, the C library gives every large array back to the system as soon as it is let go, and
has the next one laid out anew page by page, which takes longer than filling it does. A refresh of
ten million interactions makes thousands of them. In a process that ends with its work, nobody else
is kept waiting for what it holds.

No number changes, and on a C library that knows no such choice nothing does.
"""

import ctypes

__all__ = ["keep_memory"]

# what mallopt(3) of the GNU C library calls them
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8


def keep_memory() -> bool:
    """Keep memory that is let go for what comes next; gives whether that can be chosen here."""
    try:
        choose = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    never, none, one = -1, 0, 1
    choices = ((_TRIM_THRESHOLD, never), (_MMAP_MAX, none), (_ARENA_MAX, one))
    return all(choose(what, how) == 1 for what, how in choices)
