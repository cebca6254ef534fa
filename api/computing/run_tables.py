"""How runs are kept: their names, their tables, and what is said of how they were made."""

import json
import platform
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from algorithms.identity.same_person import VERSION
from algorithms.measures import KEPT
from algorithms.weighing.durations import TYPICAL_MINUTES
from algorithms.weighing.table import usual_digest
from api.computing.analysis import Analysis, Standing
from api.computing.kept_liveness import kept_liveness
from api.computing.silent import silent_tables
from api.settings import Settings
from graph.people.organization import Belonging
from graph.short_digest import short_digest

__all__ = [
    "PAIR_COLUMNS",
    "TIES",
    "TIE_PAIRS",
    "configuration",
    "manifest_of",
    "run_name",
    "run_tables",
    "standing_manifest",
    "standing_tables",
    "versions",
]

_LIBRARIES = ("tieline", "numpy", "scipy", "igraph")
TIES = ("source", "target", "fades_at", "first_at", "last_at", "count", "pair")
TIE_PAIRS = ("a", "b", "pair_fades_at", "pair_first_at", "pair_last_at", "pair_count")
# what weakening says of pairs, beside what follows from the ties at the run's moment
PAIR_COLUMNS = (
    "active_days", "usual_gap", "long_gap", "recent_gap", "pace", "elapsed", "silence", "patience",
    "momentum", "window", "days_now", "days_before", "strength_before", "phase", "state",
    "cools_at", "at_risk_at", "dormant_at", "p_contact", "p_low", "p_high", "p_from", "loss",
)  # fmt: skip


@cache  # finding them reads files
def versions() -> Mapping[str, str]:
    """Name the versions, the platform and what is usual: what a run's bytes depend on.

    The measures that a run holds are among them, for one made before a measure was there lacks it.
    """
    found = {name: version(name) for name in _LIBRARIES}
    found["same_person"] = str(VERSION)
    found["weights"] = usual_digest(TYPICAL_MINUTES)
    found["measures"] = short_digest(" ".join(measure.name for measure in KEPT))
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
    return f"r_{short_digest(json.dumps(made_from, sort_keys=True))}"


def configuration(settings: Settings) -> dict[str, Any]:
    """Give the settings that decide numbers."""
    values = settings.model_dump(mode="json")
    return {name: values[name] for name in settings.computing}


def standing_tables(found: Standing) -> dict[str, pa.Table]:
    """Give the tables that say how people stand: those of a run that rankings are read from."""
    ties = found.ties
    people: dict[str, NDArray[Any]] = {n: made.values for n, made in found.scores.items()}
    people |= {f"part_{name}": part for name, part in found.influence.parts.items()}
    people |= {
        "influence": found.influence.values,
        "rank": found.rank,
        "change": found.change,
        "organization": found.belonging.organization,
        "is_declared": found.belonging.is_declared,
    }
    return {
        "people": pa.table(people),
        "ties": pa.table({name: getattr(ties, name) for name in TIES}),
        "pairs": pa.table({name: getattr(ties, name) for name in TIE_PAIRS}),
        "organizations": pa.table(
            {
                "key": pa.array(found.belonging.keys, pa.string()),
                "name": pa.array(found.belonging.name, pa.string()),
            }
        ),
        "segments": _segments(found.belonging),
    }


def run_tables(found: Analysis) -> dict[str, pa.Table]:
    """Give the tables that a run keeps."""
    tables = standing_tables(found)
    more: dict[str, dict[str, Any]] = {
        "people": {"community": found.communities.membership},
        "ties": dict(found.other_fades_at),
        "pairs": {name: getattr(found.pairs, name) for name in PAIR_COLUMNS},
    }
    for name, columns in more.items():
        for column, values in columns.items():
            tables[name] = tables[name].append_column(column, pa.array(values))
    return {
        **tables,
        "listed": pa.table({"pair": found.listed}),
        "communities": pa.table(found.communities.columns()),
        **silent_tables(found.silent),
    }


def _segments(belonging: Belonging) -> pa.Table:
    """One row for each person of each segment."""
    members = {name: np.flatnonzero(mask) for name, mask in sorted(belonging.segments.items())}
    names = [name for name, people in members.items() for _ in people]
    person = np.concatenate([np.zeros(0, np.int64), *members.values()]).astype(np.int32)
    return pa.table({"name": pa.array(names, pa.string()), "person": person})


def standing_manifest(
    found: Standing, settings: Settings, digest: str, name: str
) -> dict[str, Any]:
    """Say how a ranking of people was made, in every detail that decided a number."""
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
        "pairs": len(found.ties.a),
        "ties": len(found.ties.source),
        "people": len(found.rank),
    }


def manifest_of(found: Analysis, settings: Settings, digest: str, name: str) -> dict[str, Any]:
    """Say how a run was made: beside the tables, in every detail that decided a number."""
    return {
        **standing_manifest(found, settings, digest, name),
        "weakening": {
            "horizon_days": found.pairs.horizon_days,
            "thresholds": {
                field.name: getattr(found.pairs.thresholds, field.name)
                for field in fields(found.pairs.thresholds)
            },
            "model": kept_liveness(found.pairs.model),
        },
        "communities": {
            "modularity": found.communities.modularity,
            "parameters": dict(found.communities.parameters),
        },
    }
