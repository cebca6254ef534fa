"""What a back-test taught this installation: a half-life and thresholds, kept beside the store.

`tieline backtest --apply` writes them, `--undo` takes them back. They are a layer of the settings:
above the defaults, below the file, the environment and flags, and shown as `learned`. The file is
written whole or not at all; deleting it forgets only this.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.connect import state_file
from graph.errors import Misuse

__all__ = ["Learned", "apply", "learned", "learned_file", "undo"]


@dataclass(frozen=True)
class Learned:
    """What was learned, when (ISO, UTC), and by which figures."""

    half_life_days: float | None
    thresholds: Mapping[str, float]
    when: str
    figures: Mapping[str, Any]

    def values(self) -> dict[str, Any]:
        """Give it as settings; what was not learned is not set."""
        found: dict[str, Any] = {}
        if self.half_life_days is not None:
            found["half_life_days"] = self.half_life_days
        if self.thresholds:
            found["thresholds"] = dict(self.thresholds)
        return found


def learned_file(url: str) -> Path:
    """Give the file that it is kept in, beside the local state of a store."""
    return state_file(url).with_suffix(".learned")


def learned(url: str) -> Learned | None:
    """Read what was learned for a store, if anything."""
    path = learned_file(url)
    try:
        found = json.loads(path.read_text("utf-8"))
        return Learned(
            found["half_life_days"], found["thresholds"], found["when"], found["figures"]
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Misuse(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Misuse(
            f"{path} is damaged ({error}); delete it, then: tieline backtest --apply"
        ) from None


def apply(url: str, found: Learned) -> None:
    """Keep what was learned; from the next question on it counts."""
    path = learned_file(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.write_text(json.dumps(vars(found), indent=2, sort_keys=True) + "\n", "utf-8")
    new.replace(path)


def undo(url: str) -> bool:
    """Forget what was learned; says whether there was anything."""
    path = learned_file(url)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there
