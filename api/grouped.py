"""Questions about groups: communities, organizations, segments, and one of them."""

from typing import Any, Unpack

from api.answers import grouping, one_group
from api.cursor import page
from api.runs import Runs, When, head

__all__ = ["Grouped"]

Answer = dict[str, Any]


class Grouped(Runs):
    """What is asked about groups of people, on one store."""

    def communities(
        self,
        *,
        kind: str = "communities",
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Who belongs together, or who is declared to: organizations, segments."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        found = grouping.groups_found(run, kind)
        items = grouping.group_items(run, found, offset=offset, limit=limit)
        return {**head(run), **found.about(), **close(items)}

    def community(
        self,
        group: str,
        *,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Say all that is known of one group, with its members."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        asked = one_group.chosen(run, group)
        items = one_group.members(run, asked, offset=offset, limit=limit)
        return {**head(run), **one_group.one_group(run, asked), **close(items)}
