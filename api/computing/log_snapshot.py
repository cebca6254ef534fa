"""The snapshot of a log: the history in it, the state of the store that it shows, and its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.log.history import FORMAT, History
from api.log.identities import VERSION
from api.settings import Settings
from graph.short_digest import short_digest
from graph.store import Contents

__all__ = ["Made", "history_of", "is_made_as", "snapshot_manifest", "snapshot_name"]


@dataclass(frozen=True, slots=True)
class Made:
    """What a snapshot was made from: the store's digest, that with every decision, its mark."""

    digest: str
    state: str
    mark: int


def history_of(contents: Contents, settings: Settings) -> History:
    """Make the history of a store's contents as the settings want it."""
    return History.of(
        contents, max_receivers=settings.max_receivers, identifying=settings.identifying()
    )


def is_made_as(manifest: Mapping[str, Any], settings: Settings) -> bool:
    """Whether a snapshot was made as the settings want it, by what it says of itself."""
    return all(manifest.get(name) == value for name, value in _made_by(settings).items())


def _made_by(settings: Settings) -> dict[str, Any]:
    how = settings.identifying()
    return {
        "format": FORMAT,
        "max_receivers": settings.max_receivers,
        "identified": [VERSION, how.automatic, how.above, how.most_members],
    }


def snapshot_manifest(history: History, settings: Settings, made: Made) -> Mapping[str, Any]:
    """Say what a snapshot was made from."""
    return {
        **_made_by(settings),
        "digest": made.digest,
        "state": made.state,
        "mark": made.mark,
        "rows": len(history.log),
        "interactions": len(history.starts) - 1,
        "people": len(history.people),
    }


def snapshot_name(state: str, settings: Settings) -> str:
    """Name a snapshot after the digest of what it holds, every decision too, and how."""
    text = "|".join(str(part) for part in (state, *_made_by(settings).values()))
    return "s_" + short_digest(text)
