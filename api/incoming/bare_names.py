"""Bare names and numbers: what they say in one log they do not say in another.

So where a second log has people called 86, or interactions numbered 1, 2, 3, that is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from api.state import State
from ingest.load import LoadReport

__all__ = ["told_of_bare_names"]

_IDS = "ids of "
_NAMED = "people have bare names, as in {first}, and one name is one person in all of them"
_NUMBERED = (
    "rows have bare numbers as ids, as in {first}, and one number is one interaction in all of them"
)
_ADVICE = (
    "if these are several logs, begin a new store and load each with a name of its own (--log NAME)"
)


def told_of_bare_names(report: LoadReport, state: State) -> LoadReport:
    """Warn of bare files that are not the first of this store; each of them once."""
    if not report.bare and not report.bare_ids:
        return report
    numbered = [f"{_IDS}{place}" for place in report.bare_ids]
    before = state.bare([*report.bare, *numbered])
    known = [place for place in before if place.startswith(_IDS)]
    warnings = [
        *_told(report.bare, [place for place in before if place not in known], _NAMED),
        *_told(numbered, known, _NUMBERED),
    ]
    return replace(report, warnings=(*report.warnings, *warnings)) if warnings else report


def _told(places: Sequence[str], before: Sequence[str], saying: str) -> Iterator[str]:
    first = [*before, *places][:1]
    others = [place for place in places if place not in (*before, *first)]
    if others:
        names = ", ".join(PurePath(place).name for place in others[:3])
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        yield f"{names}{more}: {saying.format(first=PurePath(first[0]).name)}; {_ADVICE}"
