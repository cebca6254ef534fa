"""A run: an analysis as it is kept on disk and read back, with how it was made."""

import hashlib
import json
import platform
import threading
from collections.abc import Mapping
from dataclasses import fields
from functools import cache, cached_property
from importlib.metadata import version
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from algorithms.influence import SHARES, Influence
from algorithms.measures import KEPT, MEASURES
from algorithms.phase import Thresholds
from algorithms.projection import Projection, projection
from algorithms.recontact import Recontact
from algorithms.scores import Scores
from algorithms.ties import Ties
from algorithms.weakening import Pairs
from algorithms.weights import weights
from api.analysis import Analysis, options_of
from api.history import History
from api.once import Once
from api.settings import Settings
from graph.moments import DAY
from graph.organization import Belonging
from graph.snapshot import Columns

__all__ = ["Run", "run_name", "run_tables"]

_LIBRARIES = ("tieline", "numpy", "scipy", "igraph")
_TIES = ("source", "target", "fades_at", "first_at", "last_at", "count", "pair")
_TIE_PAIRS = ("a", "b", "pair_fades_at", "pair_first_at", "pair_last_at", "pair_count")
# what weakening says of pairs, beside what follows from the ties at the run's moment
_PAIR_COLUMNS = (
    "active_days", "usual_gap", "long_gap", "recent_gap", "pace", "elapsed", "silence", "patience",
    "momentum", "window", "days_now", "days_before", "strength_before", "phase", "state",
    "cools_at", "at_risk_at", "dormant_at", "p_contact", "loss",
)  # fmt: skip


@cache  # finding them reads files
def versions() -> Mapping[str, str]:
    """Name the versions and the platform that a run's bytes depend on."""
    found = {name: version(name) for name in _LIBRARIES}
    return {**found, "platform": f"{platform.system()} {platform.machine()}"}


def run_name(digest: str, settings: Settings, *, as_of: int, half_life: int) -> str:
    """Name a run after everything its numbers depend on: equal inputs, equal names.

    *digest* is that of the log up to *as_of*, its merges and facts; times in microseconds.
    """
    made_from = {
        "digest": digest,
        "as_of": as_of,
        "half_life": half_life,
        "settings": configuration(settings),
        "versions": dict(versions()),
    }
    text = json.dumps(made_from, sort_keys=True)
    return "r_" + hashlib.sha256(text.encode()).hexdigest()[:16]


def configuration(settings: Settings) -> dict[str, Any]:
    """Give the settings that decide numbers."""
    values = settings.model_dump(mode="json")
    return {name: values[name] for name in settings.computing}


def run_tables(found: Analysis) -> dict[str, pa.Table]:
    """Give the tables that a run keeps."""
    ties = found.ties
    people: dict[str, NDArray[Any]] = {n: made.values for n, made in found.scores.items()}
    people |= {f"part_{name}": part for name, part in found.influence.parts.items()}
    people |= {
        "influence": found.influence.values,
        "rank": found.rank,
        "change": found.change,
        "community": found.communities.membership,
        "organization": found.belonging.organization,
        "is_declared": found.belonging.is_declared,
    }
    pairs = {name: getattr(ties, name) for name in _TIE_PAIRS}
    pairs |= {name: getattr(found.pairs, name) for name in _PAIR_COLUMNS}
    return {
        "people": pa.table(people),
        "ties": pa.table({n: getattr(ties, n) for n in _TIES} | dict(found.other_fades_at)),
        "pairs": pa.table(pairs),
        "listed": pa.table({"pair": found.listed}),
        "communities": pa.table(found.communities.columns()),
        "organizations": pa.table(
            {
                "key": pa.array(found.belonging.keys, pa.string()),
                "name": pa.array(found.belonging.name, pa.string()),
            }
        ),
        "segments": _segments(found.belonging),
    }


def _segments(belonging: Belonging) -> pa.Table:
    """One row for each person of each segment."""
    members = {name: np.flatnonzero(mask) for name, mask in sorted(belonging.segments.items())}
    names = [name for name, people in members.items() for _ in people]
    person = np.concatenate([np.zeros(0, np.int64), *members.values()]).astype(np.int32)
    return pa.table({"name": pa.array(names, pa.string()), "person": person})


class Run:
    """A published run, mapped from disk: what every answer is read from."""

    def __init__(self, history: History, columns: Columns) -> None:
        self.history = history
        self.columns = columns
        self.manifest = columns.manifest
        self._made: dict[str, Scores] = {}
        self._making = threading.Lock()
        self.once = Once()

    @property
    def name(self) -> str:
        """The run's id: ``r_...``."""
        return self.columns.name

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
                (function,) = (one.function for one in MEASURES if one.name == name)
                self._made[name] = function(self.projection, options=options_of(self.settings))
            return self._made[name]

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
            **{name: self._column("ties", name) for name in _TIES},
            **{name: self._column("pairs", name) for name in _TIE_PAIRS},
        )

    @cached_property
    def pairs(self) -> Pairs:
        """What is said of every pair: rhythm, state, what is being lost."""
        made = self.manifest["weakening"]
        model = made["model"]
        return Pairs(
            as_of=self.as_of,
            thresholds=Thresholds(**made["thresholds"]),
            horizon_days=made["horizon_days"],
            model=None if model is None else Recontact(**_tuples(model)),
            last_at=self.pair_column("pair_last_at"),
            strength=self.pair_strength(),
            **{name: self.pair_column(name) for name in _PAIR_COLUMNS},
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
        )

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

    def person(self, number: int) -> dict[str, Any]:
        """A person as every answer names them."""
        people = self.history.people
        code = int(self.person_column("organization")[number])
        keys = self.columns.table("organizations").column("key")
        return {
            "id": people.id[number].as_py(),
            "name": people.name[number].as_py(),
            "identity": people.identity[number].as_py(),
            "organization": keys[code].as_py() if code >= 0 else None,
        }

    def manifest_days(self) -> float:
        """The half-life in days."""
        return self.half_life / DAY


def manifest_of(found: Analysis, settings: Settings, digest: str, name: str) -> dict[str, Any]:
    """Say how a run was made: beside the tables, in every detail that decided a number."""
    return {
        "run": name,
        "digest": digest,
        "as_of": found.as_of,
        "half_life": found.half_life,
        "own_organizations": list(found.own),
        "settings": configuration(settings),
        "versions": dict(versions()),
        "measures": {
            name: {
                "parameters": dict(scores.parameters),
                "has_converged": scores.has_converged,
                "error": scores.error,
            }
            for name, scores in found.scores.items()
        },
        "weakening": {
            "horizon_days": found.pairs.horizon_days,
            "thresholds": {
                field.name: getattr(found.pairs.thresholds, field.name)
                for field in fields(found.pairs.thresholds)
            },
            "model": None if found.pairs.model is None else _plain(found.pairs.model),
        },
        "communities": {
            "modularity": found.communities.modularity,
            "parameters": dict(found.communities.parameters),
        },
        "pairs": len(found.ties.a),
        "ties": len(found.ties.source),
        "people": len(found.rank),
    }


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def _plain(model: Any) -> dict[str, Any]:  # noqa: ANN401 - any frozen dataclass of numbers
    values = {field.name: getattr(model, field.name) for field in fields(model)}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}
