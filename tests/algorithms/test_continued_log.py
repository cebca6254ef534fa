"""A log continues another only where all that a tie hangs on is the same, row by row."""

from dataclasses import replace

import numpy as np
import pytest

from algorithms.known.continued import is_continued
from graph.timeline import Timeline

_ALIKE = np.arange(3)
_THEN = Timeline.of(
    3, source=[0, 1, 2], target=[1, 2, 0], at=[10, 20, 30], seconds=[60, np.nan, 5],
    channels=("mail", "phone"), channel=[0, 1, 1],
)  # fmt: skip


def test_what_comes_after_is_not_looked_at() -> None:
    now = replace(_THEN, at=np.array([10, 20, 99]))

    assert is_continued(now, _THEN, person=_ALIKE, rows=2)
    assert not is_continued(now, _THEN, person=_ALIKE, rows=3)


def test_people_may_be_numbered_otherwise() -> None:
    person = np.array([2, 0, 1])
    now = replace(_THEN, source=person[_THEN.source], target=person[_THEN.target])

    assert is_continued(now, _THEN, person=person, rows=3)
    assert not is_continued(now, _THEN, person=np.array([2, 0, -1]), rows=3)


@pytest.mark.parametrize(
    "name",
    ["at", "source", "target", "interaction", "kind", "status", "size", "channel", "seconds"],
)
def test_one_other_value_breaks_it(name: str) -> None:
    column = getattr(_THEN, name).copy()
    column[1] = 2 if name != "target" else 0

    assert not is_continued(replace(_THEN, **{name: column}), _THEN, person=_ALIKE, rows=3)


def test_fewer_rows_or_other_words_break_it() -> None:
    fewer = _THEN.chosen(np.array([0, 1]))

    assert not is_continued(fewer, _THEN, person=_ALIKE, rows=3)
    assert not is_continued(replace(_THEN, channels=("mail", "fax")), _THEN, person=_ALIKE, rows=3)
