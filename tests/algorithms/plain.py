"""The definitions of ties and rhythm once more, in plain Python over a list of interactions.

Slow and literal: what the vectorised code is compared with. An interaction is (source, target,
moment in microseconds, weight), in any order.
"""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from tests.worlds import DAY

Interaction = tuple[int, int, int, float]


def strength(
    log: Iterable[Interaction], source: int, target: int, at: int, half_life: int
) -> float:
    return sum(
        weight * 2 ** -((at - moment) / half_life)
        for s, t, moment, weight in log
        if (s, t) == (source, target) and moment <= at
    )


def of_pair(log: Iterable[Interaction], a: int, b: int, at: int) -> list[tuple[int, float]]:
    """What the two had up to a moment: (moment, weight), oldest first."""
    return sorted((m, w) for s, t, m, w in log if {s, t} == {a, b} and m <= at and w > 0)


def running(pair: list[tuple[int, float]], half_life: int) -> list[float]:
    return [
        sum(weight * 2 ** -((at - moment) / half_life) for moment, weight in pair[: k + 1])
        for k, (at, _) in enumerate(pair)
    ]


def highest_before(pair: list[tuple[int, float]], half_life: int, since: int) -> float:
    strengths = running(pair, half_life)
    recent = [s for (moment, _), s in zip(pair, strengths, strict=True) if moment >= since]
    return max([*recent, strengths[-1]])


def days_of(pair: list[tuple[int, float]]) -> list[int]:
    return sorted({moment // DAY for moment, _ in pair})


def gaps_of(days: list[int]) -> list[int]:
    return [later - earlier for earlier, later in pairwise(days)]


def usual_gap(days: list[int]) -> float | None:
    return median(gaps_of(days)[-12:]) if len(days) >= 5 else None


def long_gap(days: list[int]) -> float | None:
    return sorted(gaps_of(days)[-12:])[-2] if len(days) >= 5 else None


def pace(days: list[int]) -> float | None:
    gaps = gaps_of(days)
    return median(gaps[-6:]) / median(gaps[-18:-6]) if len(gaps) >= 10 else None


def windows(days: list[int], gap: float, until: int) -> tuple[int, int]:
    """Active days in the last window and in the one before, ending with the day *until*."""
    width = max(14, 3 * gap)
    now = sum(0 <= until - day < width for day in days)
    return now, sum(width <= until - day < 2 * width for day in days)


def momentum(days: list[int], gap: float, until: int) -> float | None:
    now, before = windows(days, gap, until)
    return (now - before) / (now + before) if now + before else None


def patience(days: list[int]) -> float | None:
    gap, long = usual_gap(days), long_gap(days)
    return None if gap is None or long is None else max(2 * gap, 1.25 * long, 7)


def phase(pair: list[tuple[int, float]], half_life: int) -> str:
    days, last = days_of(pair), pair[-1][0]
    gaps, waits = gaps_of(days), patience(days)
    gap = usual_gap(days)
    if waits is None or gap is None:
        return "revived" if gaps and gaps[-1] >= 120 else "new"
    if days[-1] - days[0] <= 30:
        return "new"
    if max(gaps[-3:]) >= 4 * waits:
        return "revived"
    lately = highest_before(pair, half_life, last - int(waits * DAY))
    left = lately / highest_before(pair, half_life, last - 365 * DAY)
    slower = pace(days)
    if left <= 0.5 and slower is not None and slower >= 1.5:
        return "cooling"
    now, before = windows(days, gap, days[-1])
    if now - before >= 3 and (now - before) / (now + before) >= 0.4:
        return "growing"
    return "steady"


def state(pair: list[tuple[int, float]], half_life: int, at: int) -> str:
    waits = patience(days_of(pair))
    silent = (at - pair[-1][0]) / DAY
    if waits is None:
        return "dormant" if silent >= 120 else phase(pair, half_life)
    for word, times in (("dormant", 4), ("at risk", 2), ("cooling", 1)):
        if silent >= times * waits:
            return word
    return phase(pair, half_life)
