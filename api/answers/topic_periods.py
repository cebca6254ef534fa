"""A topic over time: how much was said of it in each week or month, by how many, in what tone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.topics.talk import Mentions, takers
from api.answers.ranking import number
from api.computing.topic_log import TopicLog
from graph.errors import Misuse
from graph.moments import DAY, iso, micros, moment

__all__ = ["PER", "periods"]

PER = ("week", "month", "year")
"""The lengths of periods."""

_MOST_WEEKS, _MOST_MONTHS = 26, 60  # beyond which the next longer period is taken


def periods(
    log: TopicLog, interaction: NDArray[np.int64], per: str | None
) -> tuple[str, list[dict[str, Any]]]:
    """Tell of every period from the first to the last of some interactions, in their order."""
    if per is not None and per not in PER:
        raise Misuse(f"time is not told by {per!r}; there are {', '.join(PER)}")
    at = log.at[interaction]
    days = (int(at[-1]) - int(at[0])) / DAY
    if per is None:
        per = (
            "week" if days <= 7 * _MOST_WEEKS else "month" if days <= 31 * _MOST_MONTHS else "year"
        )
    begins = _begins(moment(int(at[0])).date(), moment(int(at[-1])).date(), per)
    place = np.searchsorted(np.array(begins), at, "right") - 1
    volume = np.bincount(place, minlength=len(begins))
    said = Mentions(len(begins), place.astype(np.int64), interaction)
    people = takers(said, *log.taking_part, len(log.run.history.people))
    tone = log.sentiment[interaction].astype(np.float64)
    heard = ~np.isnan(tone)
    toned = np.bincount(place[heard], minlength=len(begins))
    total = np.bincount(place[heard], tone[heard], minlength=len(begins))
    return per, [
        {
            "from": iso(begin),
            "interactions": int(volume[k]),
            "people": int(people[k]),
            "tone": number(float(total[k] / toned[k])) if toned[k] else None,
            "toned": int(toned[k]),
        }
        for k, begin in enumerate(begins)
    ]


def _begins(first: date, last: date, per: str) -> list[int]:
    """The first moments of all periods that hold some day from the first to the last, UTC."""
    if per == "week":
        day = first - timedelta(days=first.weekday())
    else:
        day = first.replace(day=1) if per == "month" else first.replace(month=1, day=1)
    found = []
    while day <= last:
        found.append(micros(datetime(day.year, day.month, day.day, tzinfo=UTC)))
        if per == "week":
            day += timedelta(days=7)
        elif per == "month":
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        else:
            day = date(day.year + 1, 1, 1)
    return found
