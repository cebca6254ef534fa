"""Bare names: what they say in one log they do not say in another, so a second such log is told."""

from dataclasses import replace
from pathlib import PurePath

from api.state import State
from ingest.load import LoadReport

__all__ = ["told_of_bare_names"]


def told_of_bare_names(report: LoadReport, state: State) -> LoadReport:
    """Warn of files with bare names that are not the first of this store; each of them once."""
    if not report.bare:
        return report
    before = state.bare(report.bare)
    first = before[0] if before else report.bare[0]
    others = [place for place in report.bare if place not in before and place != first]
    if not others:
        return report
    names = ", ".join(PurePath(place).name for place in others[:3])
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    warning = (
        f"{names}{more}: people have bare names, as in {PurePath(first).name}, and one name is one "
        "person in all of them; if these are several logs, begin a new store and load each with a "
        "name of its own (--log NAME)"
    )
    return replace(report, warnings=(*report.warnings, warning))
