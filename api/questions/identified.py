"""Questions and decisions about who is one person, on one store."""

import contextlib
import re
from typing import Any, Unpack

import pyarrow.compute as pc

from api.answers.identity_decisions import decisions
from api.answers.identity_effect import computed_at_most, effect
from api.answers.identity_parts import told
from api.answers.identity_people import identities_of, with_several
from api.answers.identity_review import decided_items, suggested
from api.computing.run import Run
from api.names.lookup import identity_place, person_number
from api.questions.cursor import page
from api.runs.of_store import Runs, When, head
from graph.errors import Misuse, UnknownName
from graph.model import Merge
from graph.moments import moment
from graph.people.decisions import BY_HAND, last_decisions
from graph.people.identity import canonical, clean
from graph.people.joining import Groups, Told

__all__ = ["Identifies"]

Answer = dict[str, Any]
_PERSON = re.compile(r"p_[a-z2-7]{16}")


class Identifies(Runs):
    """What is asked, and decided, about people and the identities they go by."""

    def identities(
        self,
        who: str | None = None,
        *,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Who goes by which identities, by which names, and who decided that they are one."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        if who is None:
            return close(with_several(run, offset=offset, limit=limit))
        return close(([identities_of(run, person_number(run.history, who))], 1))

    def identities_review(
        self,
        *,
        with_effect: bool = True,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Who may be one person, likeliest first, with what accepting it would do."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        found = suggested(run, "review")
        chosen = found[offset : offset + limit]
        items = decided_items(run, chosen, offset + 1)
        most = computed_at_most(run, limit) if with_effect else 0
        for k, (item, one) in enumerate(zip(items, chosen, strict=True)):
            item["effect"] = run.apart(effect, *one.people) if k < most else None
        computed = min(most, len(items))
        return {**head(run), "total": len(found), "effects_computed": computed,
                **close((items, len(found)))}  # fmt: skip

    def look_alikes(
        self, *, limit: int = 10, cursor: str | None = None, **when: Unpack[When]
    ) -> Answer:
        """Who looks as if they wanted to be taken for somebody else; they are never merged."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        found = suggested(run, "look-alike")
        items = decided_items(run, found[offset : offset + limit], offset + 1)
        return {**head(run), "total": len(found), **close((items, len(found)))}

    def decisions(
        self, *, limit: int = 10, cursor: str | None = None, **when: Unpack[When]
    ) -> Answer:
        """Every decision about who is one person, the latest first, those taken back too."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        with self.storing.taken():
            table = self.store().decisions()
        if when.get("known_by") is not None:
            until = self._moment(str(when["known_by"]))
            table = table.filter(pc.less_equal(table.column("at"), until))
        return close(decisions(run, table, offset=offset, limit=limit))

    def merge(self, a: str, b: str, *, reason: str, is_active: bool) -> Answer:
        """Keep the decision that two identities are, or are no longer, one person.

        Said again it changes nothing. Taking back what nobody decided keeps the two apart.
        """
        left, right = self._identity(a), self._identity(b)
        low, high = sorted((left, right))
        if left == right:
            raise Misuse(f"{left} is one identity; a merge needs two")
        now = self.clock()
        with self.storing.taken():
            store = self.store()
            table = store.decisions()
            mine = table.filter(
                pc.and_(pc.equal(table.column("a"), low), pc.equal(table.column("b"), high))
            )
            last = last_decisions(mine).get((low, high))
            new = 0
            if last is None or last["is_active"] != is_active:
                at = now if last is None else max(now, last["at"] + 1)
                decided = Merge(left, right, BY_HAND + reason, moment(at), is_active)
                new = store.merge([decided], arrived_at=now)
        was = "undecided" if last is None else "merged" if last["is_active"] else "apart"
        why = self._why_not(left, right) if is_active else ""
        return {"a": left, "b": right, "is_active": is_active, "reason": reason, "was": was,
                "holds": not why, "why_not": why, "unknown": self._unknown(left, right),
                "look_alike": self._look_alike(left, right) if is_active else [],
                "new": new}  # fmt: skip

    def accept(self, *, above: float, is_dry_run: bool = False, **when: Unpack[When]) -> Answer:
        """Decide that all who may be one person, at least so likely, are."""
        if not 0.5 <= above <= 1:
            raise Misuse(f"--above is a probability from 0.5 to 1, not {above:g}")
        run = self.run(**when)
        chosen = [one for one in suggested(run, "review") if one.score >= above]
        now = self.clock()
        decided = [
            Merge(one.a, one.b, f"{BY_HAND}accepted: {' '.join(one.reasons)}", moment(now))
            for one in chosen
        ]
        new = 0
        if decided and not is_dry_run:
            with self.storing.taken():
                new = self.store().merge(decided, arrived_at=now)
        items = [
            {"a": one.a, "b": one.b, "score": one.score, "reasons": list(one.reasons)}
            for one in chosen
        ]
        return {**head(run), "above": above, "is_dry_run": is_dry_run, "new": new, "items": items,
                "next": None}  # fmt: skip

    def _identity(self, text: str) -> str:
        """The identity that is meant; an id or a name stands for the one a person is shown by."""
        if _PERSON.fullmatch(text.strip()):
            return _shown(self.run(), text)
        try:
            found = canonical(text)
        except ValueError as error:
            raise Misuse(f"{error}; write identities, such as email:ann@x.example") from None
        run = self._latest()
        if found != f"account:{clean(text)}" or run is None:
            return found
        if identity_place(run.history, text) is not None:
            return found
        with contextlib.suppress(UnknownName):
            return _shown(run, text)
        return found

    def _latest(self) -> Run | None:
        """What is published, however old; None before the first refresh."""
        found = self._published()
        return None if found is None else self._opened(found[1], found[0].run)

    def _unknown(self, *identities: str) -> list[str]:
        """Those that nothing bears which was loaded before the last refresh."""
        run = self._latest()
        if run is None:
            return []
        return [one for one in identities if identity_place(run.history, one) is None]

    def _look_alike(self, a: str, b: str) -> list[str]:
        """Why one of the two looks as if it wanted to be taken for the other; most do not."""
        run = self._latest()
        places = [] if run is None else [identity_place(run.history, one) for one in (a, b)]
        if run is None or None in places:
            return []
        people = {int(run.history.people.person_of[place]) for place in places}
        found = suggested(run, "look-alike")
        return [why for one in found if set(one.people) == people for why in one.reasons]

    def _why_not(self, a: str, b: str) -> str:
        """Why a merge does not hold, as far as what is published tells."""
        run = self._latest()
        known = Told(Groups()) if run is None else told(run)
        is_none = []
        for one in (a, b):
            place = None if run is None else identity_place(run.history, one)
            is_none.append(known.is_no_person(-1 if place is None else place, one))
        if is_none[0] == is_none[1]:
            return ""
        return f"{a if is_none[0] else b} is no person's, and never one with a person"


def _shown(run: Run, text: str) -> str:
    """The identity by which the person is shown that a text means."""
    return str(run.history.people.identity[person_number(run.history, text)].as_py())
