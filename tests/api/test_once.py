"""What is found once is remembered, and whoever asks meanwhile waits for it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from api.computing.once import Once


def test_many_who_ask_at_once_are_told_what_one_of_them_found() -> None:
    once, gate, times = Once(), threading.Barrier(8), count(1)

    def ask() -> int:
        gate.wait()
        return once("key", lambda: next(times))

    with ThreadPoolExecutor(8) as pool:
        told = [future.result() for future in [pool.submit(ask) for _ in range(8)]]

    assert told == [1] * 8


def test_what_is_found_may_rest_on_what_else_is_found() -> None:
    once = Once()

    assert once("a", lambda: once("b", lambda: 2) + 1) == 3


def test_what_failed_is_tried_again() -> None:
    once = Once()
    with pytest.raises(ZeroDivisionError):
        once("key", lambda: 1 // 0)

    assert once("key", lambda: 1) == 1


def test_a_slot_remembers_the_last_key_only() -> None:
    once, times = Once(), count(1)

    found = [once.latest("slot", key, lambda: next(times)) for key in "aabba"]

    assert found == [1, 1, 2, 2, 3]
