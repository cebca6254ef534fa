"""The model that tells languages, unpacked once on a machine and from then on read where it lies.

It comes packed with the library (py3langid): 5 MB that take more than half a second to unpack, in
every process that needs them. So what was unpacked, 70 MB, is kept in the user's cache folder
(``languages`` in that of tieline), and mapped: processes share it. It is a cache: it may be dropped
at any time, is made again when it is damaged or another version is installed, and where it cannot
be written, everything is as before, only later.

Cost: 0.6 seconds the first time, 0.1 from then on, most of it for looking whether it is whole.
"""

import contextlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pyarrow as pa
from platformdirs import user_cache_path
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model

from graph.building import building, drop, turn
from graph.columns import is_intact, manifest_of, mapped, write_columns
from graph.errors import EngineError

__all__ = ["language_model"]

_FORMAT = 1


@cache
def language_model(folder: Path | None = None) -> LanguageIdentifier:
    """Give the model, from a folder in which it is kept unpacked; the user's cache by default.

    >>> language_model().classify("Das ist ein Text auf Deutsch.")[0]
    'de'
    """
    root = user_cache_path("tieline") / "languages" if folder is None else folder
    place = root / f"m_{_FORMAT}_{version('py3langid')}"
    found = _unpacked(place)
    if found is None:
        found = load_model(MODEL_DIR / MODEL_FILE)
        _keep(place, found)
    points, usual, languages, following, rows, tells = found
    return LanguageIdentifier(
        points, usual, languages, following, tells, norm_probs=True, tk_row=rows
    )


_Model = tuple[np.ndarray, np.ndarray, list[str], object, object, list[int]]


def _unpacked(place: Path) -> _Model | None:
    """The parts of the model as they were kept; None where they are not there as a whole."""
    try:
        columns = mapped(place, manifest_of(place))
        if not is_intact(columns):
            return None
        points, usual, languages, following, rows, tells = (
            columns.table(name).column(0).chunk(0)
            for name in ("points", "usual", "languages", "following", "rows", "tells")
        )
        return (
            points.to_numpy().reshape(-1, len(usual)),
            usual.to_numpy(),
            languages.to_pylist(),
            memoryview(following.to_numpy()),  # whose items are plain numbers
            memoryview(rows.to_numpy()),
            tells.to_pylist(),
        )
    except (EngineError, OSError, ValueError, KeyError, IndexError):
        return None


def _keep(place: Path, model: _Model) -> None:
    """Keep the parts of a model for the next time, in the place of all that was kept before."""
    points, usual, languages, following, rows, tells = model
    parts = {
        "points": pa.array(np.asarray(points).ravel()),
        "usual": pa.array(np.asarray(usual)),
        "languages": pa.array(languages),
        "following": pa.array(np.asarray(following)),
        "rows": pa.array(np.asarray(rows)),
        "tells": pa.array(np.asarray(tells, np.int32)),
    }
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with building(place.parent) as built:
            write_columns(built, {name: pa.table({name: one}) for name, one in parts.items()}, {})
            with turn(place.parent):
                for older in place.parent.glob("m_*"):
                    drop(older)
                built.rename(place)
