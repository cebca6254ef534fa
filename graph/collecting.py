"""Garbage collection, while millions of objects are made of which hardly one is in a circle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collecting_seldom", "not_collecting"]

_OBJECTS = 50_000  # made between two looks for circles


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for circles of objects seldom: records make millions of objects and hardly a circle."""
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], _OBJECTS) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def not_collecting() -> Iterator[None]:
    """Look for no circles: for work that is small, or that makes what stays, as imports do."""
    is_usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_usual:
            gc.enable()
