"""A run: an analysis as it is read back from the disk."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from algorithms.influence import SHARES, Influence
from algorithms.measures import KEPT, MEASURES
from algorithms.projection import Projection, projection
from algorithms.rhythm.exchanges import begun
from algorithms.rhythm.phase import Thresholds
from algorithms.rows.pair_rows import PairRows, pair_rows
from algorithms.scores import Scores
from algorithms.ties import Ties
from algorithms.weakening import Pairs
from algorithms.weighing.weights import weights
from api.computing.analysis import options_of
from api.computing.kept_liveness import liveness_of
from api.computing.once import Once
from api.computing.run_tables import PAIR_COLUMNS, TIE_PAIRS, TIES
from api.log.history import History
from api.settings import Settings
from graph.people.called import called_at
from graph.people.organization import Belonging
from graph.snapshot import Columns

__all__ = ["Apart", "Run"]

Found = TypeVar("Found")
Apart = Callable[["Run", Callable[..., Any], tuple[Any, ...]], Any]
"""Computes ``function(run, *arguments)`` somewhere else, and gives what it returns."""


class Run:
    """A published run, mapped from disk: what every answer is read from."""

    def __init__(self, history: History, columns: Columns, apart: Apart | None = None) -> None:
        self._apart = apart
        self.history = history
        self.columns = columns
        self.manifest = columns.manifest
        self._made: dict[str, Scores] = {}
        self._making = threading.Lock()
        self.once = Once()

    @property
    def name(self) -> str:
        """The run's id: ``r_...``."""
        return str(self.manifest["run"])

    @property
    def as_of(self) -> int:
        """The moment it is seen from, microseconds."""
        return int(self.manifest["as_of"])

    @property
    def half_life(self) -> int:
        """The half-life, microseconds."""
        return int(self.manifest["half_life"])

    @property
    def own(self) -> tuple[str, ...]:
        """The organizations that are ours."""
        return tuple(self.manifest["own_organizations"])

    @cached_property
    def settings(self) -> Settings:
        """The settings that decided its numbers."""
        return Settings(**self.manifest["settings"])

    def person_column(self, name: str) -> NDArray[Any]:
        """One column of people: a measure, influence, rank, change, community."""
        return self._column("people", name)

    def pair_column(self, name: str) -> NDArray[Any]:
        """One column of pairs, by its name in ``algorithms.weakening.Pairs`` or ``Ties``."""
        return self._column("pairs", name)

    def _column(self, table: str, name: str) -> NDArray[Any]:
        return np.asarray(self.columns.table(table).column(name).to_numpy())

    @cached_property
    def measures(self) -> Mapping[str, Scores]:
        """The values of every measure that runs hold, with how they were made."""
        made = self.manifest["measures"]
        return {
            measure.name: Scores(
                measure.name,
                self.person_column(measure.name),
                parameters=made[measure.name]["parameters"],
                has_converged=made[measure.name]["has_converged"],
                error=made[measure.name]["error"],
            )
            for measure in KEPT
        }

    def measure(self, name: str) -> Scores:
        """Give one measure's values; those that no run holds are made now and remembered."""
        if name in self.measures:
            return self.measures[name]
        with self._making:
            if name not in self._made:
                self._made[name] = self.apart(_measured, name)
            return self._made[name]

    def apart(self, function: Callable[..., Found], *arguments: Any) -> Found:  # noqa: ANN401
        """Give ``function(self, *arguments)``; in a server what is large is made by a child.

        The function is one of a module, so that the child finds it.
        """
        if self._apart is None:
            return function(self, *arguments)
        made: Found = self._apart(self, function, arguments)
        return made

    @cached_property
    def influence(self) -> Influence:
        """The default ranking, with the percentiles it is the mean of."""
        return Influence(
            "influence",
            self.person_column("influence"),
            parts={name: self.person_column(f"part_{name}") for name in SHARES},
            measures={name: self.measures[name] for name in SHARES},
        )

    @cached_property
    def ties(self) -> Ties:
        """All directed ties and pairs."""
        return Ties(
            people=len(self.history.people),
            half_life=self.half_life,
            **{name: self._column("ties", name) for name in TIES},
            **{name: self._column("pairs", name) for name in TIE_PAIRS},
        )

    @cached_property
    def pairs(self) -> Pairs:
        """What is said of every pair: rhythm, state, what is being lost."""
        made = self.manifest["weakening"]
        return Pairs(
            as_of=self.as_of,
            thresholds=Thresholds(**made["thresholds"]),
            horizon_days=made["horizon_days"],
            model=liveness_of(made["model"]),
            last_at=self.pair_column("pair_last_at"),
            strength=self.pair_strength(),
            **{name: self.pair_column(name) for name in PAIR_COLUMNS},
        )

    @cached_property
    def _ties_by_pair(self) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        order = np.argsort(self._column("ties", "pair"), kind="stable")
        return order, self._column("ties", "pair")[order]

    def ties_of_pair(self, pair: int) -> list[int]:
        """The positions of a pair's one or two directed ties."""
        order, sorted_pairs = self._ties_by_pair
        low, high = np.searchsorted(sorted_pairs, [pair, pair + 1])
        return [int(k) for k in order[low:high]]

    @cached_property
    def projection(self) -> Projection:
        """The graph that measures read."""
        return projection(
            self.ties,
            live_threshold=self.settings.live_threshold,
            community=self.person_column("community"),
            organization=self.person_column("organization"),
            keys=self.history.people_keys,
            heard_of=self.heard_of,
        )

    @cached_property
    def heard_of(self) -> NDArray[np.bool_] | None:
        """Who had been heard of by the run's moment; None where everybody had."""
        return self.history.heard_of(self.as_of)

    @cached_property
    def persons_then(self) -> NDArray[np.bool_]:
        """Who is a person, and had been heard of by the run's moment."""
        is_person, heard = self.history.people.is_person, self.heard_of
        return is_person if heard is None else is_person & heard

    @property
    def rows(self) -> PairRows:
        """The interactions that count as of the run's moment, pair by pair."""
        return pair_rows(self.history.timeline, self.weight, as_of=self.as_of)

    @property
    def with_exchanges(self) -> Projection:
        """The graph, with who of each pair began their exchanges."""
        return replace(self.projection, exchanges=begun(self.history.timeline, self.rows))

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """The weight of every row of the timeline."""
        return weights(self.history.timeline, self.settings.weighting())

    @cached_property
    def listed(self) -> NDArray[np.int64]:
        """The weakening pairs, most is being lost first."""
        return self._column("listed", "pair")

    @cached_property
    def belonging(self) -> Belonging:
        """Who belongs where at the run's moment."""
        organizations = self.columns.table("organizations")
        segments = self.columns.table("segments")
        people = self._column("segments", "person")
        masks: dict[str, NDArray[np.bool_]] = {}
        for k, name in enumerate(segments.column("name").to_pylist()):
            mask = masks.setdefault(name, np.zeros(len(self.history.people), bool))
            mask[people[k]] = True
        return Belonging(
            keys=tuple(organizations.column("key").to_pylist()),
            name=tuple(organizations.column("name").to_pylist()),
            organization=self.person_column("organization"),
            is_declared=self.columns.table("people").column("is_declared").to_numpy(),
            segments=masks,
        )

    def pair_strength(
        self, pairs: NDArray[np.integer] | slice = slice(None)
    ) -> NDArray[np.float64]:
        """Strength of pairs at the run's moment, both directions together."""
        fades_at = self.pair_column("pair_fades_at")[pairs]
        return np.exp2((fades_at - self.as_of / 1000) * (1000 / self.half_life))

    @cached_property
    def names(self) -> pa.Array:
        """What everybody is called at the run's moment; null where nobody said."""
        history = self.history
        people = history.people
        return called_at(
            history.facts, history.identities, people.person_of, people.name, at=self.as_of
        )

    def person(self, number: int) -> dict[str, Any]:
        """A person as every answer names them."""
        people = self.history.people
        code = int(self.person_column("organization")[number])
        keys = self.columns.table("organizations").column("key")
        return {
            "id": people.id[number].as_py(),
            "name": self.names[number].as_py(),
            "identity": people.identity[number].as_py(),
            "organization": keys[code].as_py() if code >= 0 else None,
        }


def _measured(run: Run, name: str) -> Scores:
    (measure,) = (one for one in MEASURES if one.name == name)
    seen = run.with_exchanges if measure.needs_exchanges else run.projection
    return measure.scores(seen, options=options_of(run.settings))
