"""The pairs that next contacts are taken from: what each is worth, and what one more mail adds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from algorithms.pairs.pressure import Pressure, pressures
from algorithms.pairs.responses import Responses, responses
from algorithms.reminding.next_contact import due_at, lost
from algorithms.rows.pair_rows import PairRows
from algorithms.scores import percentiles
from api.answers.next_ours import WORTH, Sides, holding, plain_name
from api.computing.run import Run
from graph.model import KINDS, Kind
from graph.moments import DAY

__all__ = ["OURS", "THEIRS", "Known", "known_pairs", "worth"]

OURS, THEIRS = 1, -1
"""Who of a pair writes without answer."""
_YEAR = 365 * DAY
_TALKS = tuple(KINDS.index(kind) for kind in (Kind.EMAIL, Kind.MESSAGE, Kind.CALL, Kind.MEETING))

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Known:
    """One row for each pair of one of ours, now or before, and somebody they may write to.

    ``pair`` is the position in the run's pairs; ``presses`` is ``OURS``, ``THEIRS`` or 0.
    ``other_kind`` is another kind of contact that the two had within a year, -1
    for none, and ``other_at`` when it was.
    """

    pair: Ints
    ours: Ints
    theirs: Ints
    is_mutual: Mask
    is_live: Mask
    strength: Floats
    value: Floats
    loss: Floats
    due_at: Ints
    presses: NDArray[np.int8]
    pressure: Floats
    is_void: Mask
    other_kind: Ints
    other_at: Ints
    found: Pressure
    rows: PairRows

    def __len__(self) -> int:
        return len(self.pair)

    def responses(self, run: Run, k: int) -> Responses:
        """How the two of one pair answer each other."""
        return responses(run.history.timeline, _only(self.rows, np.array([k])))


def known_pairs(run: Run, sides: Sides, always: Iterable[int] = ()) -> Known:
    """Find the pairs of ours, now or before, and those they may write to.

    Those that were in touch within a year are enough; of the people in *always* all are kept.
    """
    a, b = run.pair_column("a"), run.pair_column("b")
    ours_first = sides.ever_ours[a] & sides.others[b]
    pair = np.flatnonzero(ours_first | (sides.ever_ours[b] & sides.others[a]))
    is_kept = run.pairs.last_at[pair] > run.as_of - _YEAR
    people = np.fromiter(always, np.int64)
    if len(people):
        is_kept |= np.isin(a[pair], people) | np.isin(b[pair], people)
    pair = pair[is_kept]
    is_a = ours_first[pair]
    ours, theirs = np.where(is_a, a[pair], b[pair]), np.where(is_a, b[pair], a[pair])
    rows = _only(run.rows, pair)
    found = pressures(run.history.timeline, rows, as_of=run.as_of)
    presses = np.where(is_a, found.by, -found.by).astype(np.int8)
    before = np.nan_to_num(run.pair_column("strength_before")[pair])
    other_kind, other_at = _other_kinds(run, rows)
    return Known(
        pair=pair,
        ours=ours.astype(np.int64),
        theirs=theirs.astype(np.int64),
        is_mutual=_is_mutual(run)[pair],
        is_live=run.projection.live[pair],
        strength=run.pair_strength(pair),
        value=before * worth(run)[theirs],
        loss=lost(run.pairs)[pair],
        due_at=due_at(run.pairs)[pair],
        presses=presses,
        pressure=np.where(presses == OURS, found.pressure, 0.0),
        is_void=(presses == OURS) & found.is_void,
        other_kind=other_kind,
        other_at=other_at,
        found=found,
        rows=rows,
    )


def _only(rows: PairRows, pair: Ints | NDArray[np.intp]) -> PairRows:
    """The rows of some pairs."""
    count = np.diff(rows.start)[pair]
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
    place = np.arange(start[-1]) + np.repeat(rows.start[pair] - start[:-1], count)
    return replace(rows, row=rows.row[place], start=start, a=rows.a[pair], b=rows.b[pair])


def _is_mutual(run: Run) -> Mask:
    """Pairs in which something came from either side."""
    of = run.columns.table("ties").column("pair").to_numpy()
    return np.asarray(np.bincount(of, minlength=len(run.pair_column("a"))) > 1)


def _other_kinds(run: Run, rows: PairRows) -> tuple[Ints, Ints]:
    """The last other kind of contact that two had within a year, and when."""
    if not len(rows):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    kind = run.history.timeline.kind[rows.row].astype(np.int64)
    at = run.history.timeline.at[rows.row]
    is_other = (kind != kind[rows.last][rows.pair]) & np.isin(kind, _TALKS)
    is_other &= at > run.as_of - _YEAR
    place = np.maximum.reduceat(np.where(is_other, np.arange(len(kind)), -1), rows.start[:-1])
    has = place >= 0
    return np.where(has, kind[place], -1), np.where(has, at[place], -1)


def worth(run: Run) -> Floats:
    """What a tie with each person is multiplied by: 1 + influence + stake."""
    influence: Floats = np.nan_to_num(run.influence.values)
    return 1 + influence + stake(run)


def stake(run: Run) -> Floats:
    """The share of valued people and organizations that are worth less; 0 where none is known."""
    facts, belonging = holding(run), run.belonging
    told: dict[tuple[int, str], float] = {}
    for k, name in enumerate(facts.name):
        value = _amount(facts.value[k]) if plain_name(name) in WORTH else None
        if value is not None:
            subject = (int(facts.person[k]), facts.subject[k] if facts.person[k] < 0 else "")
            told[subject] = max(value, told.get(subject, value))
    found = np.zeros(len(run.history.people))
    if not told:
        return found
    share = percentiles(np.array(list(told.values())))
    code_of = {key: code for code, key in enumerate(belonging.keys)}
    of_code = np.zeros(len(code_of) + 1)
    for (person, key), part in zip(told, share.tolist(), strict=True):
        if person < 0 and key in code_of:
            of_code[code_of[key]] = part
    found = of_code[belonging.organization]
    for (person, _), part in zip(told, share.tolist(), strict=True):
        if person >= 0:
            found[person] = max(found[person], part)
    return found


def _amount(text: str) -> float | None:
    """A sum of money or any other number; None where there is none."""
    digits = re.sub(r"[^\d.]", "", text.replace(",", ""))
    try:
        return float(digits)
    except ValueError:
        return None
