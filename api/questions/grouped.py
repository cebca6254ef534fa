"""Questions about groups: communities, organizations, segments, and one of them."""

from typing import Any, TypedDict, Unpack, cast

from algorithms.groups.communities import Objective
from api.answers import grouping, one_group
from api.answers.groups_kinds import Asked
from api.answers.groups_levels import levels
from api.answers.groups_lineage import lineage_between
from api.questions.cursor import page
from api.runs.of_store import Runs, When, head
from graph.errors import Misuse

__all__ = ["Grouped", "Search"]

Answer = dict[str, Any]


class Search(TypedDict, total=False):
    """How communities are found."""

    objective: str
    resolution: float | None


class Asking(When, Search, total=False):
    """What every question about groups may be asked with."""


class Grouped(Runs):
    """What is asked about groups of people, on one store."""

    def communities(
        self,
        *,
        kind: str = "communities",
        stability: bool = False,
        limit: int = 10,
        cursor: str | None = None,
        **asking: Unpack[Asking],
    ) -> Answer:
        """Who belongs together, or who is declared to: organizations, segments."""
        asked = _asked(kind, asking)
        run = self.run(**_when(asking))
        offset, close = page(run, cursor, limit)
        found = grouping.groups_found(run, asked, with_stability=stability)
        items = grouping.group_items(run, found, offset=offset, limit=limit)
        return {**head(run), **found.about(), **close(items)}

    def community(
        self,
        group: str,
        *,
        stability: bool = False,
        limit: int = 10,
        cursor: str | None = None,
        **asking: Unpack[Asking],
    ) -> Answer:
        """Say all that is known of one group, with its members."""
        asked = _asked("communities", asking)
        run = self.run(**_when(asking))
        offset, close = page(run, cursor, limit)
        chosen = one_group.chosen(run, group, asked, with_stability=stability)
        items = one_group.members(run, chosen, offset=offset, limit=limit)
        return {**head(run), **one_group.one_group(run, chosen), **close(items)}

    def community_levels(self, *, limit: int = 10, **when: Unpack[When]) -> Answer:
        """The network in few large communities, in many small ones, and between, nested."""
        run = self.run(**when)
        return {**head(run), "items": levels(run, limit=limit), "next": None}

    def community_lineage(
        self,
        *,
        start: str,
        end: str | None = None,
        known_by: str | None = None,
        half_life_days: float | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **search: Unpack[Search],
    ) -> Answer:
        """What became of communities between two moments."""
        asked = _asked("communities", cast("Asking", search))
        after = self.run(end, half_life_days, known_by=known_by)
        before = self.run(start, half_life_days, known_by=known_by)
        offset, close = page(after, cursor, limit)
        told, found = lineage_between(before, after, asked, offset=offset, limit=limit)
        return {**head(after), **told, **close(found)}


def _asked(kind: str, asking: Asking) -> Asked:
    objective = asking.get("objective", "modularity")
    resolution = asking.get("resolution")
    if resolution is not None and not resolution > 0:
        raise Misuse(f"the resolution must be a positive number, not {resolution!r}")
    return Asked(kind, cast("Objective", objective), resolution or 0.0)  # it says what is wrong


def _when(asking: Asking) -> When:
    return {
        "as_of": asking.get("as_of"),
        "known_by": asking.get("known_by"),
        "half_life_days": asking.get("half_life_days"),
    }
