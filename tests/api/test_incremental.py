"""A refresh of a log that grew is, to the byte, that of the whole log: whatever came, and when."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.growing_logs import BATCHES, published_in_steps, rhythms


def _check(seed: int, kinds: list[str]) -> None:
    told = rhythms(seed) if seed % 2 else rhythms(seed, pairs=10, since=-330.0)
    draw = random.Random(seed)  # noqa: S311 - a fixed order, not a secret
    batches = [told, *(BATCHES[kind](draw, told) for kind in kinds)]
    whole = [[one for batch in batches for one in batch]]
    grown, cold = published_in_steps(batches), published_in_steps(whole)
    assert grown == cold, [name for name in cold if grown.get(name) != cold[name]]


@pytest.mark.parametrize(
    "kinds",
    [
        ["later", "from new people"],
        ["late", "corrected"],
        ["by another feed", "joined"],
        ["namesakes", "told of", "namesakes"],
    ],
)
def test_whatever_came_the_run_is_that_of_the_whole_log(kinds: list[str]) -> None:
    _check(len(kinds[0]), kinds)


@pytest.mark.proof
@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(sorted(BATCHES)), min_size=1, max_size=3))
def test_after_any_batches_the_run_is_that_of_the_whole_log(seed: int, kinds: list[str]) -> None:
    _check(seed, kinds)
