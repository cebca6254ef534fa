"""Names of topics: from what somebody types to the topic of the log that is meant.

``tag:``, ``subject:``, ``deal:``, ``phrase:`` and ``thread:`` say the kind. Plain words mean the
only kind that has them; where several have, the choices are told. Case does not matter, nor do the
marks of answers before a subject.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process

from api.computing.run import Run
from api.computing.topic_log import KINDS, TAG, THREAD, kind_of, shown_name
from graph.errors import AmbiguousName, UnknownName
from ingest.heard.topic_words import subject_topic

__all__ = ["TopicNames", "topic_names"]

_FUZZY = 200_000  # names compared at most when looking for the closest
_SHOWN = 3


@dataclass(frozen=True)
class TopicNames:
    """The topics of a whole log, and its threads; looked for when first asked about."""

    log: pa.Table

    @cached_property
    def stored(self) -> pa.Array:
        """The topics as the log writes them, each once."""
        if "topics" not in self.log.column_names:
            return pa.array([], pa.string())
        flat = pc.list_flatten(self.log.column("topics")).combine_chunks()
        return pc.unique(flat).drop_null()

    def tags(self) -> tuple[str, ...]:
        """The topics that are plain tags, in order."""
        begins = [pc.starts_with(self.stored, f"{kind}:") for kind in KINDS[1:4]]
        is_tag = pc.invert(pc.or_(pc.or_(*begins[:2]), begins[2]))
        return tuple(sorted(self.stored.filter(is_tag).to_pylist()))

    def shown(self) -> list[str]:
        """The names that answers show, of so many as are compared when looking for the closest."""
        return [shown_name(one) for one in self.stored.slice(0, _FUZZY).to_pylist()]

    def exactly(self, text: str) -> list[str]:
        """The tags that are written just so: what a bare word may mean among other things."""
        is_there = kind_of(text) == TAG and pc.index(self.stored, pa.scalar(text)).as_py() >= 0
        return [text] if is_there else []

    def resolved(self, text: str) -> str:
        """Give the topic meant, as it is stored, or ``thread:ID``."""
        name = " ".join(text.split()).removeprefix("topic:").strip()
        kind, colon, rest = name.partition(":")
        if colon and kind == THREAD:
            return self._thread(rest)
        if colon and kind in KINDS:
            found = self._called(kind, rest.strip())
        else:
            found = [one for kind in KINDS[:4] for one in self._called(kind, name)]
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join(f"topic:{shown_name(one)}" for one in found)
            raise AmbiguousName(f"{name!r} may mean {choices}; say which")
        raise UnknownName(f"no topic is called {name!r}{self._closest(name)}")

    def meant(self, text: str) -> list[str]:
        """The topics of any kind that plain words may mean."""
        return [one for kind in KINDS[:4] for one in self._called(kind, " ".join(text.split()))]

    def _called(self, kind: str, name: str) -> list[str]:
        """The topics of a kind with a name: the one written just so, else in any case."""
        begin = "" if kind == TAG else f"{kind}:"
        if kind == "subject":
            name = next(iter(subject_topic(name)), "").removeprefix(begin) or name
        if kind == TAG and kind_of(name) != TAG:
            return []
        wanted = begin + name
        if pc.index(self.stored, pa.scalar(wanted)).as_py() >= 0:
            return [wanted]
        found = self.stored.filter(pc.equal(pc.utf8_lower(self.stored), wanted.lower()))
        return sorted(found.to_pylist())

    def _thread(self, name: str) -> str:
        if "thread" in self.log.column_names and name:
            column = self.log.column("thread")
            if pc.index(column, pa.scalar(name, column.type)).as_py() >= 0:
                return f"{THREAD}:{name}"
        raise UnknownName(f"no thread is called {name!r}; list them with: topics --kind thread")

    def _closest(self, text: str) -> str:
        known = self.shown()
        plain = [name.partition(":")[2] for name in known]
        wanted = text.partition(":")[2] if kind_of(text) != TAG else text
        close = process.extract(wanted.lower(), plain, limit=_SHOWN, score_cutoff=65)
        told = ", ".join(repr(known[place]) for _, _, place in close)
        return f"; closest: {told}" if told else ""


@lru_cache(maxsize=8)
def topic_names(run: Run) -> TopicNames:
    """Name the topics of a run's whole log."""
    return TopicNames(run.history.log)
