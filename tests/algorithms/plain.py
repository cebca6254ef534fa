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


def looks(pair: list[tuple[int, float]], half_life: int) -> str:
    """What a pair looks like on the day of the last of these, but for its comebacks."""
    days, last = days_of(pair), pair[-1][0]
    waits, gap = patience(days), usual_gap(days)
    if waits is None or gap is None or days[-1] - days[0] <= 30:
        return "new"
    lately = highest_before(pair, half_life, last - round(waits * DAY))
    left = lately / highest_before(pair, half_life, last - 365 * DAY)
    slower = pace(days)
    if left <= 0.5 and slower is not None and slower >= 1.5:
        return "cooling"
    width = max(14, 3 * gap, 2 * (long_gap(days) or 0))
    now = sum(days[-1] - day < width for day in days)
    before = sum(width <= days[-1] - day < 2 * width for day in days)
    lived = days[-1] - days[0] + gap >= 2 * width
    if lived and now - before >= 3 and now - before >= 0.4 * (now + before):
        return "growing"
    return "steady"


def states(
    pair: list[tuple[int, float]], half_life: int, until: int
) -> list[tuple[int, str, float]]:
    """Every state of a pair up to a moment: since when, which, and the usual gap it began with."""
    by_day = [[row for row in pair if row[0] // DAY == day] for day in days_of(pair)]
    found = [(by_day[0][0][0], "new", 0.0)]
    comebacks: list[bool] = [False]
    for k, rows in enumerate(by_day):
        known = [row for earlier in by_day[:k] for row in earlier]
        first = [row for row in rows if row[0] == rows[0][0]]  # the first moment of the day
        usual = usual_gap(days_of(known + first)) or 0.0
        if k > 0:
            comebacks.append(found[-1][1] == "dormant")
            wanted = looks(known + first, half_life)
            if any(comebacks[-3:]):
                wanted = "revived"
            wait = max(usual, usual_gap(days_of(known)) or 0.0, found[-1][2]) * DAY
            lasted = rows[0][0] - found[-1][0] >= wait
            if comebacks[-1] or (lasted and wanted != found[-1][1]):
                found.append((rows[0][0], wanted, usual))
        next_at = by_day[k + 1][0][0] if k + 1 < len(by_day) else until + 1
        found += silence(known + rows, found[-1], next_at)
    return found


def silence(
    pair: list[tuple[int, float]], state: tuple[int, str, float], until: int
) -> list[tuple[int, str, float]]:
    """What silence makes of a pair after its last contact, before a moment."""
    last, days = pair[-1][0], days_of(pair)
    waits, usual = patience(days), usual_gap(days) or 0.0
    if waits is None:
        gone = last + 120 * DAY
        return [(gone, "dormant", 0.0)] if gone < until else []
    found = [state]
    for word, times in (("cooling", 1), ("at risk", 2)):
        since, so_far, gap = found[-1]
        date = max(last + round(times * waits * DAY), since + round(max(gap, usual) * DAY))
        if so_far not in (word, "at risk") and date < min(until, last + round(4 * waits * DAY)):
            found.append((date, word, usual))
    gone = last + round(4 * waits * DAY)
    return [*found[1:], *([(gone, "dormant", usual)] if gone < until else [])]


def phase(pair: list[tuple[int, float]], half_life: int) -> str:
    return states(pair, half_life, pair[-1][0])[-1][1]


def state(pair: list[tuple[int, float]], half_life: int, at: int) -> str:
    return states(pair, half_life, at)[-1][1]
