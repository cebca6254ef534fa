"""What is derived from a log at one moment, as a store that shows it takes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["Derived"]


@dataclass(frozen=True)
class Derived:
    """People, ties, pairs, and the scores of one run, as columns.

    ``people`` has ``id``, ``name``, ``kind``, ``identity``; ``person_of`` is the person of each of
    ``identities``. ``works_at`` and ``in_segment`` have ``person`` (a number), ``key`` or ``name``,
    ``since`` and ``until``; ``organizations`` has ``id`` and ``name``. ``ties`` has ``source`` and
    ``target``, ``pairs`` has ``a`` and ``b`` (numbers, smaller id first); columns that end in
    ``_at`` are microseconds, null for never, but ``fades_at`` and its like are milliseconds.
    ``scores`` has a row for each person and a column for each measure; ``communities`` has ``id``,
    ``name``, ``size``, ``cohesion``. ``run`` is what the run says of itself.
    """

    run: Mapping[str, Any]
    identities: pa.Array
    person_of: NDArray[np.int32]
    people: pa.Table
    organizations: pa.Table
    works_at: pa.Table
    in_segment: pa.Table
    ties: pa.Table
    pairs: pa.Table
    scores: pa.Table
    communities: pa.Table
