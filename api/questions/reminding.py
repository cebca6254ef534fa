"""Questions about what comes next: whom to write to, and which dates are due."""

from collections.abc import Callable
from typing import Any, Unpack

from api.answers import next_contacts as listing
from api.computing.run import Run
from api.names.lookup import person_number
from api.questions.cursor import page
from api.questions.ranked import Ranked
from api.runs.of_store import When, head
from graph.errors import Misuse

__all__ = ["Reminding"]

Answer = dict[str, Any]
Whose = tuple[str | None, str | None, str | None]  # me, owner, of


class Reminding(Ranked):
    """What is asked about the next contacts of our own people, on one store."""

    def next_contacts(
        self,
        *,
        me: str | None = None,
        owner: str | None = None,
        of: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Whom to write to next, who of ours should, and why.

        *me*, or *owner*, asks for one person's list; without either it is that of all our people.
        """
        return self._listed(listing.next_contacts, (me, owner, of), limit, cursor, when)

    def occasions(
        self,
        *,
        me: str | None = None,
        owner: str | None = None,
        of: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Which dates are due: birthdays, renewals, reminders; overdue ones first."""
        return self._listed(listing.next_occasions, (me, owner, of), limit, cursor, when)

    def _listed(
        self,
        listed: Callable[..., tuple[Answer, Any]],
        whose: Whose,
        limit: int,
        cursor: str | None,
        when: When,
    ) -> Answer:
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        told, items = listed(self._plan(run, *whose), offset=offset, limit=limit)
        return {**head(run), **told, **close(items)}

    def _plan(self, run: Run, me: str | None, owner: str | None, of: str | None) -> listing.Plan:
        if me is not None and owner is not None:
            raise Misuse("me and owner both say whose list is asked for; give one of them")
        who = me if me is not None else owner
        person = None if who is None else person_number(run.history, who)
        return listing.plan(run, person, self._among(run, of), (person, of))
