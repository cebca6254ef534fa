"""Doing without the rights of root, which may do anything."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["unprivileged"]

_NOBODY = 65_534


@contextmanager
def unprivileged() -> Iterator[None]:
    """Step down to the user ``nobody`` for a while, if we are root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
